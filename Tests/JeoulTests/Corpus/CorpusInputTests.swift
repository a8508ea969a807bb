import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulFetching
@testable import JeoulPages
@testable import JeoulWeighing

/// Inputs: several, missing, unreadable; digests.
@Suite struct CorpusInputTests {
    @Test func digestsAreOfTheFilesAndOfTheirConcatenation() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("가", to: "a.txt")
        let second = try folder.write("\"나\"\n", to: "b.jsonl")
        let corpus = Corpus(arguments: [first, second])
        let summary = try corpus.summary()
        #expect(summary.inputs.map(\.name) == [first, second])
        #expect(summary.inputs.map(\.documents) == [1, 1])
        #expect(summary.inputs.map(\.bytes) == [3, 6])
        #expect(
            summary.inputs.map(\.sha256) == [
                ContentDigest.hexadecimal(of: Data("가".utf8)), ContentDigest.hexadecimal(of: Data("\"나\"\n".utf8)),
            ])
        #expect(summary.sha256 == ContentDigest.hexadecimal(of: Data("가\"나\"\n".utf8)))
        #expect(summary.bytes == 9)
        // A file's last line does not run on into the next file.
        #expect(try corpus.texts() == utf8("가", "나"))
    }

    @Test func theDigestOfNothingIsKnown() {
        #expect(
            ContentDigest.hexadecimal(of: Data())
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func digestsCanBeLeftOut() throws {
        let summary = try Corpus(bytes: "가".utf8, options: CorpusOptions(computesDigests: false)).summary()
        #expect(summary.sha256 == nil)
        #expect(summary.inputs.first?.sha256 == nil)
    }

    @Test func whatCannotBeReadIsSaid() throws {
        let folder = try TemporaryFolder()
        #expect(Corpus(arguments: []).failure()?.kind == .noInput)
        let missing = folder.url.path + "/none.txt"
        #expect(Corpus(arguments: [missing]).failure() == CorpusError(.missing, file: missing))
        #expect(Corpus(arguments: [folder.url.path]).failure()?.kind == .directory)
        let locked = try folder.write("가", to: "locked.txt")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
        // The superuser may read it all the same.
        if !FileManager.default.isReadableFile(atPath: locked) {
            #expect(
                Corpus(arguments: [locked]).failure()?.kind == .unreadable(reason: "permission denied"))
        }
    }

    @Test func linksAreFollowed() throws {
        let folder = try TemporaryFolder()
        let target = try folder.write("가\n", to: "a.txt")
        let link = folder.url.path + "/link.txt"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        #expect(try Corpus(arguments: [link]).texts() == utf8("가"))
    }

    @Test func devicesAreRead() throws {
        #expect(try Corpus(arguments: ["/dev/null"]).texts().isEmpty)
        #expect(try Corpus(arguments: ["/dev/null"], options: CorpusOptions(cut: .file)).texts() == [[]])
    }

    @Test func aPipeIsReadInBlocks() throws {
        let pipe = Pipe()
        let text = String(repeating: "가나다\n", count: 5000)
        Thread.detachNewThread {
            try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try? pipe.fileHandleForWriting.close()
        }
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        var reader = Corpus(arguments: [path], options: CorpusOptions(batchBytes: 1000)).makeReader()
        var bytes = Data()
        while let batch = try reader.next() {
            #expect(batch.firstDocument == bytes.count / 10)
            #expect(batch.data.last == 0x0A)
            #expect(batch.data.count <= 1010)
            bytes.append(batch.data)
        }
        #expect(bytes == Data(text.utf8))
    }

    @Test func clustersAreParallel() throws {
        let folder = try TemporaryFolder()
        let table = try folder.write("domain\tURL\r\nnews\thttp://a\nbook\thttp://b\n", to: "m.tsv")
        let file = ClusterFile(path: table, column: "URL")
        func corpus(_ text: String, _ column: String = "URL") -> Corpus {
            let input = CorpusInput(
                .memory(name: "m", bytes: Data(text.utf8)), format: .lines,
                clusters: ClusterFile(path: table, column: column))
            return Corpus([input], options: CorpusOptions(batchBytes: 1))
        }
        #expect(try file.keys() == ["http://a", "http://b"])
        #expect(try corpus("가\n나\n").labels().map(\.cluster) == ["http://a", "http://b"])
        #expect(
            corpus("가\n").failure()?.kind == .clusterCountMismatch(rows: 2, documents: 1, table: table))
        #expect(
            corpus("가\n나\n다").failure()?.kind == .clusterCountMismatch(rows: 2, documents: 3, table: table))
        #expect(
            corpus("가\n", "url").failure()?.kind == .missingColumn("url", present: ["domain", "URL"]))
        let short = try folder.write("a\tb\n1\n", to: "s.tsv")
        #expect(throws: CorpusError(.shortRow(column: "b"), file: short, line: 2)) {
            try ClusterFile(path: short, column: "b").keys()
        }
    }

    @Test func keysAreComparedByBytes() {
        #expect(UTF8Key("한") != UTF8Key("한".decomposedStringWithCanonicalMapping))
        #expect(UTF8Key("a") < UTF8Key("b"))
        #expect(UTF8Key("한").description == "한")
    }

    @Test func everyErrorHasAMessage() {
        let kinds: [CorpusError.Kind] = [
            .noInput, .missing, .unreadable(reason: "r"), .invalidUTF8(byte: 9, looksLike: .cp949),
            .malformedJSON(reason: "r"), .missingField("f", present: []), .cutNeedsText(.jsonl),
            .noDocuments(expected: "e"), .hashMismatch(expected: "e", found: "f"),
            .notInstalled("i", pullable: true, looked: ["l"]), .unknownCorpus("u", nearest: ["n"]),
        ]
        for kind in kinds {
            let error = CorpusError(kind, file: "-", line: 2)
            #expect(error.description.hasPrefix("standard input, line 2: "))
            #expect(error.localizedDescription == error.description)
        }
    }
}
