import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulWeighing

/// Reading that is ended behind any block and gone on with by another process gives what reading at one go gives.
@Suite struct ResumeTests {
    /// What one process after another reads: each takes some batches, keeps where it is, and ends.
    private func readInPieces(
        _ corpus: Corpus, blocks: Int
    ) throws -> (documents: [Data], numbers: [Int], summary: CorpusSummary, processes: Int) {
        var (documents, numbers, processes): ([Data], [Int], Int) = ([], [], 0)
        var kept: Data?
        while true {
            processes += 1
            let before = try kept.map { try JSONDecoder().decode(SharedCorpusReader.Kept.self, from: $0) }
            let reader = SharedCorpusReader(corpus, from: before)
            var asked = 0
            reader.pause {
                asked += 1
                return asked == blocks
            }
            while let batch = reader.next() {
                for (index, range) in batch.documentRanges.enumerated() {
                    documents.append(Data(batch.bytes(of: range)))
                    numbers.append(batch.number(ofDocument: index))
                }
            }
            if let failure = reader.failure { throw failure }
            guard let pause = reader.pause else { return (documents, numbers, reader.summary, processes) }
            kept = try JSONEncoder().encode(pause)
        }
    }

    private func check(_ corpus: Corpus, _ name: String, blocks: Int) throws {
        var reader = corpus.makeReader()
        var (documents, numbers): ([Data], [Int]) = ([], [])
        while let batch = try reader.next() {
            for (index, range) in batch.documentRanges.enumerated() {
                documents.append(Data(batch.bytes(of: range)))
                numbers.append(batch.number(ofDocument: index))
            }
        }
        let found = try readInPieces(corpus, blocks: blocks)
        #expect(found.documents == documents, "\(name)")
        #expect(found.numbers == numbers, "\(name)")
        #expect(found.summary == reader.summary, "\(name)")
        #expect(found.processes > (blocks == 1 ? 3 : 1), "\(name)")
    }

    @Test(arguments: InputKindTests.formats.map(\.name)) func everyFormat(_ name: String) throws {
        let text = try #require(InputKindTests.formats.first { $0.name == name }?.text)
        for encoding in [String.Encoding.utf8, .utf16LittleEndian, .utf32BigEndian] {
            let bytes = try #require(text.data(using: encoding))
            for blocks in [1, 2, 5] {
                // Two inputs, so that there is an end of one among the places.
                let inputs = (0..<2).map { CorpusInput(.memory(name: "\($0)/\(name)", bytes: bytes)) }
                let options = CorpusOptions(batchBytes: encoding == .utf8 ? 3001 : 5003)
                try check(Corpus(inputs, options: options), "\(name) \(encoding)", blocks: blocks)
            }
        }
    }

    @Test(arguments: InputKindTests.available) func everyCompression(_ compression: Compression) throws {
        let text = try #require(InputKindTests.formats.first { $0.name == "a.csv" }?.text)
        let bytes = try #require(try InputKindTests.compressed(compression, Data(text.utf8)))
        let inputs = (0..<2).map {
            CorpusInput(.memory(name: "\($0)/a.csv." + compression.extensions[0], bytes: bytes))
        }
        try check(Corpus(inputs, options: CorpusOptions(batchBytes: 2000)), "\(compression)", blocks: 2)
    }

    /// What was skipped, dropped and converted before the place is known behind it.
    @Test func whatWasSkippedBefore() throws {
        var lines = (0..<300).map { "{\"text\": \"\($0)번째 글\"}\n" }
        for index in stride(from: 7, to: 300, by: 31) { lines[index] = "{\n" }
        var text = Data(lines.joined().utf8)
        text.replaceSubrange(2000..<2001, with: [0xFF])
        let skipping = Corpus(
            [CorpusInput(.memory(name: "a.jsonl", bytes: text)), CorpusInput(.memory(name: "b.jsonl", bytes: text))],
            options: CorpusOptions(invalidUTF8: .skip, onError: .skip, batchBytes: 500))
        try check(skipping, "skipping", blocks: 3)
        let korean = InputKindTests.documents.map { $0.filter { $0.isASCII || ("가"..."힣").contains($0) } }
        let bytes = try #require(
            (korean.joined(separator: "\n") + "\n").data(using: .init(rawValue: 0x8000_0422)) ?? Data("가\n".utf8))
        let options = CorpusOptions(encoding: .detected, batchBytes: 700)
        if bytes.count > 700 {
            try check(Corpus([CorpusInput(.memory(name: "a.txt", bytes: bytes))], options: options), "CP949", blocks: 2)
        }
        // An array whose end is missing is abandoned behind what is whole.
        let cut = Data(("[" + lines.filter { $0 != "{\n" }.joined(separator: ",")).utf8)
        let broken = Corpus(
            [CorpusInput(.memory(name: "a.json", bytes: cut)), CorpusInput(.memory(name: "b.txt", bytes: text))],
            options: CorpusOptions(invalidUTF8: .replace, onError: .skip, batchBytes: 400))
        try check(broken, "broken", blocks: 1)
    }

    /// A record's number is its place in the file, whatever was skipped before it.
    @Test(arguments: [40, 1 << 19]) func numbersArePlacesInTheFile(_ size: Int) throws {
        let bad: Set<Int> = [0, 3, 4, 11, 19]
        let records = (0..<20).map { bad.contains($0) ? "{\"other\": 1}" : "{\"text\": \"\($0 + 1)\"}" }
        let rows = (0..<20).map { bad.contains($0) ? "x,y,z" : "\($0 + 1),x" }
        let texts: [(String, Data)] = [
            ("a.jsonl", Data(records.joined(separator: "\n").utf8)),
            ("a.json", Data("[\(records.joined(separator: ", "))]".utf8)),
            ("a.csv", Data(("text,label\n" + rows.joined(separator: "\n") + "\n").utf8)),
            (
                "a.txt",
                (0..<20).reduce(into: Data()) {
                    $0 += (bad.contains($1) ? Data([0xFF]) : Data("\($1 + 1)".utf8)) + [0x0A]
                }
            ),
        ]
        for (name, bytes) in texts {
            let corpus = Corpus(
                [CorpusInput(.memory(name: name, bytes: bytes))],
                options: CorpusOptions(onError: .skip, batchBytes: size))
            var reader = corpus.makeReader()
            var count = 0
            while let batch = try reader.next() {
                for (index, range) in batch.documentRanges.enumerated() {
                    let text = String(decoding: batch.bytes(of: range), as: UTF8.self)
                    #expect(text == "\(batch.number(ofDocument: index))", "\(name)")
                    count += 1
                }
            }
            #expect(count == 20 - bad.count, "\(name)")
            #expect(reader.summary.inputs[0].skippedRecords == bad.count, "\(name)")
            #expect(!reader.summary.isComplete && reader.summary.inputs[0].isComplete, "\(name)")
        }
    }

    /// A table of clusters has a row for each record, those that are skipped included.
    @Test func clustersStayWithTheirRecords() throws {
        let folder = try TemporaryFolder()
        let bad: Set<Int> = [1, 2, 6]
        let records = (0..<9).map { bad.contains($0) ? "{\n" : "{\"text\": \"\($0)\"}\n" }.joined()
        let path = try folder.write(records, to: "a.jsonl")
        let table = try folder.write("key\n" + (0..<9).map { "\($0)\n" }.joined(), to: "clusters.tsv")
        var corpus = Corpus(arguments: [path], options: CorpusOptions(onError: .skip, batchBytes: 30))
        corpus.inputs[0].clusters = ClusterFile(path: table, column: "key")
        var reader = corpus.makeReader()
        var count = 0
        while let batch = try reader.next() {
            for (label, range) in zip(batch.labels, batch.documentRanges) {
                #expect(label.cluster?.description == String(decoding: batch.bytes(of: range), as: UTF8.self))
                count += 1
            }
        }
        #expect(count == 6)
        try "key\n1\n2\n".write(toFile: table, atomically: true, encoding: .utf8)
        #expect(throws: CorpusError.self) { _ = try corpus.documents() }
    }
}
