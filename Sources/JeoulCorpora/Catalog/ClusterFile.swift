import Foundation

/// A table of tab-separated values, one row a document after a row of column names, one column of which says which
/// documents share a source (FLORES-200: `URL` in `metadata_dev.tsv`).
package struct ClusterFile: Sendable, Hashable {
    /// The table's path.
    package var path: String
    /// The name of the column.
    package var column: String

    /// A column of a table.
    package init(path: String, column: String) {
        self.path = path
        self.column = column
    }

    /// The key of every document, in order. O(size) time and memory.
    package func keys() throws(CorpusError) -> [UTF8Key] {
        let data = try FileAccess.wholeFile(at: path)
        if let offset = WellFormedUTF8.firstInvalidOffset(in: data) {
            throw CorpusError(
                .invalidUTF8(byte: data[offset], looksLike: nil), file: path,
                line: LineEnds.count(in: data, before: offset) + 1, byteOffset: offset)
        }
        let lines = LineEnds.documentRanges(in: data, count: 0).map { data.slice($0) }
        let names = (lines.first ?? Data()).split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard let index = names.firstIndex(where: { $0.elementsEqual(column.utf8) }) else {
            let present = names.map { String(decoding: $0, as: UTF8.self) }
            throw CorpusError(.missingColumn(column, present: present), file: path, line: 1)
        }
        var keys: [UTF8Key] = []
        for (number, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard index < fields.count else {
                throw CorpusError(.shortRow(column: column), file: path, line: number + 1)
            }
            keys.append(UTF8Key(fields[index]))
        }
        return keys
    }
}
