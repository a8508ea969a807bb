import Foundation

/// A corpus of `../shared/corpora`: its text, and where its documents lie in it.
package struct SharedCorpus: Sendable {
    /// The documents' bytes and what separates them.
    package let text: Data
    /// The documents, in order.
    package let documents: [Range<Int>]
    /// Whether each document is a line of `text`; if not, they follow one another without a separator.
    package let isLines: Bool

    /// All corpora of the reference table but `nsmc.txt`, which is a hundred times as large as any other.
    package static let small = [
        "klue-sts-dev.txt", "klue-nli-dev.txt", "kor_Hang.dev", "kor_Hang.devtest", "eng_Latn.devtest", "jhe-dev.ko",
        "jhe-dev.en", "adversarial.jsonl",
    ]

    /// The corpus of that file name, or nil where the folder is absent; at most `limit` bytes of lines, whole ones.
    package init?(_ name: String, limit: Int = .max) throws {
        let folder = name.contains("_Latn") || name.contains("_Hang") ? "corpora/flores200/" : "corpora/"
        guard let url = try SharedData.url(folder + name) else { return nil }
        var file = try Data(contentsOf: url, options: .mappedIfSafe)
        if file.count > limit {
            file = Data(file[..<((file[..<limit].lastIndex(of: 0x0A) ?? -1) + 1)])
        }
        isLines = !name.hasSuffix(".jsonl")
        if isLines {
            text = file
            documents = Self.lines(of: file)
        } else {
            var bytes = Data()
            var ranges: [Range<Int>] = []
            for record in file.split(separator: 0x0A) {
                let start = bytes.count
                // Scalars, not `String`'s characters, go through Foundation's parser unchanged.
                bytes.append(contentsOf: try JSONDecoder().decode(String.self, from: Data(record)).utf8)
                ranges.append(start..<bytes.count)
            }
            text = bytes
            documents = ranges
        }
    }

    /// The lines of a text by the definition of a document: one ends at LF or CR LF, and the last need not end.
    package static func lines(of text: Data) -> [Range<Int>] {
        text.withUnsafeBytes { bytes in
            var lines: [Range<Int>] = []
            var start = 0
            for position in 0..<bytes.count where bytes[position] == 0x0A {
                lines.append(start..<(position > start && bytes[position - 1] == 0x0D ? position - 1 : position))
                start = position + 1
            }
            if start < bytes.count { lines.append(start..<bytes.count) }
            return lines
        }
    }
}
