import JeoulTokenizing

/// Decodes ids as they come, as from a model that generates: whole characters are given as soon as they are there.
///
///     var decoder = tokenizer.decoder()
///     for id in ids { print(try decoder.text(for: id), terminator: "") }
///     print(decoder.finish())
///
/// What it gives, joined, is ``Tokenizer/decode(_:)`` of all ids, whatever the parts in which they come.
public struct TokenDecoder: Sendable {
    private let model: any TokenizerModel
    private var count = 0
    /// The beginning of a character whose end is not there yet: at most three bytes.
    private var pending: [UInt8] = []

    init(_ model: any TokenizerModel) { self.model = model }

    /// The characters that are complete with these ids; what can no longer become a character is U+FFFD. O(ids).
    ///
    /// - Throws: ``JeoulError/tokenizer(_:)`` of an id that is not in the vocabulary; the ids before it have been taken.
    public mutating func text(for ids: some Sequence<TokenID>) throws(JeoulError) -> String {
        for id in ids {
            guard let bytes = model.decodedBytes(of: id, isFirst: count == 0) else {
                throw .tokenizer(.unknownID(id, index: count))
            }
            pending += bytes
            count += 1
        }
        let complete = pending.count - Self.unfinished(pending)
        defer { pending.removeFirst(complete) }
        return String(decoding: pending[..<complete], as: UTF8.self)
    }

    /// The characters that are complete with this id.
    ///
    /// - Throws: ``JeoulError/tokenizer(_:)`` of an id that is not in the vocabulary.
    public mutating func text(for id: TokenID) throws(JeoulError) -> String { try text(for: CollectionOfOne(id)) }

    /// What is left when no more ids come: U+FFFD where a character was begun, else nothing. Then it begins anew.
    public mutating func finish() -> String {
        defer { (pending, count) = ([], 0) }
        return String(decoding: pending, as: UTF8.self)
    }

    /// How many bytes at the end begin a character that may still become whole.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let tail = bytes.suffix(length)
            guard let lead = tail.first, lead & 0xC0 != 0x80 else { continue }
            let expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
            return expected > length && isPrefix(tail) ? length : 0
        }
        return 0
    }

    /// Whether bytes are the beginning of some character, by what may follow each lead byte (Unicode, table 3-7).
    private static func isPrefix(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let lead = bytes.first, (0xC2...0xF4).contains(lead) else { return false }
        guard let second = bytes.dropFirst().first else { return true }
        let seconds: ClosedRange<UInt8> =
            switch lead {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        return seconds.contains(second)
    }
}

extension Tokenizer {
    /// A decoder for ids that come one after another.
    public func decoder() -> TokenDecoder { TokenDecoder(model) }
}
