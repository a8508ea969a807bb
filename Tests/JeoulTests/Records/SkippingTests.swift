import Foundation
import Synchronization
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// What `--on-error skip` counts and leaves out, for every format, kind of fault and reader.
@Suite struct SkippingTests {
    private static let texts = (0..<40).map { "\($0)번째 글, 그리고 조금 더." }
    /// The place of the record that is broken.
    private static let at = 20

    /// A file with a fault, and what is counted of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]?
        var counted: [String]
        /// Whether the file is read to its end.
        var isComplete: Bool
        var document = DocumentCut.line
        var testDescription: String { name }
    }

    private static func file(_ format: String, record: (Int, String) -> [UInt8], end: String? = nil) -> [UInt8] {
        let records = texts.enumerated().map(record)
        let line: [UInt8] = [0x0A]
        switch format {
        case "json": return [0x5B] + Array(records.joined(separator: [0x2C, 0x0A])) + Array((end ?? "]\n").utf8)
        case "csv", "tsv": return Array("text\n".utf8) + Array(records.joined(separator: line)) + line
        default: return Array(records.joined(separator: line)) + line
        }
    }

    private static func record(_ format: String, _ text: String) -> [UInt8] {
        switch format {
        case "json", "jsonl": Array("{\"text\": \"\(text)\"}".utf8)
        case "csv", "tsv": Array("\"\(text)\"".utf8)
        default: Array(text.utf8)
        }
    }

    private static let others = texts.indices.filter { $0 != at }.map { texts[$0] }

    static let faults: [Fault] = {
        var faults: [Fault] = []
        for format in ["txt", "jsonl", "json", "csv", "tsv"] {
            // A byte that is not UTF-8, within the text of one record.
            faults.append(
                Fault(
                    name: "bad-byte.\(format)",
                    bytes: file(format) { index, text in
                        let bytes = record(format, text)
                        return index == at ? bytes.prefix(14) + [0xFF] + bytes.dropFirst(14) : bytes
                    }, counted: others, isComplete: true))
        }
        faults.append(
            Fault(
                name: "bad-byte-document.txt", bytes: Array("가\n".utf8) + [0xFF], counted: [], isComplete: false,
                document: .file))
        func broken(
            _ format: String, _ bad: String, _ counted: [String], _ isComplete: Bool, _ name: String = "broken"
        ) {
            faults.append(
                Fault(
                    name: "\(name).\(format)",
                    bytes: file(format) { $0 == at ? Array(bad.utf8) : record(format, $1) }, counted: counted,
                    isComplete: isComplete))
        }
        broken("jsonl", "{\"text\": \"깨진\" 5}", others, true)
        broken("csv", "\"하나\",\"둘\"", others, true)
        broken("tsv", "하나\t둘", others, true)
        // An object whose brackets and quotes are in order is passed over by itself; behind any other value that is no JSON nothing is certain.
        broken("json", "{\"text\": \"깨진\" 5}", others, true)
        broken("json", "{\"text\": \"점수\", \"score\": NaN, \"in\": [{\"a\": \"}\\\"\"}]}", others, true, "nan")
        broken("json", "{\"text\": \"열린 채로}", Array(texts[..<at]), false, "open-string")
        broken("json", "{\"text\": [\"깨진\"}", Array(texts[..<at]), false, "crossed")
        faults.append(
            Fault(
                name: "missing-field.json",
                bytes: file("json") { $0 == at ? Array("{\"body\": \"없는\"}".utf8) : record("json", $1) },
                counted: others, isComplete: true))
        for (name, end) in [("no-end", ""), ("comma", ",]"), ("trailing", "] 끝"), ("two", "]\n[]")] {
            faults.append(
                Fault(
                    name: "\(name).json", bytes: file("json", record: { record("json", $1) }, end: end), counted: texts,
                    isComplete: false))
        }
        for format in ["csv", "tsv"] {
            faults.append(
                Fault(
                    name: "open-quote.\(format)",
                    bytes: file(format) { $0 == at ? Array("\"열린 채로".utf8) : Array($1.utf8.filter { $0 != 0x2C }) },
                    counted: texts[..<at].map { $0.filter { $0 != "," } }, isComplete: false))
        }
        faults.append(Fault(name: "not-there.jsonl", bytes: nil, counted: [], isComplete: false))
        return faults
    }()

    /// The documents and the books that a corpus gives, by several threads.
    private func read(_ corpus: Corpus, threads: Int) throws -> (documents: [Data], summary: CorpusSummary) {
        let batches = Mutex<[TextBatch]>([])
        let summary = try BatchWork.run(corpus, threads: threads, makeWorker: { 0 }) { _, batch in
            batches.withLock { $0.append(batch) }
        }
        let documents = batches.withLock { $0 }.sorted { $0.firstDocument < $1.firstDocument }.flatMap { batch in
            batch.documentRanges.map { Data(batch.bytes(of: $0)) }
        }
        return (documents, summary)
    }

    @Test(arguments: faults, [64, 1 << 19]) func whatIsWholeIsCounted(_ fault: Fault, _ size: Int) throws {
        let folder = try TemporaryFolder()
        var paths = [folder.url.path + "/" + fault.name]
        if let bytes = fault.bytes { try folder.write(bytes, to: fault.name) }
        paths.append(try folder.write("다음 파일\n", to: "next.txt"))
        var corpus = Corpus(
            arguments: paths, options: CorpusOptions(cut: fault.document, onError: .skip, batchBytes: size))
        let next = fault.document == .file ? "다음 파일\n" : "다음 파일"
        let right = (fault.counted + [next]).map { Data($0.utf8) }
        #expect(try corpus.documents() == right)
        var reader = corpus.makeReader()
        while try reader.next() != nil {}
        let summary = reader.summary
        #expect(summary.skipped.count == 1, "\(summary.skipped)")
        // What is lost with a broken record is not called one record.
        #expect(fault.isComplete || summary.skipped.kinds[0].kind != .brokenRecord)
        #expect(summary.inputs.map(\.documents) == [fault.counted.count, 1])
        #expect(summary.inputs.map(\.isComplete) == [fault.isComplete, true])
        let hash = fault.bytes.map { ContentDigest.hexadecimal(of: Data($0)) }
        #expect(summary.inputs[0].sha256 == (fault.isComplete ? hash : nil))
        #expect((summary.sha256 == nil) == !fault.isComplete)
        let text = Data(fault.counted.joined(separator: "\n").utf8) + (fault.counted.isEmpty ? [] : [0x0A])
        #expect(summary.inputs[0].textSHA256 == ContentDigest.hexadecimal(of: text))
        if fault.isComplete { #expect(summary.inputs[0].bytes == fault.bytes?.count) }
        for threads in [1, 4] {
            let (documents, again) = try read(corpus, threads: threads)
            #expect(documents == right)
            #expect(again == summary)
        }
        // Without skipping each of them ends reading.
        corpus.options.onError = .stop
        #expect(corpus.failure() != nil)
    }

    /// A compressed file that is cut short, of which there is nothing to be said but what was read.
    @Test(arguments: InputKindTests.available, ["txt", "jsonl", "json", "csv"])
    func ofACutFileWholeRecordsAreCounted(_ compression: Compression, _ format: String) throws {
        let texts = (0..<3000).map { "\($0 * 7919 % 104729)번째 글이고 \($0 * 31 % 977)도입니다." }
        let records = texts.map { Self.record(format, $0) }
        let whole =
            format == "json"
            ? [0x5B] + Array(records.joined(separator: [0x2C])) + [0x5D]
            : (format == "csv" ? Array("text\n".utf8) : []) + Array(records.joined(separator: [0x0A])) + [0x0A]
        let packed = try #require(try InputKindTests.compressed(compression, Data(whole)))
        let cut = packed.prefix(packed.count - 20)
        let name = "a.\(format).\(compression.extensions[0])"
        let corpus = Corpus(
            [
                CorpusInput(.memory(name: name, bytes: cut)),
                CorpusInput(.memory(name: "b.txt", bytes: Data("나\n".utf8))),
            ],
            options: CorpusOptions(onError: .skip))
        let documents = try corpus.documents()
        #expect(documents.last == Data("나".utf8))
        #expect(documents.dropLast().elementsEqual(texts.prefix(documents.count - 1).map { Data($0.utf8) }))
        // Libraries hold back a block of theirs: of bzip2, which has 900,000 bytes in one, all of it.
        if compression == .gzip { #expect(documents.count > 2000) }
        let summary = try corpus.summary()
        #expect(summary.inputs[0].bytes == cut.count && summary.inputs[0].sha256 == nil)
        #expect(summary.inputs[0].kind.compression == compression)
        if documents.count > 1 {
            #expect(summary.inputs[0].kind.format.rawValue == (format == "txt" ? "lines" : format))
        }
        #expect(summary.skipped.kinds.map(\.kind.many) == ["damaged files"])
    }

    /// The work for a record that is skipped depends on the record, not on what lies before it in its block.
    @Test func skippingIsLinear() throws {
        let long = "{\"text\": \"" + String(repeating: "가", count: 1_000_000) + "\"}\n"
        func seconds(_ text: String) throws -> Double {
            let corpus = Corpus(bytes: text.utf8, format: .jsonl, options: CorpusOptions(onError: .skip))
            let began = ContinuousClock.now
            let summary = try corpus.summary()
            #expect(summary.skipped.count == 20_000 && summary.skipped.kinds[0].first.count == 5)
            return (ContinuousClock.now - began) / .seconds(1)
        }
        let bad = String(repeating: "{\"a\": 1}\n", count: 20_000)
        // Counting the lines before each of them would take 20,000 times three million steps, hours of a debug build.
        #expect(try seconds(long + bad) < 60 + 20 * seconds(bad))
        let summary = try Corpus(bytes: (long + bad).utf8, format: .jsonl, options: CorpusOptions(onError: .skip))
            .summary()
        #expect(
            summary.skipped.kinds[0].first.map { $0.contains("line 2") || $0.contains("line 3") }.prefix(2) == [
                true, true,
            ])
    }

    /// Folders that cannot be read, of a path longer than the system takes.
    @Test func foldersThatCannotBeReadAreSkippedToo() throws {
        let folder = try TemporaryFolder()
        try folder.write("가\n", to: "d/a.txt")
        let name = String(repeating: "n", count: 200)
        var at = open(folder.url.path + "/d", O_RDONLY | O_DIRECTORY)
        for _ in 0..<25 {
            #expect(mkdirat(at, name, 0o777) == 0)
            let next = openat(at, name, O_RDONLY | O_DIRECTORY)
            close(at)
            at = next
        }
        close(openat(at, "b.txt", O_WRONLY | O_CREAT, 0o666))
        close(at)
        defer {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/rm")
            process.arguments = ["-rf", folder.url.path]
            try? process.run()
            process.waitUntilExit()
        }
        #expect(throws: CorpusError.self) { try FileTree([folder.url.path + "/d"]) }
        let tree = try FileTree([folder.url.path + "/d"], onError: .skip)
        let summary = try Corpus(tree.inputs, options: CorpusOptions(onError: .skip)).summary()
        #expect(summary.documents == 1 && summary.skipped.count == 1, "\(summary)")
        for names in [[folder.url.path + "/*.none"], [try folder.empty("e")]] {
            #expect(throws: CorpusError.self) { try FileTree(names) }
            #expect(try FileTree(names, onError: .skip).inputs.count == 1)
        }
    }

    /// A folder in which nothing is text is no corpus.
    @Test func nothingButOthersIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write([1, 0, 2, 0, 0, 0, 9], to: "d/a.bin")
        let tree = try FileTree([folder.url.path + "/d"])
        #expect(Corpus(tree.inputs).failure()?.kind == .nothingButOthers(count: 1))
        try folder.write("가\n", to: "d/b.txt")
        #expect(try Corpus(FileTree([folder.url.path + "/d"]).inputs).summary().documents == 1)
    }
}

extension TemporaryFolder {
    fileprivate func empty(_ name: String) throws -> String {
        let folder = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }
}
