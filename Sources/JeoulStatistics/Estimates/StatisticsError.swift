/// Input from which no statistics can be made. Each case says what to change.
///
/// A quantity that is merely undefined for the given counts (a ratio over nothing, an interval from one document) is
/// not an error: the estimate carries an ``Absence`` in its place.
package enum StatisticsError: Error, Equatable, Sendable {
    /// A table needs at least one column.
    case noColumns
    /// Two columns have the same name.
    case duplicateColumn(String)
    /// Two parallel lists differ in length: columns of a table, or its cluster or stratum keys.
    case unequalLengths(name: String, count: Int, expected: Int, expectedBy: String)
    /// A count below zero. `document` counts from 0.
    case negativeCount(column: String, document: Int, count: Int)
    /// The parts of one count (see ``CountTable/Column/parts``) must be at least 1.
    case invalidParts(column: String, parts: Int)
    /// Sums of this column could pass 2^53 in a resample, beyond which a `Double` is not exact.
    case countsTooLarge(column: String)
    /// No column has this name.
    case unknownColumn(String, known: [String])
    /// A cluster's documents must be of one stratum, or resampling within strata would tear it apart.
    case clusterSpansStrata(cluster: String, first: String, second: String)
    /// A mix was asked for, but the table does not say to which stratum a document belongs.
    case noStrata
    /// The text of a mix is not `name=weight,name=weight`; `offset` counts characters from 0.
    case malformedMix(text: String, offset: Int, expected: String)
    /// The weights of a mix do not sum to 1.
    case mixDoesNotSumToOne(sum: Double)
    /// The mix names a stratum of which there are no documents.
    case unknownStratum(String, known: [String])
    /// The table has a stratum that the mix does not name; give it weight 0 to leave it out.
    case stratumWithoutWeight(String)
    /// An option is outside its domain.
    case invalidOption(name: String, value: String, allowed: String)
}

extension StatisticsError: CustomStringConvertible {
    /// What is wrong and what to do, in one sentence.
    package var description: String {
        switch self {
        case .noColumns:
            return "there is nothing to estimate: give at least one column of counts"
        case .duplicateColumn(let name):
            return "two columns are named \(name): name each vocabulary once"
        case .unequalLengths(let name, let count, let expected, let other):
            return
                "\(name) has \(count) documents, but \(other) has \(expected): parallel lists must be of equal length"
        case .negativeCount(let column, let document, let count):
            return "document \(document) has \(count) in column \(column): counts are never negative"
        case .invalidParts(let column, let parts):
            return "column \(column) counts in parts of 1/\(parts): the parts must be at least 1"
        case .countsTooLarge(let column):
            return "column \(column) has counts too large to be summed exactly: count in coarser parts"
        case .unknownColumn(let name, let known):
            return "there is no column \(name): the table has \(known.joined(separator: ", "))"
        case .clusterSpansStrata(let cluster, let first, let second):
            return "cluster \(cluster) has documents of \(first) and of \(second): a cluster must lie in one stratum"
        case .noStrata:
            return "a mix needs documents that say their stratum (register)"
        case .malformedMix(let text, let offset, let expected):
            return "the mix \"\(text)\" is wrong at character \(offset): expected \(expected)"
        case .mixDoesNotSumToOne(let sum):
            return "the weights of the mix sum to \(sum): they must sum to 1"
        case .unknownStratum(let name, let known):
            return "the mix names \(name), of which there are no documents: there are \(known.joined(separator: ", "))"
        case .stratumWithoutWeight(let name):
            return "the documents of \(name) have no weight in the mix: give it one, 0 to leave them out"
        case .invalidOption(let name, let value, let allowed):
            return "\(name) is \(value): it must be \(allowed)"
        }
    }
}
