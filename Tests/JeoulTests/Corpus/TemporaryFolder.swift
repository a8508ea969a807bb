import Foundation

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages

/// A folder for a test's files, removed with the value.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("jeoul-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file, its folder too, and returns its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }
}

extension Corpus {
    /// A corpus of bytes in memory, in blocks of a few bytes where asked.
    init(bytes: some Sequence<UInt8>, format: DocumentFormat? = .lines, options: CorpusOptions = CorpusOptions()) {
        self.init([CorpusInput(.memory(name: "m", bytes: Data(bytes)), format: format)], options: options)
    }

    /// All documents as bytes.
    func texts() throws(CorpusError) -> [[UInt8]] {
        try documents().map { [UInt8]($0) }
    }

    /// The labels of all documents.
    func labels() throws(CorpusError) -> [DocumentLabels] {
        var reader = makeReader()
        var labels: [DocumentLabels] = []
        while let batch = try reader.next() { labels += batch.labels }
        return labels
    }

    /// What the reader says at the end.
    func summary() throws(CorpusError) -> CorpusSummary {
        var reader = makeReader()
        while try reader.next() != nil {}
        return reader.summary
    }

    /// The error that reading ends with, if any.
    func failure() -> CorpusError? {
        do {
            _ = try summary()
            return nil
        } catch {
            return error
        }
    }
}

func utf8(_ texts: String...) -> [[UInt8]] {
    texts.map { Array($0.utf8) }
}
