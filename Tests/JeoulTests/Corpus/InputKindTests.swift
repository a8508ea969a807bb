import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching
@testable import JeoulPages
@testable import JeoulWeighing

/// The same documents in every format, encoding and compression are the same documents.
@Suite struct InputKindTests {
    /// Documents with what formats trip over: quotes, separators, backslashes, characters beyond the BMP, old Hangul, spaces at the ends.
    static let documents: [String] = (0..<600).map { index in
        let tails = [
            "", ", 그리고 쉼표", " \"따옴표\"", "\t탭", " 끝에 빈칸 ", " 100% ㅋㅋㅋ", " \\역슬래시", "; 세미콜론", " 漢字", "'",
        ]
        // A NUL is in a character of UTF-16 too: 가 is U+AC00, 븀 U+BE00.
        let other = index % 3 == 0 ? "가 " : index % 7 == 0 ? "븀" : ""
        return "\(other)\(index)번째 문서입니다\(tails[index % tails.count])"
    }

    /// The documents as CP949 can write them.
    private static let encodings: [(TextEncoding, String.Encoding, mark: [UInt8], EncodingChoice)] = [
        (.utf8, .utf8, [], .marked), (.utf8, .utf8, [0xEF, 0xBB, 0xBF], .marked),
        (.utf16LittleEndian, .utf16LittleEndian, [0xFF, 0xFE], .marked),
        (.utf16BigEndian, .utf16BigEndian, [0xFE, 0xFF], .marked),
        (.utf16LittleEndian, .utf16LittleEndian, [], .marked), (.utf16BigEndian, .utf16BigEndian, [], .marked),
        (.utf32LittleEndian, .utf32LittleEndian, [0xFF, 0xFE, 0, 0], .marked),
        (.utf32BigEndian, .utf32BigEndian, [], .marked),
        (.utf16BigEndian, .utf16BigEndian, [], .named(.utf16BigEndian)),
    ]

    private static func json(_ text: String) -> String {
        let data = try? JSONSerialization.data(withJSONObject: [text])
        return String(String(decoding: data ?? Data(), as: UTF8.self).dropFirst().dropLast())
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// A name and a text for each format.
    static let formats: [(name: String, text: String)] = {
        let records = documents.enumerated().map { index, text in
            "{\"id\": \(index), \"meta\": {\"text\": [1, \"}\"]}, \"text\": \(json(text))}"
        }
        let rows = documents.enumerated().map { index, text in "\(index),\(quoted(text)),끝" }
        return [
            ("a.txt", documents.joined(separator: "\n") + "\n"), ("b.txt", documents.joined(separator: "\r\n")),
            ("a.jsonl", records.joined(separator: "\n")), ("a.ndjson", records.joined(separator: "\r\n") + "\r\n"),
            ("a.jl", documents.map(json).joined(separator: "\n")), ("a.json", records.joined(separator: "\n") + "\n"),
            ("b.json", "[" + records.joined(separator: ",\n ") + "]\n"),
            ("c.json", records.map { $0.replacingOccurrences(of: ", \"", with: ",\n  \"") }.joined(separator: "\n")),
            ("d.txt", records.joined(separator: "\n")), ("noextension", "[" + records.joined(separator: ",") + "]"),
            ("a.csv", "id,text,label\n" + rows.joined(separator: "\n") + "\n"),
            ("b.csv", "id;document;label\r\n" + documents.map { "1;\(quoted($0));x\r\n" }.joined()),
            ("a.tsv", "label\tsentence\n" + documents.map { "1\t\(quoted($0))" }.joined(separator: "\n")),
        ]
    }()

    @Test(arguments: formats.map(\.name))
    func everyFormatAndEncodingGivesTheSameDocuments(_ name: String) throws {
        let text = try #require(Self.formats.first { $0.name == name }?.text)
        let digest = ContentDigest.hexadecimal(of: Data((Self.documents.joined(separator: "\n") + "\n").utf8))
        for (encoding, foundation, mark, choice) in Self.encodings {
            let bytes = mark + [UInt8](try #require(text.data(using: foundation)))
            for size in [61, 1 << 19] {
                let corpus = Corpus(
                    [CorpusInput(.memory(name: name, bytes: Data(bytes)))],
                    options: CorpusOptions(encoding: choice, batchBytes: size))
                #expect(try corpus.texts() == Self.documents.map { Array($0.utf8) }, "\(name) \(encoding) \(mark)")
                let summary = try corpus.summary()
                #expect(summary.inputs[0].kind.encoding == encoding)
                #expect(summary.textSHA256 == digest)
                #expect(summary.sha256 == ContentDigest.hexadecimal(of: Data(bytes)))
                #expect(summary.bytes == bytes.count)
            }
        }
    }

    static let compressors: [(Compression, [String])] = [
        (.gzip, ["gzip", "-c"]), (.zstd, ["zstd", "-qc"]), (.bzip2, ["bzip2", "-c"]), (.xz, ["xz", "-c"]),
    ]

    /// What a program makes of bytes; nil where there is no such program.
    private static func run(_ words: [String], _ input: Data) throws -> Data? {
        let folder = try TemporaryFolder()
        let path = folder.url.path + "/input"
        try input.write(to: URL(fileURLWithPath: path))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? bytes : nil
    }

    static func compressed(_ compression: Compression, _ data: Data) throws -> Data? {
        try run(compressors.first { $0.0 == compression }?.1 ?? [], data)
    }

    static let available = Compression.allCases.filter { (try? compressed($0, Data("가".utf8))) != nil }

    @Test func compressorsAreHere() { #expect(Self.available.contains(.gzip)) }

    @Test(arguments: available)
    func everyCompressionIsRead(_ compression: Compression) throws {
        for (name, text) in Self.formats {
            let data = Data(text.utf8)
            let half = data.count / 2
            let whole = try #require(try Self.compressed(compression, data))
            // Two members are one text, wherever it is cut.
            let members =
                try #require(try Self.compressed(compression, data.prefix(half)))
                + (try #require(try Self.compressed(compression, data.dropFirst(half))))
            for bytes in [whole, members] {
                let corpus = Corpus([CorpusInput(.memory(name: name + ".bin", bytes: bytes))])
                var named = corpus
                named.inputs[0].location = .memory(name: name + "." + compression.extensions[0], bytes: bytes)
                #expect(try named.texts() == Self.documents.map { Array($0.utf8) }, "\(name) \(compression)")
                let summary = try named.summary()
                #expect(summary.inputs[0].kind.compression == compression)
                #expect(summary.sha256 == ContentDigest.hexadecimal(of: bytes))
            }
            if name == "a.txt" {
                let file = try Corpus([CorpusInput(.memory(name: name + ".gz", bytes: whole))]).summary()
                #expect(file.inputs[0].textSHA256 == ContentDigest.hexadecimal(of: data))
                #expect(file.inputs[0].textBytes == data.count)
            }
        }
    }

    @Test(arguments: available)
    func cutShortIsAnErrorWithAnOffset(_ compression: Compression) throws {
        let whole = try #require(try Self.compressed(compression, Data(Self.formats[0].text.utf8)))
        for cut in [whole.count - 1, whole.count / 2] {
            let input = CorpusInput(.memory(name: "a.txt.gz", bytes: whole.prefix(cut)))
            let failure = Corpus([input]).failure()
            #expect(failure?.kind == .truncatedCompression(compression))
            #expect(failure?.byteOffset == cut)
            let skipped = try Corpus([input], options: CorpusOptions(onError: .skip)).summary()
            #expect(skipped.skipped.count == 1)
            #expect(!skipped.inputs[0].isComplete)
        }
        let input = CorpusInput(.memory(name: "a", bytes: whole + Data("garbage".utf8)))
        guard case .damagedCompression? = Corpus([input]).failure()?.kind else {
            Issue.record("garbage behind the end passed")
            return
        }
    }

    /// A damaged beginning must not make text of what is none, whatever becomes of bad UTF-8.
    @Test(arguments: available) func aNameThatSaysCompressedIsBelieved(_ compression: Compression) throws {
        var bytes = try #require(try Self.compressed(compression, Data("안녕하세요\n".utf8)))
        bytes[1] ^= 0x40
        for name in compression.extensions.map({ "d/a.txt.\($0)" }) {
            let input = CorpusInput(.memory(name: name, bytes: bytes))
            for policy in InvalidUTF8Policy.allCases {
                let failure = Corpus([input], options: CorpusOptions(invalidUTF8: policy)).failure()
                #expect(failure?.kind == .notCompressed(compression))
            }
            let skipped = try Corpus([input], options: CorpusOptions(onError: .skip)).summary()
            #expect(skipped.skipped.count == 1 && skipped.documents == 0)
            // Who says what it is, is believed.
            let plain = CorpusInput(.memory(name: name, bytes: Data("안녕\n".utf8)))
            #expect(try Corpus([plain], options: CorpusOptions(format: .text)).summary().documents == 1)
        }
    }

    @Test func cp949IsFoundSaidAndConvertedOnlyWhenAsked() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.path + "/k.txt"
        // 안녕하세요 and 똠방각하 (똠 is CP949 beyond EUC-KR), as Python writes them.
        let bytes: [UInt8] =
            [0xBE, 0xC8, 0xB3, 0xE7, 0xC7, 0xCF, 0xBC, 0xBC, 0xBF, 0xE4, 0x0A]
            + [0x8C, 0x63, 0xB9, 0xE6, 0xB0, 0xA2, 0xC7, 0xCF, 0x0A]
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let failure = Corpus(arguments: [path]).failure()
        guard case .invalidUTF8(_, .cp949)? = failure?.kind else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(failure?.description.contains("--encoding cp949") == true)
        for choice in [EncodingChoice.named(.cp949), .detected] {
            let corpus = Corpus(arguments: [path], options: CorpusOptions(encoding: choice))
            #expect(try corpus.texts() == utf8("안녕하세요", "똠방각하"))
            #expect(try corpus.summary().inputs[0].kind.encoding == .cp949)
        }
        // ASCII first, for longer than is looked at; and UTF-8 stays what it is.
        let ascii = String(repeating: "plain text\n", count: 20_000)
        let late = Corpus(bytes: Array(ascii.utf8) + bytes, options: CorpusOptions(encoding: .detected))
        #expect(try late.texts().suffix(2) == utf8("안녕하세요", "똠방각하"))
        let utf8Text = Corpus(bytes: (ascii + "가\n").utf8, options: CorpusOptions(encoding: .detected))
        #expect(try utf8Text.texts().last == Array("가".utf8))
        let replaced = try Corpus(arguments: [path], options: CorpusOptions(invalidUTF8: .replace)).summary()
        #expect(replaced.warnings.contains(.looksLikeCP949(file: path)))
    }

    private static let binary = [UInt8](repeating: 0, count: 40)

    static let containers: [(String, [UInt8], ForeignFormat)] = [
        ("PAR1", binary, .parquet), ("%PDF-1.7\n", [], .pdf), ("PK\u{3}\u{4}....word/document.xml", [], .docx),
        ("PK\u{3}\u{4}....a.txt", [], .zip), ("Obj\u{1}", [], .avro), ("ARROW1\0\0", [], .arrow),
        ("SQLite format 3\0", [], .sqlite), ("", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .compoundDocument),
    ]

    @Test(arguments: containers)
    func containersAreNamed(_ mark: String, _ rest: [UInt8], _ format: ForeignFormat) {
        let bytes = Data(Array(mark.utf8) + rest)
        let failure = Corpus([CorpusInput(.memory(name: "a.txt", bytes: bytes))]).failure()
        #expect(failure?.kind == .foreign(format, in: nil))
        #expect(failure?.remedy?.isEmpty == false)
    }

    @Test func proseIsNotTakenForAContainer() throws {
        for text in ["PAR1 은 매직입니다\n", "ORC 와 오크\n", "[공지] 안녕\n", "{중괄호} 안녕\n", "BZh91 텍스트\n", "GIF89a 형식\n"] {
            #expect(
                try Corpus([CorpusInput(.memory(name: "a.txt", bytes: Data(text.utf8)))]).texts() == [
                    Array(text.dropLast().utf8)
                ])
        }
    }

    @Test func recordsWithoutTheFieldAreSaid() throws {
        let text = "{\"body\": \"가\"}\n{\"body\": \"나\"}\n"
        let input = CorpusInput(.memory(name: "-", bytes: Data(text.utf8)))
        #expect(try Corpus([input]).summary().warnings == [.looksLikeRecords(file: "-", fields: ["body"])])
        let named = Corpus([input], options: CorpusOptions(textFields: ["body"]))
        #expect(try named.texts() == utf8("가", "나"))
        #expect(try named.summary().inputs[0].kind.format == .jsonl)
    }

    @Test func fieldsWithinOthersAndSeveralOfThem() throws {
        let text = """
            {"data": {"text": "가", "more": {"x": 1}}, "title": "제목"}
            {"title": null, "data": {"text": "나"}}
            {"data.text": "다", "data": {"text": "아님"}}

            """
        func texts(_ fields: String) throws -> [[UInt8]] {
            try Corpus(bytes: text.utf8, format: .jsonl, options: CorpusOptions(textFields: FieldNames.list(fields)))
                .texts()
        }
        #expect(throws: CorpusError.self) { try texts("data.text") }
        let lines = text.split(separator: "\n").dropLast().joined(separator: "\n")
        #expect(
            try Corpus(bytes: lines.utf8, format: .jsonl, options: CorpusOptions(textFields: ["data.text"])).texts()
                == utf8("가", "나"))
        #expect(
            try Corpus(bytes: lines.utf8, format: .jsonl, options: CorpusOptions(textFields: ["title", "data.text"]))
                .texts()
                == utf8("제목\n가", "나"))
        #expect(FieldNames.list("a,b\\,c,d\\\\") == ["a", "b,c", "d\\"])
        #expect(FieldNames.list(FieldNames.text(["a", "b,c", "d\\"])) == ["a", "b,c", "d\\"])
    }

    @Test func brokenRecordsAreSkippedAndCounted() throws {
        let text = """
            {"text": "가"}
            {"text": "나"
            {"text": null}
            {"body": "x"}
            {"text": "다", "text": "라"}
            {"text": "\\ud800"}
            {"text": "마"}

            """
        for size in [1, 1 << 19] {
            let options = CorpusOptions(onError: .skip, batchBytes: size)
            let corpus = Corpus(bytes: text.utf8, format: .jsonl, options: options)
            #expect(try corpus.texts() == utf8("가", "마"))
            let skipped = try corpus.summary().skipped
            #expect(skipped.count == 5)
            #expect(
                skipped.kinds.map(\.kind.many) == [
                    "broken records", "records whose field is no text", "records without the field",
                    "documents that are not UTF-8",
                ])
            #expect(skipped.kinds[0].first.map { $0.prefix(9) } == ["m, line 2", "m, line 5"])
        }
        let array = "[{\"text\": \"가\"}, 3, {\"body\": 1},\n{\"text\": \"나\"}, [\"x\"]]"
        for size in [1, 1 << 19] {
            let corpus = Corpus(
                bytes: array.utf8, format: .json, options: CorpusOptions(onError: .skip, batchBytes: size))
            #expect(try corpus.texts() == utf8("가", "나"))
            #expect(try corpus.summary().skipped.count == 3)
        }
        let lines = Array("가\n".utf8) + [0xFF, 0x0A] + Array("나\n".utf8)
        let corpus = Corpus(bytes: lines, options: CorpusOptions(onError: .skip))
        #expect(try corpus.texts() == utf8("가", "나"))
        #expect(try corpus.summary().skipped.count == 1)
    }

    @Test(arguments: [1, 7, 1 << 19])
    func jsonThatIsBrokenIsAnError(_ size: Int) throws {
        for text in [
            "[{\"text\": \"가\"}", "[{\"text\": \"가\"},]", "[{\"text\": \"가\"} {\"text\": \"나\"}]", "[,]",
            "[{\"text\": \"가\"}]]",
            "[{\"text\": \"가\"}] x", "[{\"text\": \"가}]", "{\"text\": \"가\"", "[{\"text\": \"가\"},,{\"text\": \"나\"}]",
        ] {
            let corpus = Corpus(bytes: text.utf8, format: .json, options: CorpusOptions(batchBytes: size))
            #expect(corpus.failure() != nil, "\(text)")
        }
        for text in ["[]", " [ ] \n", "", "\n"] {
            let corpus = Corpus(bytes: text.utf8, format: .json, options: CorpusOptions(batchBytes: size))
            #expect(try corpus.texts().isEmpty)
        }
    }

    @Test(arguments: [1, 7, 1 << 19])
    func tablesAreReadAsRFC4180HasThem(_ size: Int) throws {
        let text = "id,text\r\n1,\"가\r\n나, \"\"다\"\"\"\r\n2,라\"마\r\n\r\n3,\"\"\r\n4,끝"
        func corpus(_ text: String, _ name: String = "a.csv", _ options: CorpusOptions = CorpusOptions()) -> Corpus {
            var options = options
            options.batchBytes = size
            return Corpus([CorpusInput(.memory(name: name, bytes: Data(text.utf8)))], options: options)
        }
        #expect(try corpus(text).texts() == utf8("가\r\n나, \"다\"", "라\"마", "", "끝"))
        #expect(try corpus("번호,내용\n1,가\n2,나\n").texts() == utf8("가", "나"))
        #expect(try corpus("번호,내용\n1,가\n2,나\n").summary().inputs[0].kind.textFields == ["내용"])
        guard case .openTextColumn(["a", "b"], ["a", "b"])? = corpus("a,b\n가,나\n").failure()?.kind else {
            Issue.record("two columns with Hangul passed")
            return
        }
        #expect(corpus("id,text\n1,가,나\n").failure()?.kind == .unevenRow(columns: 3, expected: 2))
        #expect(corpus("id,text\n1,가,나\n").failure()?.line == 2)
        guard case .malformedTable? = corpus("id,text\n1,\"가\n2,나\n").failure()?.kind else {
            Issue.record("a quote without an end passed")
            return
        }
        #expect(corpus("id,text\n1,\"가\"나\n").failure() != nil)
        #expect(
            try corpus("id\ttext\n1\t\"가\n2\t나\"\n", "a.tsv", CorpusOptions(tableQuotes: .none)).texts()
                == utf8("\"가", "나\""))
        #expect(
            try corpus("id,text\n1,가,나\n2,다\n", "a.csv", CorpusOptions(onError: .skip)).texts() == utf8("다"))
        #expect(
            corpus("id,text\n1,가\n", "a.csv", CorpusOptions(textFields: ["본문"])).failure()?.kind
                == .missingColumn("본문", present: ["id", "text"]))
        // Nothing at all is no table with that column: it was cut off.
        #expect(
            corpus("", "a.csv", CorpusOptions(textFields: ["본문"])).failure()?.kind
                == .missingColumn("본문", present: []))
        #expect(try corpus("", "a.csv").texts().isEmpty)
    }

    @Test func loneSurrogatesAreReplacedOneByOne() throws {
        let text = #"{"text": "a\ud800b\udc00\ud800\ud83d\ude00"}"# + "\n"
        let error = Corpus(bytes: text.utf8, format: .jsonl).failure()
        #expect(error?.kind == .loneSurrogate)
        #expect(error?.byteOffset == 11)
        let replaced = Corpus(bytes: text.utf8, format: .jsonl, options: CorpusOptions(invalidUTF8: .replace))
        #expect(try replaced.texts() == utf8("a\u{FFFD}b\u{FFFD}\u{FFFD}😀"))
        #expect(try replaced.summary().invalidUTF8.sequences == 3)
        let skipped = Corpus(bytes: text.utf8, format: .jsonl, options: CorpusOptions(invalidUTF8: .skip))
        #expect(try skipped.texts() == utf8("ab😀"))
    }

    @Test func aFileThatChangesIsNoticed() throws {
        let folder = try TemporaryFolder()
        let line = String(repeating: "가나다라", count: 20) + "\n"
        func change(_ body: (String) throws -> Void) throws -> Result<CorpusSummary, CorpusError> {
            let path = try folder.write(String(repeating: line, count: 5000), to: "a.txt")
            var reader = Corpus(arguments: [path], options: CorpusOptions(batchBytes: 1000)).makeReader()
            do {
                _ = try reader.next()
                try body(path)
                while try reader.next() != nil {}
                return .success(reader.summary)
            } catch let error as CorpusError {
                return .failure(error)
            }
        }
        let cut = try change { truncate($0, 100_000) }
        guard case .failure(let error) = cut, case .changed(.truncated) = error.kind else {
            Issue.record("\(cut)")
            return
        }
        let grown = try change { path in
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(line.utf8))
            try handle.close()
        }
        guard case .success(let summary) = grown, case .grewWhileRead? = summary.warnings.first else {
            Issue.record("\(grown)")
            return
        }
        #expect(summary.documents == 5000)
        let rewritten = try change { path in
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try handle.write(contentsOf: Data("나".utf8))
            try handle.close()
        }
        #expect({ if case .failure(let error) = rewritten { error.kind == .changed(.rewritten) } else { false } }())
        let replaced = try change { path in
            try Data("다\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
        #expect({ if case .success(let summary) = replaced { summary.documents == 5000 } else { false } }())
    }

    /// Threads decode side by side; numbers, places and digests are as if one had read.
    @Test func severalThreadsReadAsOneDoes() throws {
        let text = Self.formats.first { $0.name == "a.jsonl" }?.text ?? ""
        let options = CorpusOptions(clusterField: "id", batchBytes: 300)
        let corpus = Corpus(bytes: text.utf8, format: .jsonl, options: options)
        let expected = try corpus.summary()
        for _ in 0..<5 {
            let batches = LockedList<(Int, [Data])>()
            let summary = try BatchWork.run(corpus, threads: 8, makeWorker: { 0 }) { _, batch in
                batches.add((batch.firstDocument, batch.documentRanges.map { Data(batch.bytes(of: $0)) }))
            }
            #expect(summary == expected)
            let sorted = batches.all.sorted { $0.0 < $1.0 }
            #expect(sorted.flatMap(\.1) == Self.documents.map { Data($0.utf8) })
        }
        let broken = Corpus(bytes: (text + "\n{\n\n{\"text\": 3}").utf8, format: .jsonl, options: options)
        let failure = try #require(broken.failure())
        for _ in 0..<5 {
            #expect(throws: failure) {
                try BatchWork.run(broken, threads: 8, makeWorker: { 0 }) { _, _ in }
            }
        }
    }
}

/// A list that several threads add to.
// SAFETY: `elements` is touched under the lock alone.
private final class LockedList<Element>: @unchecked Sendable {
    private let lock = NSLock()
    private var elements: [Element] = []

    func add(_ element: Element) { lock.withLock { elements.append(element) } }

    var all: [Element] { lock.withLock { elements } }
}
