import Foundation

/// A corpus of the catalog that is on this machine.
package struct InstalledCorpus: Sendable, Hashable {
    /// Where it was found.
    package enum Place: String, Sendable, Codable {
        /// It comes with Jeoul.
        case bundled
        /// In a folder of `JEOUL_CORPUS_PATH`, as text, one document a line.
        case text
        /// In the user's cache, or in a folder of `JEOUL_CORPUS_PATH`, as the files of its origin.
        case original
    }

    /// What it is.
    package var entry: CorpusEntry
    /// Where it was found.
    package var place: Place
    /// Its inputs, ready to be read.
    package var inputs: [CorpusInput]

    /// The corpus, to be read.
    ///
    /// The entry says how it is read, so that ``CorpusOptions/format`` of the options is not looked at.
    package func corpus(options: CorpusOptions = CorpusOptions()) -> Corpus {
        Corpus(inputs, options: options)
    }

    /// Checks that the bytes are the pinned ones. O(size): reads all of it.
    ///
    /// Where only the derived text is pinned, that is derived and its sha256 taken. A corpus that pins nothing passes.
    ///
    /// - Throws: ``CorpusError`` with the kind `hashMismatch`, or what stands in the way of reading.
    package func verify() throws(CorpusError) {
        if place == .text {
            try Self.check(paths.first, against: entry.derivedSHA256 ?? entry.textFiles.first?.sha256)
        } else {
            for (path, file) in zip(paths, entry.textFiles) { try Self.check(path, against: file.sha256) }
            if let expected = entry.derivedSHA256 { try checkDerivedText(expected) }
        }
        let table = entry.files.first { $0.name == entry.clusterFile }
        try Self.check(inputs.first?.clusters?.path, against: table?.sha256)
    }

    private var paths: [String] {
        inputs.compactMap { if case .path(let path) = $0.location { path } else { nil } }
    }

    private static func check(_ path: String?, against expected: String?) throws(CorpusError) {
        guard let path, let expected else { return }
        let found = try FileDigest.hexadecimal(ofFile: path)
        guard found == expected else {
            throw CorpusError(.hashMismatch(expected: expected, found: found), file: path)
        }
    }

    private func checkDerivedText(_ expected: String) throws(CorpusError) {
        var reader = corpus(options: CorpusOptions(computesDigests: false)).makeReader()
        var digest = ContentDigest()
        while let batch = try reader.next() {
            var lines = Data()
            for range in batch.documentRanges {
                lines.append(batch.bytes(of: range))
                lines.append(UInt8(ascii: "\n"))
            }
            digest.update(lines)
        }
        let found = digest.hexadecimal
        guard found == expected else {
            throw CorpusError(.hashMismatch(expected: expected, found: found), file: paths.first)
        }
    }
}
