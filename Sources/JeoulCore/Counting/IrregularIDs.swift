/// The ids of the documents that are not taken as they are, for one pass over a text that encodes all of it: theirs are put in
/// place of what the pass finds. So it is one pass, with full batches, however many they are.
struct IrregularIDs {
    /// Which documents, ascending.
    private var documents: [Int] = []
    /// Their ids.
    private(set) var encoded = EncodedDocuments()

    /// Of no documents.
    init() {}

    /// Encodes irregular documents: added tokens, and normalized text between them.
    ///
    /// - Throws: what the tokenizer throws.
    init(
        _ irregular: [IrregularDocuments.Document], in text: UnsafeBufferPointer<UInt8>,
        _ tokenizer: ByteLevelTokenizer,
        _ pass: EncodingPass
    ) throws {
        documents = irregular.map(\.index)
        var parts = EncodedParts(pattern: tokenizer.pattern)
        for (_, range) in irregular {
            let content = UnsafeBufferPointer(rebasing: text[range])
            try tokenizer.forEachPart(of: content, specialTokens: .ordinary) { try parts.add($0, pass) }
            parts.endDocument()
            if parts.isLarge { parts.move(to: &encoded, pass) }
        }
        parts.move(to: &encoded, pass)
    }

    /// Goes through them beside a pass that adds all documents of the text to a result.
    func makeIterator() -> Iterator { Iterator(irregular: self) }

    struct Iterator {
        private let irregular: IrregularIDs
        private var next = 0

        fileprivate init(irregular: IrregularIDs) { self.irregular = irregular }

        /// Whether the document of that number is irregular, and the next one.
        @inline(__always)
        func isNext(_ document: Int) -> Bool {
            next < irregular.documents.count && irregular.documents[next] == document
        }

        /// Adds the ids of the document, in place of those that stand after the last end.
        mutating func add(to result: inout EncodedDocuments) {
            result.ids.removeLast(result.ids.count - (result.ends.last ?? 0))
            result.ids.append(contentsOf: irregular.encoded[next])
            next += 1
        }
    }
}

/// What documents are made of, until their text is encoded: sections that are lines in one go.
private struct EncodedParts {
    /// Stands for the ids of the next line; no token has this id.
    private static let line = TokenID.max

    private let pattern: SplitPattern
    private var parts = EncodedDocuments()
    private var lines = SectionLines()

    init(pattern: SplitPattern) { self.pattern = pattern }

    var isLarge: Bool { lines.text.count + parts.ids.count > SectionLines.enough }

    mutating func add(_ part: ByteLevelTokenizer.Part, _ pass: EncodingPass) throws {
        switch part {
        case .token(let id): parts.ids.append(id)
        case .section(let section):
            if try lines.add(section) { return parts.ids.append(Self.line) }
            pass.encode(
                section.baseAddress!, section.count, splitter: .pattern(pattern), splitsLines: false, into: &parts)
            // It is no document.
            parts.ends.removeLast()
        }
    }

    mutating func endDocument() { parts.ends.append(parts.ids.count) }

    mutating func move(to result: inout EncodedDocuments, _ pass: EncodingPass) {
        var encoded = EncodedDocuments()
        lines.text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            pass.encode(base, text.count, splitter: .pattern(pattern), splitsLines: true, into: &encoded)
        }
        var line = 0
        var part = 0
        for end in parts.ends {
            for id in parts.ids[part..<end] {
                if id == Self.line {
                    result.ids.append(contentsOf: encoded[line])
                    line += 1
                } else {
                    result.ids.append(id)
                }
            }
            part = end
            result.ends.append(result.ids.count)
        }
        parts = EncodedDocuments()
        lines.removeAll()
    }
}
