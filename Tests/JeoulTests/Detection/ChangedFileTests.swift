import Foundation
import Synchronization
import Testing

@testable import Jeoul
@testable import JeoulCorpora

/// What becomes of a file while it is read, and of one that is damaged.
@Suite struct ChangedFileTests {
    private final class Once: Sendable {
        private let calls = Mutex(0)
        private let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        /// Does it in the middle of reading.
        func call() {
            let count = calls.withLock { calls in
                calls += 1
                return calls
            }
            if count == 20 { body() }
        }
    }

    private static let lines = (0..<20_000).map { "\($0)번째 줄입니다.\n" }.joined()
    private static let others = (0..<20_000).map { "\($0)번째 글입니다.\n" }.joined()

    private func read(_ path: String, while change: @escaping @Sendable () -> Void) throws -> CorpusSummary {
        let once = Once(change)
        var options = CorpusOptions(batchBytes: 1 << 12)
        options.isCancelled = {
            once.call()
            return false
        }
        return try Corpus(arguments: [path], options: options).summary()
    }

    private static func overwrite(_ path: String, _ text: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    private static func touch(_ path: String, asOld other: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["touch", "-r", other, path]
        try process.run()
        process.waitUntilExit()
    }

    @Test func whatIsWrittenOverIsNotGrowth() throws {
        let folder = try TemporaryFolder()
        for more in ["", "하나 더\n"] {
            let path = try folder.write(Self.lines, to: "a.txt")
            let error = #expect(throws: CorpusError.self) {
                try read(path) { try? Self.overwrite(path, Self.others + more) }
            }
            #expect(error?.kind == .changed(.rewritten))
        }
        // What only grew is counted as it was opened.
        let path = try folder.write(Self.lines, to: "a.txt")
        let grown = try read(path) { try? Self.overwrite(path, Self.lines + "하나 더\n") }
        #expect(grown.documents == 20_000)
        let size = Self.lines.utf8.count
        #expect(grown.warnings == [.grewWhileRead(file: path, opened: size, now: size + "하나 더\n".utf8.count)])
    }

    /// The time of the last change can be put back, that of the file's own record cannot.
    @Test func anOldTimeHidesNothing() throws {
        let folder = try TemporaryFolder()
        for text in [Self.others, Self.lines] {
            let path = try folder.write(Self.lines, to: "a.txt")
            // The same time to the nanosecond, kept by another file.
            try Self.touch(path + ".time", asOld: path)
            @Sendable func change() {
                try? Self.overwrite(path, text)
                try? Self.touch(path, asOld: path + ".time")
            }
            if text == Self.lines {
                #expect(try read(path, while: change).documents == 20_000)
            } else {
                let error = #expect(throws: CorpusError.self) { try read(path, while: change) }
                #expect(error?.kind == .changed(.rewritten))
            }
        }
    }

    @Test func fingerprintsAreOfTheBytesAlone() {
        let bytes = Array(Self.lines.utf8.prefix(1000))
        func fingerprint(_ sizes: [Int], _ bytes: [UInt8]) -> Fingerprint {
            var fingerprint = Fingerprint()
            var (at, turn) = (0, 0)
            while at < bytes.count {
                let end = min(at + sizes[turn % sizes.count], bytes.count)
                bytes[at..<end].withUnsafeBytes { fingerprint.add($0) }
                (at, turn) = (end, turn + 1)
            }
            return fingerprint
        }
        let whole = fingerprint([1000], bytes)
        for sizes in [[1], [3], [8], [7, 9], [1, 2, 3, 5, 8, 13], [16, 1], [999, 1]] {
            #expect(fingerprint(sizes, bytes) == whole, "\(sizes)")
        }
        for place in stride(from: 0, to: 1000, by: 37) {
            var other = bytes
            other[place] ^= 1
            #expect(fingerprint([8], other) != whole)
        }
        #expect(fingerprint([8], bytes.dropLast()) != whole && fingerprint([8], bytes + [0]) != whole)
        var swapped = bytes
        swapped.swapAt(0, 16)
        #expect(bytes[0] == bytes[16] || fingerprint([8], swapped) != whole)
    }

    /// All lines of data that are whole but for their check value are counted, and it is said that they may be wrong.
    @Test(arguments: InputKindTests.available) func allBeforeTheDamageIsCounted(_ compression: Compression) throws {
        let text = Data(String(repeating: Self.lines, count: 4).utf8)
        var bytes = try #require(try InputKindTests.compressed(compression, text))
        // The check value: of the member before its length, of the frame at its end, of the stream before its padding, of the footer.
        let place = [Compression.gzip: 8, .zstd: 1, .bzip2: 3, .xz: 1][compression] ?? 1
        bytes[bytes.count - place] ^= 0x10
        let input = CorpusInput(.memory(name: "a.txt", bytes: bytes))
        guard case .damagedCompression? = Corpus([input]).failure()?.kind else {
            Issue.record("the damage passed")
            return
        }
        for size in [1 << 12, 1 << 19, 1 << 24] {
            let corpus = Corpus([input], options: CorpusOptions(onError: .skip, batchBytes: size))
            let summary = try corpus.summary()
            #expect(summary.documents == 80_000 && summary.skipped.count == 1, "\(size)")
            #expect(
                summary.warnings == [.damagedText(file: "a.txt", compression: compression, documents: 80_000)])
        }
    }

    @Test func contentsContradictTheName() throws {
        func corpus(_ name: String, _ text: String) -> Corpus {
            Corpus([CorpusInput(.memory(name: name, bytes: Data(text.utf8)))])
        }
        func texts(_ name: String, _ text: String) throws -> [String] {
            try corpus(name, text).documents().map { String(decoding: $0, as: UTF8.self) }
        }
        for name in ["a.csv", "a.tsv", "a.tab"] {
            #expect(try texts(name, "{\"text\":\"가나\"}\n{\"text\":\"다\"}\n") == ["가나", "다"])
            guard case .missingField? = corpus(name, "{\"body\":\"가나\"}\n").failure()?.kind else {
                Issue.record("records without the field passed as a table")
                continue
            }
        }
        #expect(try texts("a.tsv", "id,text\n1,가나\n") == ["가나"])
        #expect(try corpus("a.tsv", "id;text\n1;가나\n").summary().inputs[0].kind.separator == ";")
        // A sentence has commas, too.
        #expect(try texts("a.tsv", "문장, 그리고\n안녕, 하세요\n") == ["안녕, 하세요"])
        for first in ["sep=;", "sep=,", "sep=\t"] {
            let separator = first.last ?? ";"
            let failure = corpus("a.csv", "\(first)\r\nid\(separator)text\r\n1\(separator)가나\r\n").failure()
            #expect(failure?.description.contains("Excel") == true && failure?.line == 1)
        }
    }
}
