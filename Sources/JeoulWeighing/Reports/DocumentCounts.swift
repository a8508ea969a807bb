import Foundation
import JeoulCorpora

/// The counts of each document of a corpus as CSV (RFC 4180, but LF at line ends, so that text tools show it as it is):
/// `document` (from 1), `id`, `register` and `cluster` where the corpus has them, `bytes`, `korean_characters`, then the
/// tokens of each vocabulary. The text is not in it, since a licence may forbid that.
package struct DocumentCounts {
    /// The table.
    package let csv: Data

    /// Of a weighing that has kept each document. O(documents × vocabularies).
    package init(_ weighing: Weighing, vocabularies names: [String]) {
        let labels = weighing.labels
        let keys: [(name: String, key: KeyPath<DocumentLabels, UTF8Key?>)] = [
            ("id", \.id), ("register", \.register), ("cluster", \.cluster),
        ].filter { column in labels.contains { $0[keyPath: column.1] != nil } }
        var text: [UInt8] = []
        func end() { text[text.count - 1] = UInt8(ascii: "\n") }
        func append(_ field: some Collection<UInt8>) {
            let special: [UInt8] = [0x2C, 0x22, 0x0A, 0x0D]
            if field.contains(where: special.contains) {
                text.append(0x22)
                for byte in field { text += byte == 0x22 ? [0x22, 0x22] : [byte] }
                text.append(0x22)
            } else {
                text += field
            }
            text.append(0x2C)
        }
        for name in ["document"] + keys.map(\.name) + ["bytes", "korean_characters"] + names { append(name.utf8) }
        end()
        for document in weighing.documentCharacters.indices {
            append(String(document + 1).utf8)
            for column in keys { append(labels[document][keyPath: column.key]?.bytes ?? []) }
            append(String(weighing.documentCharacters[document].byte).utf8)
            append(String(weighing.documentCharacters[document].hangul).utf8)
            for counts in weighing.documentTokens { append(String(counts[document]).utf8) }
            end()
        }
        csv = Data(text)
    }
}
