import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting

/// What every report says of the corpus that was weighed.
package struct CorpusReport {
    let weighing: Weighing
    let denominator: Denominator
    let countsHanja: Bool
    let cut: DocumentCut

    /// The characters that tokens are counted per.
    var characters: Int { Self.characters(of: weighing.characters, denominator, countsHanja: countsHanja) }

    static func characters(of counts: CharacterCounts, _ denominator: Denominator, countsHanja: Bool) -> Int {
        denominator == .hangul && countsHanja ? counts.hangulWithHanja : counts[denominator]
    }

    /// A sentence for each vocabulary that cannot write all of the text: its count is too low for what is lost.
    func unknown(_ vocabularies: [Vocabulary]) -> [Words] { weighing.unknown(vocabularies.map(\.id)) }

    /// Adds how many tokens of a vocabulary are unknown, where some are.
    func addUnknown(of vocabulary: Int, to object: inout JSONObject) {
        let unknown = weighing.unknownTokens[vocabulary]
        guard unknown > 0 else { return }
        object["unknown_tokens"] = .integer(unknown)
        object["unknown_share"] = .number(Double(unknown) / Double(weighing.tokens[vocabulary]))
    }

    /// What a reader of the figures must know.
    package var warnings: [Words] {
        var warnings = weighing.corpus.remarks
        if !weighing.inputForms.contains(.nfc), weighing.normalization == .asIs { warnings.append(decomposed) }
        if weighing.wasCacheFull {
            warnings.append(
                Words(
                    "the memory for pre-tokens was too little: the counts are exact, but took longer; see --memory",
                    "사전 토큰을 담을 메모리가 모자랐다. 값은 정확하지만 더 오래 걸렸다(--memory 참고)"))
        }
        return warnings
    }

    /// That the text is not composed. One compatibility ideograph is enough for it to be in neither form.
    private var decomposed: Words {
        let what =
            weighing.inputForms.contains(.nfd)
            ? Words(
                "the text is in NFD: decomposed Hangul costs many times the tokens",
                "글이 NFD이다. 풀어 쓴 한글은 토큰이 몇 배로 든다.")
            : Words(
                "the text is not all in NFC: where that is decomposed Hangul (NFD), it costs many times the tokens; where it is a "
                    + "compatibility character such as U+F933, hardly more",
                "글에 NFC가 아닌 데가 있다. 풀어 쓴 한글(NFD)이라면 토큰이 몇 배로 들고, U+F933 같은 호환용 한자라면 거의 달라지지 않는다.")
        return what + Words("; use --normalization nfc to weigh it composed", " --normalization nfc를 쓰면 합친 글로 잰다")
    }

    /// One line: how the text was cut and what was counted.
    package var conditions: Words {
        let inputs = weighing.corpus.inputs
        let isLiteral = !inputs.isEmpty && inputs.allSatisfy(\.isLiteral)
        let unit =
            isLiteral
            ? Words("a document a text", "글 하나를 문서 하나로")
            : cut == .line
                ? Words("a document a line or record", "줄 또는 레코드 하나를 문서 하나로")
                : Words("a document a file", "파일 하나를 문서 하나로")
        let name = weighing.normalization.rawValue.uppercased()
        let form =
            weighing.normalization == .asIs
            ? Words("as is", "글은 있는 그대로") : Words("normalized to \(name)", "글은 \(name)로 정규화")
        return Words(
            "\(unit.english); text \(form.english); no BOS or EOS; special tokens as ordinary text",
            "\(unit.korean); \(form.korean); BOS와 EOS 없이; 특수 토큰의 글자는 보통 글로")
            + (origin.map { Words("; ") + $0 } ?? "")
    }

    /// Of a text that nobody wrote for its own sake, what it is: of the sampler's, that a language model did.
    private var origin: Words? {
        let known = Self.composed(among: weighing.corpus.inputs)
        return weighing.corpus.inputs.lazy.compactMap { $0.sha256.flatMap { known[$0] } }.first.map(Self.origin)
    }

    private static func origin(_ entry: CorpusEntry) -> Words {
        Words(
            "\(entry.title): " + (entry.written.map { "written \($0)" } ?? entry.register),
            "\(entry.titleKorean ?? entry.title): "
                + (entry.writtenKorean ?? RegisterWords.of(entry.register).korean))
    }

    /// The composed texts that come with Jeoul, among some inputs, by their sha256: which they are, and who wrote them.
    package static func composed(among inputs: [CorpusSummary.Input]) -> [String: CorpusEntry] {
        guard inputs.contains(where: { $0.kind.format == .jsonl }), let catalog = try? CorpusCatalog.standard() else {
            return [:]
        }
        let read = Set(inputs.compactMap(\.sha256))
        var known: [String: CorpusEntry] = [:]
        for entry in catalog.manifest.corpora where entry.isComposedOfRegisters {
            for hash in entry.files.compactMap(\.sha256) where read.contains(hash) { known[hash] = entry }
        }
        return known
    }

    /// A line for each kind of file: what it was read as, and how many there were.
    package var kinds: [Words] {
        var kinds: [(kind: InputKind, count: Int)] = []
        for input in weighing.corpus.inputs where input.isComplete || input.documents > 0 {
            if let index = kinds.firstIndex(where: { $0.kind == input.kind }) {
                kinds[index].count += 1
            } else {
                kinds.append((input.kind, 1))
            }
        }
        let left = weighing.corpus.omissionWords
        let lines = kinds.prefix(8).map { kind, count in
            Words("read as ", "읽은 형식: ") + kind.words
                + (weighing.corpus.inputs.count == 1
                    ? "" : Words(": \(NumberFormat.counted(count, "file"))", " 파일 \(NumberFormat.grouped(count))개"))
        }
        let others = kinds.count - 8
        return lines
            + (others > 0
                ? [
                    Words(
                        "and files of \(NumberFormat.counted(others, "more kind")) (see --format json)",
                        "그 밖의 형식 \(others)가지(--format json 참고)")
                ] : [])
            + left
    }

    /// The corpus in numbers.
    var headline: Words {
        let corpus = weighing.corpus
        let partial = corpus.isPartial ? Words("PARTIAL: ", "일부만: ") : ""
        let none = NumberFormat.grouped(weighing.emptyDocuments)
        let empty = weighing.emptyDocuments == 0 ? "" : Words(" (\(none) empty)", "(빈 문서 \(none)건)")
        let isCompressed = corpus.inputs.contains { $0.kind.compression != nil }
        let bytes = isCompressed ? corpus.textBytes.map(NumberFormat.grouped) : nil
        let text = bytes.map { Words(" (\($0) of text)", "(글 \($0)바이트)") } ?? ""
        return partial
            + Words(
                NumberFormat.counted(corpus.documents, "document"), "문서 \(NumberFormat.grouped(corpus.documents))건")
            + empty
            + Words(", \(NumberFormat.counted(corpus.bytes, "byte"))", ", \(NumberFormat.grouped(corpus.bytes))바이트")
            + text + ", " + denominator.counted(characters, countsHanja: countsHanja)
    }

    package var json: JSONValue {
        let corpus = weighing.corpus
        let counts = weighing.characters
        return [
            "partial": .boolean(corpus.isPartial), "documents": .integer(corpus.documents),
            "empty_documents": .integer(weighing.emptyDocuments),
            "bytes": JSONValue(weighing.storedBytes),
            "sha256": JSONValue(corpus.sha256),
            "text_bytes": JSONValue(weighing.textBytes),
            "text_sha256": JSONValue(corpus.textSHA256),
            "korean_characters": .integer(countsHanja ? counts.hangulWithHanja : counts.hangul),
            "hanja": .integer(counts.hanja),
            "syllables": .integer(counts.syllable),
            "graphemes": .integer(counts.grapheme),
            "graphemes_nonspace": .integer(counts.graphemeNonspace),
            "scalars": .integer(counts.scalar),
            "eojeols": .integer(counts.eojeol),
            "input_forms": .array(weighing.inputForms.forms.map { .string($0.rawValue) }),
            "invalid_utf8": [
                "sequences": .integer(corpus.invalidUTF8.sequences), "bytes": .integer(corpus.invalidUTF8.bytes),
            ],
            "skipped": corpus.skipped.json,
        ]
    }

    /// The same, with whether that is all, and what is not text of folders.
    var jsonOfWhole: JSONValue {
        guard case .object(var object) = json else { return .null }
        object["left_out"] = weighing.corpus.leftOut.json
        object["complete"] = .boolean(weighing.isComplete)
        return .object(object)
    }

    var files: JSONValue {
        let known = Self.composed(among: weighing.corpus.inputs)
        return .array(
            weighing.corpus.inputs.map { input in
                var object: JSONObject = [
                    "name": .string(input.name), "documents": .integer(input.documents), "bytes": .integer(input.bytes),
                    "sha256": JSONValue(input.sha256), "text_bytes": JSONValue(input.textBytes),
                    "text_sha256": JSONValue(input.textSHA256), "read_as": input.kind.json,
                    "skipped": .integer(input.skippedRecords),
                    "complete": .boolean(weighing.corpus.isComplete(input)),
                ]
                let counts = weighing.inputs.counts(of: input.place, vocabularies: weighing.tokens.count)
                object["korean_characters"] = .integer(
                    countsHanja ? counts.characters.hangulWithHanja : counts.characters.hangul)
                object["tokens"] = .array(counts.tokens.map { .integer($0) })
                if let entry = input.sha256.flatMap({ known[$0] }) {
                    object["written"] = .string(Self.origin(entry).english)
                }
                return .object(object)
            })
    }

    var settings: JSONValue {
        [
            "document": .string(cut.rawValue), "normalization": .string(weighing.normalization.rawValue),
            "denominator": .string(denominator.rawValue), "count_hanja": .boolean(countsHanja),
        ]
    }

    package init(weighing: Weighing, denominator: Denominator, countsHanja: Bool, cut: DocumentCut) {
        self.weighing = weighing
        self.denominator = denominator
        self.countsHanja = countsHanja
        self.cut = cut
    }
}

extension InputKind {
    /// What a file was read as.
    var json: JSONValue {
        [
            "format": .string(format == .lines ? "text" : format.rawValue),
            "compression": JSONValue(compression?.rawValue), "encoding": .string(encoding.rawValue),
            "encoding_by": .string(encodingSource.rawValue), "separator": JSONValue(separator),
            "text_fields": .array(textFields.map { .string($0) }),
        ]
    }
}

extension Weighing {
    /// A sentence for each vocabulary that cannot write all of the text, by these names.
    package func unknown(_ names: [String]) -> [Words] {
        zip(names, zip(unknownTokens, tokens)).filter { $0.1.0 > 0 }.map { name, counts in
            let share = Table.Cell.percentage(Double(counts.0) / Double(counts.1), digits: 2).readable
            return Words(
                "\(name): \(NumberFormat.counted(counts.0, "token")) (\(share)) \(counts.0 == 1 ? "is" : "are") unknown, for text "
                    + "that it cannot write.",
                "\(name): 토큰 \(NumberFormat.grouped(counts.0))개(\(share))는 이 어휘로 적을 수 없는 글을 대신한 것이다.")
        }
    }
}

extension SkippedInput {
    /// For programs: the kinds, each with its first places.
    var json: JSONValue {
        .array(
            kinds.map { kind in
                [
                    "kind": .string(kind.kind.many), "count": .integer(kind.count),
                    "first": .array(kind.first.map { .string($0) }),
                ]
            })
    }
}

extension Denominator {
    /// So many of them: `1 Korean character`.
    package func counted(_ count: Int, countsHanja: Bool = false) -> Words {
        let one =
            switch self {
            case .byte: "byte within documents"
            case .hangul where countsHanja: "Korean character and Hanja"
            default: words(countsHanja: countsHanja).english
            }
        return Words(
            NumberFormat.counted(count, one, unitName(countsHanja: countsHanja)),
            koreanCount(NumberFormat.grouped(count), countsHanja: countsHanja))
    }

    private func koreanCount(_ count: String, countsHanja: Bool) -> String {
        switch self {
        case .hangul: "\(countsHanja ? "한글과 한자" : "한글") \(count)자"
        case .syllable: "한글 음절 \(count)개"
        case .grapheme: "글자 \(count)개"
        case .graphemeNonspace: "공백이 아닌 글자 \(count)개"
        case .scalar: "유니코드 스칼라 \(count)개"
        case .byte: "문서 안의 \(count)바이트"
        case .eojeol: "어절 \(count)개"
        }
    }

    /// What it counts, for a reader.
    package func unitName(countsHanja: Bool) -> String {
        switch self {
        case .hangul: countsHanja ? "Korean characters and Hanja" : "Korean characters"
        case .syllable: "Hangul syllables"
        case .grapheme: "characters"
        case .graphemeNonspace: "characters other than space"
        case .scalar: "Unicode scalars"
        case .byte: "bytes within documents"
        case .eojeol: "eojeols"
        }
    }
}

extension Vocabulary {
    /// What a report says of a vocabulary, before what was counted.
    package var reportMembers: JSONObject {
        [
            "id": .string(id), "requested": .string(requested), "pinned": .boolean(isPinned),
            "format": .string(format.rawValue),
            "files": .array(
                files.map { file in
                    [
                        "name": .string(file.url.lastPathComponent), "bytes": .integer(file.bytes),
                        "sha256": .string(file.sha256),
                    ]
                }),
            "notes": .array(notes.map { .string($0.description) }),
        ]
    }
}
