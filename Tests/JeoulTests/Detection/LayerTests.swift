import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// What lies within a compressed file is looked at like what lies in a plain one.
@Suite struct LayerTests {
    private static let text = Data((0..<300).map { "\($0)번째 줄입니다.\n" }.joined().utf8)

    private func failure(_ name: String, _ bytes: Data, _ options: CorpusOptions = CorpusOptions()) -> CorpusError? {
        Corpus([CorpusInput(.memory(name: name, bytes: bytes))], options: options).failure()
    }

    /// However bad bytes are treated, whatever they are said to be, and whatever the file is called.
    private static let options = [
        CorpusOptions(), CorpusOptions(invalidUTF8: .replace), CorpusOptions(invalidUTF8: .skip),
        CorpusOptions(encoding: .detected), CorpusOptions(encoding: .named(.cp949)), CorpusOptions(format: .text),
        CorpusOptions(cut: .file),
    ]

    @Test(arguments: InputKindTests.available, InputKindTests.available)
    func whatIsCompressedTwiceIsNamed(_ inner: Compression, _ outer: Compression) throws {
        let once = try #require(try InputKindTests.compressed(inner, Self.text))
        let twice = try #require(try InputKindTests.compressed(outer, once))
        for name in ["-", "a.txt", "a.jsonl.gz", "a.txt.gz.gz", "a.csv"] {
            for options in Self.options {
                let failure = failure(name, twice, options)
                #expect(failure?.kind == .compressedTwice(inner, in: outer), "\(name)")
                #expect(failure?.description.contains("\(inner.rawValue) within \(outer.rawValue)") == true)
            }
        }
        // Behind a member of nothing, too.
        let nothing = try #require(try InputKindTests.compressed(outer, Data()))
        #expect(failure("a.gz", nothing + twice)?.kind == .compressedTwice(inner, in: outer))
    }

    @Test(arguments: InputKindTests.available)
    func containersAreNamedWithinWhatIsCompressed(_ compression: Compression) throws {
        for (mark, rest, format) in InputKindTests.containers {
            let bytes = Data(Array(mark.utf8) + rest)
            let whole = try #require(try InputKindTests.compressed(compression, bytes))
            for options in Self.options {
                let failure = failure("-", whole, options)
                #expect(failure?.kind == .foreign(format, in: compression))
                #expect(failure?.message.contains("compressed with \(compression.rawValue)") == true)
                #expect(failure?.remedy?.contains("\(compression.rawValue) -d FILE") == true)
            }
        }
    }

    /// Archives of all forms that tar writes, the oldest of which has no mark.
    @Test(arguments: ["v7", "oldgnu", "gnu", "ustar", "posix"]) func archivesAreNamed(_ form: String) throws {
        let folder = try TemporaryFolder()
        try Self.text.write(to: folder.url.appending(path: "글.txt"))
        let archive = folder.url.path + "/a"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["tar", "--format=\(form)", "-C", folder.url.path, "-cf", archive, "글.txt"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: archive))
        #expect(failure("-", bytes)?.kind == .foreign(.tar, in: nil))
        for compression in InputKindTests.available {
            let whole = try #require(try InputKindTests.compressed(compression, bytes))
            let failure = failure("a.tar.gz", whole)
            #expect(failure?.kind == .foreign(.tar, in: compression))
            #expect(failure?.remedy?.hasPrefix("unpack it (tar -xf FILE)") == true)
        }
    }

    /// Of a folder it is left out, and the rest is read.
    @Test(arguments: InputKindTests.available) func ofFoldersItIsLeftOut(_ compression: Compression) throws {
        let folder = try TemporaryFolder()
        let once = try #require(try InputKindTests.compressed(compression, Self.text))
        let twice = try #require(try InputKindTests.compressed(compression, once))
        let container = try #require(try InputKindTests.compressed(compression, Data("%PDF-1.7\n".utf8)))
        for (name, bytes) in [("a.txt", Self.text), ("b.gz", once), ("c.gz", twice), ("d.gz", container)] {
            try bytes.write(to: folder.url.appending(path: name))
        }
        let corpus = Corpus(try FileTree([folder.url.path]).inputs)
        let summary = try corpus.summary()
        #expect(summary.documents == 600 && summary.skipped.count == 0)
        #expect(summary.leftOut.count == 2)
        #expect(summary.leftOut.kinds.flatMap(\.first).allSatisfy { $0.contains(compression.rawValue) })
        // Named itself, it is an error, or skipped as one.
        let named = Corpus(
            arguments: ["a.txt", "c.gz"].map { "\(folder.url.path)/\($0)" }, options: CorpusOptions(onError: .skip))
        #expect(try named.summary().skipped.count == 1)
    }

    @Test func textIsNotTakenForWhatItIsNot() throws {
        // In UTF-16LE these begin as LZMA does; a page of NULs has no sum.
        for text in ["]가 나다라 마바사 아자차카타파하", "]\u{3000} 나다 라마바 사아 자차카타 파하"] {
            let bytes = Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            let corpus = Corpus(
                [CorpusInput(.memory(name: "-", bytes: bytes))],
                options: CorpusOptions(encoding: .named(.utf16LittleEndian)))
            #expect(try corpus.documents().map { String(decoding: $0, as: UTF8.self) } == [text])
        }
        let zeros = Corpus([CorpusInput(.memory(name: "-", bytes: Data(repeating: 0, count: 1024)))])
        #expect(zeros.failure()?.kind != .foreign(.tar, in: nil))
        let lzma: [UInt8] = [0x5D, 0, 0, 0x80, 0] + Array(repeating: 0xFF, count: 8) + [0, 0x37]
        #expect(failure("a.lzma", Data(lzma))?.kind == .foreign(.lzma, in: nil))
    }
}
