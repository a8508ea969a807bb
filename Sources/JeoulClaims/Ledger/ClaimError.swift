import JeoulReporting

/// A ledger or a claim that cannot be used. Each case says what to change.
package enum ClaimError: Error, Equatable, Sendable {
    /// The JSON does not have the fields of `Claims/README.md`; `path` leads to the place.
    case malformed(path: String, reason: String)
    /// The ledger's schema is not one that this version reads.
    case unsupportedSchema(Int)
    /// Two claims have one id.
    case duplicateClaim(String)
    /// Two readings of a claim have one id.
    case duplicateReading(claim: String, reading: String)
    /// The parts of a claim contradict each other.
    case inconsistent(claim: String, reading: String?, reason: String)
    /// No claim has this id.
    case unknownClaim(String, known: [String])
}

extension ClaimError: CustomStringConvertible {
    /// What is wrong and what to do, in one sentence.
    package var description: String {
        switch self {
        case .malformed(let path, let reason):
            return path.isEmpty ? "the claims cannot be read: \(reason)" : "the claims are wrong at \(path): \(reason)"
        case .unsupportedSchema(let schema):
            return "the ledger has schema \(schema), but this version of Jeoul reads schema \(ClaimLedger.schema)"
        case .duplicateClaim(let id):
            return "two claims have the id \(id)"
        case .duplicateReading(let claim, let reading):
            return "two readings of claim \(claim) have the id \(reading)"
        case .inconsistent(let claim, let reading, let reason):
            return "claim \(claim)\(reading.map { ", reading \($0)" } ?? ""): \(reason)"
        case .unknownClaim(let id, let known):
            let nearest = NearestNames.suggestions(for: id, among: known)
            return "there is no claim \(id); "
                + (nearest.isEmpty
                    ? "jeoul claim list shows all" : "did you mean \(nearest.joined(separator: " or "))?")
        }
    }
}
