import Foundation
import JeoulText
import JeoulCorpora
import JeoulReporting

/// By what documents are counted apart.
package enum Grouping: Sendable, Hashable {
    /// By the file that they lie in.
    case file
    /// By the folder of that file.
    case folder
    /// By a field of their records, or a column.
    case field(String)

    /// The grouping of a name: `file`, `folder`, else a field.
    package init(name: String) {
        switch name {
        case "file": self = .file
        case "folder": self = .folder
        default: self = .field(name)
        }
    }

    /// The name.
    package var name: String {
        switch self {
        case .file: "file"
        case .folder: "folder"
        case .field(let name): name
        }
    }

    /// What readers see for all documents, and for those that have no group.
    static let all = "all"
    package static let none = "(none)"

    /// A group's name for readers: in quotes where it would be taken for what is no group's name.
    package static func readable(_ group: UTF8Key) -> String {
        if group == .noGroup { return none }
        let name = group.description
        return [all, none, "전체", "(없음)"].contains(name) || name.utf8.first == UInt8(ascii: "\"") ? "\"\(name)\"" : name
    }

    /// The same as a cell of a table.
    static func cell(_ group: UTF8Key) -> Table.Cell {
        group == .noGroup ? .named(Words(none, "(없음)")) : .text(readable(group))
    }

    /// The name for readers.
    package var words: Words {
        switch self {
        case .file: Words("file", "파일")
        case .folder: Words("folder", "폴더")
        case .field(let name): Words(name)
        }
    }

    /// That no document has a field.
    static func missing(_ field: String) -> Words {
        Words(
            "no document has a field \"\(field)\": all of them are of no group",
            "“\(field)” 필드가 있는 문서가 없어 모든 문서가 무리 없이 남았다")
    }

    /// The field that records must have.
    var field: String? { if case .field(let name) = self { name } else { nil } }

    /// The group of all documents of an input; nil where each document has its own.
    func group(of input: CorpusInput) -> UTF8Key? { group(ofInputNamed: input.name) }

    private func group(ofInputNamed name: String) -> UTF8Key? {
        switch self {
        case .field: nil
        case .file: UTF8Key(name)
        case .folder: UTF8Key(Self.folder(ofFileNamed: name))
        }
    }

    /// What stands before the last slash. A slash is a byte: with a combining mark behind it, it is another `Character`.
    private static func folder(ofFileNamed name: String) -> String {
        guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == name.utf8.startIndex ? "/" : String(decoding: name.utf8[..<slash], as: UTF8.self)
    }

    /// The groups of the inputs of a corpus, those without documents too; none where each document has its own.
    func groups(ofInputsOf corpus: CorpusSummary) -> Set<UTF8Key> {
        Set(corpus.inputs.compactMap { group(ofInputNamed: $0.name) })
    }

    /// The size of the files of each group as they are stored; of none where groups are no whole files.
    func storedBytes(of corpus: CorpusSummary) -> [UTF8Key: Int] {
        var bytes: [UTF8Key: Int] = [:]
        for input in corpus.inputs {
            if let group = group(ofInputNamed: input.name) { bytes[group, default: 0] += input.bytes }
        }
        return bytes
    }

    /// A report's JSON with what documents were counted apart by, the rows of the groups, and, so that a sum over those is right, by
    /// themselves the rows of all documents.
    func json(_ whole: JSONValue, groups: [JSONValue], totals: [JSONValue]) -> JSONValue {
        guard case .object(var object) = whole else { return .null }
        if case .object(var settings)? = object["settings"] {
            settings["by"] = .string(name)
            object["settings"] = .object(settings)
        }
        object["groups"] = .array(groups)
        object["totals"] = .array(totals)
        return .object(object)
    }

    /// The groups of the documents of a weighing that kept them, in the order of their names' bytes.
    ///
    /// - Throws: ``MetricError`` where there are too many.
    package func groups(of weighing: Weighing) throws(MetricError) -> [(name: UTF8Key, weighing: Weighing)] {
        var members: [UTF8Key: [Int]] = [:]
        if case .field = self {
            for (document, label) in weighing.labels.enumerated() {
                members[label.group ?? .noGroup, default: []].append(document)
            }
        } else {
            var first = 0
            for input in weighing.corpus.inputs {
                let documents = first..<first + input.documents
                if let group = group(ofInputNamed: input.name) {
                    members[group, default: []].append(contentsOf: documents)
                }
                first = documents.upperBound
            }
        }
        guard members.count <= GroupTable.limit else { throw .tooManyGroups(limit: GroupTable.limit) }
        let stored = storedBytes(of: weighing.corpus)
        return members.sorted { $0.key < $1.key }.map { name, documents in
            (name: name, weighing: Weighing(of: documents, in: weighing, storedBytes: stored[name]))
        }
    }
}

/// What was counted of the documents of one group.
package struct GroupCounts: Sendable, Codable {
    /// The documents, empty ones included.
    package internal(set) var documents = 0
    /// Their bytes as they were read, each followed by LF.
    package internal(set) var textBytes = 0
    /// For each vocabulary how many tokens stand for text that it cannot write.
    package internal(set) var unknownTokens: [Int]
    /// Their characters.
    package internal(set) var characters = CharacterCounts()
    /// Their tokens, for each vocabulary.
    package var tokens: [Int] { sums.map { $0[.tokens] } }
    var sums: [VocabularySums]

    init(vocabularies: Int) {
        sums = Array(repeating: VocabularySums(), count: vocabularies)
        unknownTokens = Array(repeating: 0, count: vocabularies)
    }

    static func += (left: inout GroupCounts, right: GroupCounts) {
        left.documents += right.documents
        left.textBytes += right.textBytes
        left.characters += right.characters
        for vocabulary in left.sums.indices {
            left.sums[vocabulary].add(right.sums[vocabulary])
            left.unknownTokens[vocabulary] += right.unknownTokens[vocabulary]
        }
    }
}

/// The groups of documents, while they are counted.
struct GroupTable: Sendable, Codable {
    /// More groups are an error: they are documents rather than groups.
    static let limit = 100_000

    private(set) var groups: [UTF8Key: GroupCounts] = [:]

    init() {}

    private struct Entry: Codable {
        var name: Data
        var counts: GroupCounts
    }

    init(from decoder: any Decoder) throws {
        for entry in try [Entry](from: decoder) { groups[UTF8Key(entry.name)] = entry.counts }
    }

    func encode(to encoder: any Encoder) throws {
        try groups.map { Entry(name: Data($0.key.bytes), counts: $0.value) }.encode(to: encoder)
    }

    /// What was counted of the documents of a batch, one by one.
    struct Documents {
        var labels: LabelList
        var characters: [CharacterCounts]
        /// Their bytes as they were read.
        var bytes: [Int]
        /// The counts of each vocabulary, by the place of the quantity in `needs`.
        var columns: [[[Int]]]
        var needs: MetricNeeds
        /// The unknown tokens of each vocabulary; empty of one that has none.
        var unknownTokens: [[Int]]
    }

    /// Adds the documents of a batch.
    ///
    /// - Parameter whole: the group of all of them, or nil, where each label has one.
    /// - Throws: ``MetricError`` where there are too many groups.
    mutating func add(_ documents: Documents, whole: UTF8Key?) throws(MetricError) {
        if let whole { return try add(documents, Array(documents.characters.indices), to: whole) }
        var members: [UTF8Key: [Int]] = [:]
        for (index, label) in documents.labels.enumerated() {
            members[label.group ?? .noGroup, default: []].append(index)
        }
        for (group, indices) in members { try add(documents, indices, to: group) }
    }

    private mutating func add(_ documents: Documents, _ indices: [Int], to group: UTF8Key) throws(MetricError) {
        var counts = groups[group] ?? GroupCounts(vocabularies: documents.columns.count)
        if groups[group] == nil, groups.count == Self.limit { throw .tooManyGroups(limit: Self.limit) }
        let isAll = indices.count == documents.characters.count
        counts.documents += indices.count
        for index in indices {
            counts.characters += documents.characters[index]
            counts.textBytes += documents.bytes[index] + 1
        }
        for vocabulary in documents.columns.indices {
            counts.sums[vocabulary].add(documents.needs) { quantity in
                let all = documents.columns[vocabulary][documents.needs.place(of: quantity)]
                return isAll ? all : indices.map { all[$0] }
            }
            let unknown = documents.unknownTokens[vocabulary]
            if !unknown.isEmpty {
                counts.unknownTokens[vocabulary] += indices.reduce(0) { $0 + unknown[$1] }
            }
        }
        groups[group] = counts
    }

    /// Adds what another thread has counted.
    ///
    /// - Throws: ``MetricError`` where there are too many groups together.
    mutating func add(_ other: GroupTable) throws(MetricError) {
        for (group, counts) in other.groups {
            if groups[group] == nil, groups.count == Self.limit { throw .tooManyGroups(limit: Self.limit) }
            groups[group, default: GroupCounts(vocabularies: counts.sums.count)] += counts
        }
    }
}
