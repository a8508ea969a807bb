import Foundation
import JeoulCore
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

    /// The field that records must have.
    var field: String? { if case .field(let name) = self { name } else { nil } }

    /// The group of all documents of an input; nil where each document has its own.
    func group(of input: CorpusInput) -> UTF8Key? { group(ofInputNamed: input.name) }

    private func group(ofInputNamed name: String) -> UTF8Key? {
        switch self {
        case .field: nil
        case .file: UTF8Key(name)
        case .folder: UTF8Key(name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ".")
        }
    }

    /// A report's JSON with what documents were counted apart by, and its rows.
    func json(_ whole: JSONValue, groups: [JSONValue]) -> JSONValue {
        guard case .object(var object) = whole else { return .null }
        if case .object(var settings)? = object["settings"] {
            settings["by"] = .string(name)
            object["settings"] = .object(settings)
        }
        object["groups"] = .array(groups)
        return .object(object)
    }

    /// The groups of the documents of a weighing that kept them, in the order of their names' bytes.
    ///
    /// - Throws: ``MetricError`` where there are too many.
    package func groups(of weighing: Weighing) throws(MetricError) -> [(name: UTF8Key, weighing: Weighing)] {
        var members: [UTF8Key: [Int]] = [:]
        if case .field = self {
            for (document, label) in weighing.labels.enumerated() {
                if let group = label.group { members[group, default: []].append(document) }
            }
        } else {
            var first = 0
            for input in weighing.corpus.inputs {
                let documents = first..<first + input.documents
                if let group = group(ofInputNamed: input.name), !documents.isEmpty {
                    members[group, default: []].append(contentsOf: documents)
                }
                first = documents.upperBound
            }
        }
        guard members.count <= GroupTable.limit else { throw .tooManyGroups(limit: GroupTable.limit) }
        return members.sorted { $0.key < $1.key }.map { (name: $0.key, weighing: Weighing(of: $0.value, in: weighing)) }
    }
}

/// What was counted of the documents of one group.
package struct GroupCounts: Sendable, Codable {
    /// The documents, empty ones included.
    package internal(set) var documents = 0
    /// Their bytes.
    package internal(set) var bytes = 0
    /// Their characters.
    package internal(set) var characters = CharacterCounts()
    /// Their tokens, for each vocabulary.
    package var tokens: [Int] { sums.map { $0[.tokens] } }
    var sums: [VocabularySums]

    init(vocabularies: Int) { sums = Array(repeating: VocabularySums(), count: vocabularies) }

    static func += (left: inout GroupCounts, right: GroupCounts) {
        left.documents += right.documents
        left.bytes += right.bytes
        left.characters += right.characters
        for vocabulary in left.sums.indices { left.sums[vocabulary].add(right.sums[vocabulary]) }
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

    /// Adds the documents of a batch.
    ///
    /// - Parameters:
    ///   - whole: the group of all of them, or nil, where each label has one.
    ///   - columns: the counts of each vocabulary, by the place of the quantity in `needs`.
    /// - Throws: ``MetricError`` where there are too many groups.
    mutating func add(
        _ batch: TextBatch, whole: UTF8Key?, characters: [CharacterCounts], needs: MetricNeeds, columns: [[[Int]]]
    ) throws(MetricError) {
        if let whole { return try add(whole, Array(characters.indices), isAll: true, characters, needs, columns) }
        var members: [UTF8Key: [Int]] = [:]
        for (index, label) in batch.labels.enumerated() {
            if let group = label.group { members[group, default: []].append(index) }
        }
        for (group, indices) in members {
            try add(group, indices, isAll: indices.count == characters.count, characters, needs, columns)
        }
    }

    private mutating func add(
        _ group: UTF8Key, _ indices: [Int], isAll: Bool, _ characters: [CharacterCounts], _ needs: MetricNeeds,
        _ columns: [[[Int]]]
    ) throws(MetricError) {
        var counts = groups[group] ?? GroupCounts(vocabularies: columns.count)
        if groups[group] == nil, groups.count == Self.limit { throw .tooManyGroups(limit: Self.limit) }
        counts.documents += indices.count
        for index in indices {
            counts.characters += characters[index]
            counts.bytes += characters[index].byte
        }
        for vocabulary in columns.indices {
            counts.sums[vocabulary].add(needs) { quantity in
                let all = columns[vocabulary][needs.place(of: quantity)]
                return isAll ? all : indices.map { all[$0] }
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
