import JeoulTokenizing

/// Reads SentencePiece's `tokenizer.model`, a message `ModelProto`. BPE models only; others are refused by name.
enum SentencePieceReader {
    /// Whether the file begins as a model does: with a piece, a message that begins with a string.
    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var reader = ProtobufReader(bytes, range: 0..<bytes.count)
        guard case (1, .bytes(let piece))?? = try? reader.next() else { return false }
        var inner = ProtobufReader(bytes, range: piece)
        guard case (1, .bytes)?? = try? inner.next() else { return false }
        return true
    }

    /// Reads a model. O(n).
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> VocabularyDefinition {
        var draft = SentencePieceDraft()
        var trainer = Trainer()
        var reader = ProtobufReader(bytes, range: 0..<bytes.count)
        while let (field, value) = try reader.next() {
            guard case .bytes(let range) = value else { continue }
            switch field {
            case 1: try readPiece(bytes, range, into: &draft)
            case 2: try trainer.read(bytes, range)
            case 3: try readNormalizer(bytes, range, into: &draft)
            default: break
            }
        }
        guard trainer.modelType == 2 else {
            let names = [1: "Unigram", 3: "Word", 4: "Char"]
            throw Fault(
                .unsupported, "a SentencePiece model of the kind \(names[trainer.modelType] ?? "\(trainer.modelType)")",
                remedy: "only the kind BPE is supported", at: nil)
        }
        draft.hasByteFallback = trainer.hasByteFallback
        draft.whiteSpaceIsSuffix = trainer.whiteSpaceIsSuffix
        return try draft.definition()
    }

    private static func readPiece(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into draft: inout SentencePieceDraft
    ) throws(Fault) {
        var text: Range<Int>?
        var score: Float = 0
        var type: UInt64 = 1
        var reader = ProtobufReader(bytes, range: range)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .bytes(let range)): text = range
            case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
            case (3, .varint(let number)): type = number
            default: break
            }
        }
        guard let text, !text.isEmpty else { throw Fault(.malformed, "a piece without text", at: range.lowerBound) }
        guard let type = UInt8(exactly: type).flatMap(SentencePieceModel.PieceType.init) else {
            throw Fault(.malformed, "a piece of the unknown type \(type)", at: range.lowerBound)
        }
        try draft.append(UnsafeBufferPointer(rebasing: bytes[text]), score: score, type: type, at: text.lowerBound)
    }

    /// `TrainerSpec`
    private struct Trainer {
        var modelType = 1
        var hasByteFallback = false
        var whiteSpaceIsSuffix = false

        mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(Fault) {
            var reader = ProtobufReader(bytes, range: range)
            while let (field, value) = try reader.next() {
                guard case .varint(let number) = value else { continue }
                switch field {
                case 3: modelType = Int(truncatingIfNeeded: number)
                case 24: whiteSpaceIsSuffix = number != 0
                case 35: hasByteFallback = number != 0
                default: break
                }
            }
        }
    }

    /// `NormalizerSpec`
    private static func readNormalizer(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into draft: inout SentencePieceDraft
    ) throws(Fault) {
        var reader = ProtobufReader(bytes, range: range)
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (2, .bytes(let map)): draft.characterMap = Array(bytes[map])
            case (3, .varint(let flag)): draft.addsDummyPrefix = flag != 0
            case (4, .varint(let flag)): draft.removesExtraSpaces = flag != 0
            case (5, .varint(let flag)): draft.escapesSpaces = flag != 0
            default: break
            }
        }
    }
}
