/// Counts per document, the input of every statistic here: tokens under each vocabulary, Korean characters, bytes …
///
/// A table is a list of named columns of equal length; row *i* of each is document *i*. A statistic is a ratio of two
/// columns, so that tokens per Korean character, a subject against its baseline, characters per token and a premium on
/// parallel text are all the same computation.
///
/// Documents in which every count is zero are empty; statistics leave them out and report how many there were.
package struct CountTable: Sendable, Equatable {
    /// A named list of counts, one a document.
    package struct Column: Sendable, Codable, Equatable {
        /// The name, unique in the table: a vocabulary's id, `korean_characters` …
        package let name: String
        /// One count a document, never negative.
        package let counts: [Int]
        /// A count of 1 stands for 1/`parts`, by default 1. Integer sums are exact on every machine, so what is
        /// fractional (tokens attributed by bytes) is counted in small parts; a power of two divides exactly.
        package let parts: Int

        /// A column; ``CountTable`` checks it.
        package init(name: String, counts: [Int], parts: Int = 1) {
            self.name = name
            self.counts = counts
            self.parts = parts
        }
    }

    /// The columns, in the order given.
    package let columns: [Column]
    /// For each document the key of its source: documents with one key are resampled together. `nil`: each is its own.
    package let clusters: [String]?
    /// For each document the first that has the same text, itself where there is none before it. `nil`: not known.
    package let originals: [Int]?
    /// For each document its stratum (register), for an estimate under a stated mix. `nil`: none known.
    package let strata: [String]?

    /// Number of documents, empty ones included.
    package var documentCount: Int { columns[0].counts.count }

    /// A checked table.
    ///
    /// - Complexity: O(documents × columns).
    /// - Throws: ``StatisticsError`` when lists differ in length, a name comes twice, or a count is negative.
    package init(columns: [Column], clusters: [String]? = nil, strata: [String]? = nil, originals: [Int]? = nil)
        throws(StatisticsError)
    {
        guard let first = columns.first else { throw .noColumns }
        var names = Set<String>()
        for column in columns {
            guard names.insert(column.name).inserted else { throw .duplicateColumn(column.name) }
            guard column.parts >= 1 else { throw .invalidParts(column: column.name, parts: column.parts) }
            try Self.checkLength(column.counts.count, of: column.name, against: first)
            if let document = column.counts.firstIndex(where: { $0 < 0 }) {
                throw .negativeCount(column: column.name, document: document, count: column.counts[document])
            }
        }
        if let clusters { try Self.checkLength(clusters.count, of: "the list of cluster keys", against: first) }
        if let strata { try Self.checkLength(strata.count, of: "the list of strata", against: first) }
        self.columns = columns
        self.clusters = clusters
        if let originals {
            try Self.checkLength(originals.count, of: "the list of originals", against: first)
            if let document = originals.indices.first(where: { originals[$0] < 0 || originals[$0] > $0 }) {
                throw .invalidOption(
                    name: "the original of document \(document)", value: "\(originals[document])",
                    allowed: "a document before it, or itself")
            }
        }
        self.strata = strata
        self.originals = originals
    }

    private static func checkLength(_ count: Int, of name: String, against first: Column) throws(StatisticsError) {
        guard count == first.counts.count else {
            throw .unequalLengths(
                name: name, count: count, expected: first.counts.count, expectedBy: first.name)
        }
    }

    /// The index of the column of that name.
    package func columnIndex(_ name: String) throws(StatisticsError) -> Int {
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
            throw .unknownColumn(name, known: columns.map(\.name))
        }
        return index
    }

    /// Whether every count of the document is zero.
    package func isEmpty(document: Int) -> Bool {
        columns.allSatisfy { $0.counts[document] == 0 }
    }
}

extension CountTable: Codable {
    private enum CodingKeys: String, CodingKey { case columns, clusters, strata, originals }

    /// Decodes and checks a table, as ``init(columns:clusters:strata:originals:)`` does.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            columns: container.decode([Column].self, forKey: .columns),
            clusters: container.decodeIfPresent([String].self, forKey: .clusters),
            strata: container.decodeIfPresent([String].self, forKey: .strata),
            originals: container.decodeIfPresent([Int].self, forKey: .originals))
    }
}
