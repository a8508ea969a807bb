import Foundation
import JeoulText
import JeoulTokenizing

/// What a verdict must know of documents beside their counts: which are copies of another, and how much of the text is
/// letters that are not Korean.
package struct DocumentProperties: Sendable {
    /// The first half of the sha256 of each document's text.
    package struct Identity: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        /// Spaces at the ends make no other text.
        init(_ text: UnsafeBufferPointer<UInt8>) {
            func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
            let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
            let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start..<end]))
            let digest = hash.finalize()
            high = digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
            low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private(set) var identities: [Identity] = []
    private(set) var otherLetters = 0
    /// The same of each document; empty where that is not asked for.
    private(set) var documentOtherLetters: [Int] = []

    /// What is known already.
    init(identities: [Identity], otherLetters: Int, documentOtherLetters: [Int]) {
        self.identities = identities
        self.otherLetters = otherLetters
        self.documentOtherLetters = documentOtherLetters
    }

    /// - Parameter keepsEach: whether the letters are counted of each document as well.
    /// - Complexity: O(n).
    init(of text: Data, layout: DocumentLayout, keepsEach: Bool = false) {
        text.withUnsafeBytes { raw in
            let text = raw.bindMemory(to: UInt8.self)
            for range in layout.ranges(in: text) {
                let document = UnsafeBufferPointer(rebasing: text[range])
                identities.append(Identity(document))
                let letters = Self.otherLetters(in: document)
                otherLetters += letters
                if keepsEach { documentOtherLetters.append(letters) }
            }
        }
    }

    /// For each document the first with the same text, itself where there is none before it.
    static func originals(_ identities: [Identity]) -> [Int] {
        var first: [Identity: Int] = [:]
        first.reserveCapacity(identities.count)
        return identities.enumerated().map { document, identity in
            if let original = first[identity] { return original }
            first[identity] = document
            return document
        }
    }

    /// One sha256 for all documents in their order: the same text in whatever file it lies.
    static func digest(_ identities: [Identity]) -> String? {
        if identities.isEmpty { return nil }
        var hash = SHA256()
        identities.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().hexadecimal
    }

    /// The scalars of general category L that are not Hangul; Hangul is counted by Korean characters.
    static func otherLetters(in text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                if (byte | 0x20) &- 0x61 < 26 { count += 1 }
                index += 1
                continue
            }
            // Valid UTF-8: the first byte says how many follow.
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            guard index + length <= text.count else { break }
            var value = UInt32(byte) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
            for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
            index += length
            if !isHangul(value), let scalar = Unicode.Scalar(value), isLetter(scalar) { count += 1 }
        }
        return count
    }

    private static func isHangul(_ value: UInt32) -> Bool {
        switch value {
        case 0xAC00...0xD7A3, 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0xFFA0...0xFFDC: true
        default: false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}

extension Weighing {
    /// The share of letters that are Korean, 0 to 1; nil where there are no letters, or documents were not kept.
    package var koreanShare: Double? {
        let letters = characters.hangul + otherLetters
        return letters == 0 || originals.isEmpty ? nil : Double(characters.hangul) / Double(letters)
    }

    /// At least so much of the letters of a text that is judged as Korean are Korean.
    package static let leastKoreanShare = 0.5
}
