import Foundation

/// Documents and where they lie in a text, as lines or as ranges.
package struct DocumentSet: Sendable {
    /// The documents and what stands between them.
    package let text: Data
    /// The documents, in order.
    package let ranges: [Range<Int>]

    /// Documents that are somewhere in a text already.
    package init(text: Data, ranges: [Range<Int>]) {
        self.text = text
        self.ranges = ranges
    }

    /// Each document a line, ended by LF or CR LF; the last one by nothing. Documents must not have line ends.
    package init(lines documents: [[UInt8]], using random: inout some RandomNumberGenerator) {
        var text = Data()
        var ranges: [Range<Int>] = []
        for (number, document) in documents.enumerated() {
            ranges.append(text.count..<text.count + document.count)
            text += document
            // A CR of its own must not become part of a line's end, nor an empty last line be lost.
            let isLast = number == documents.count - 1 && !document.isEmpty
            if !isLast { text += Bool.random(using: &random) && document.last != 0x0D ? [0x0D, 0x0A] : [0x0A] }
        }
        self.text = text
        self.ranges = ranges
    }

    /// Documents with and without something between them.
    package init(apart documents: [[UInt8]], using random: inout some RandomNumberGenerator) {
        var text = Data()
        var ranges: [Range<Int>] = []
        for document in documents {
            if Bool.random(using: &random) { text += Array("{\"text\": \"".utf8) }
            ranges.append(text.count..<text.count + document.count)
            text += document
        }
        self.text = text
        self.ranges = ranges
    }

    /// Documents in which everything that counting treats in its own way comes up: pieces of all lengths, of more bytes
    /// than the table keeps, of NULs; added and special tokens; text that is not in NFC; empty documents.
    package static func documents(_ count: Int, using random: inout some RandomNumberGenerator) -> [[UInt8]] {
        let special = [
            "<|endoftext|>", "<tool_call>", "</tool_call>", "<|im_start|>", "<|fim_prefix|>", "<tool_cal", "[PAD]",
            "[|user|]",
        ]
        let oddities = [
            "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "e\u{301}", "\u{212B}", "\u{F900}", "각\u{1100}",
            "\u{1100}",
            "\u{1161}", "\u{AC00}\u{11A8}", "\u{3099}", "か\u{3099}",
        ]
        return (0..<count).map { _ in
            switch Int.random(in: 0..<16, using: &random) {
            case 0: return []
            case 1: return [UInt8](repeating: 0, count: Int.random(in: 1...40, using: &random))
            case 2: return [0x20] + [UInt8](repeating: 0, count: Int.random(in: 1...24, using: &random))
            case 3: return RandomKorean.syllables(Int.random(in: 1...60, using: &random), using: &random)
            case 4:
                let isLonger = Int.random(in: 0..<8, using: &random) == 0
                return RandomKorean.words(bytes: isLonger ? 4300 : 200, using: &random)
            case 5:
                return Array("값은 ".utf8) + Array(special.randomElement(using: &random)!.utf8)
                    + Array(Bool.random(using: &random) ? " 이다".utf8 : "".utf8)
            case 6: return Array("앞 ".utf8) + Array(oddities.randomElement(using: &random)!.utf8) + Array("뒤".utf8)
            case 7: return (0..<3).flatMap { _ in Array((oddities + special).randomElement(using: &random)!.utf8) }
            case 8:
                // Runs of spaces and tabs: added tokens of EXAONE.
                let blank = Bool.random(using: &random) ? " " : "\t"
                return Array("가\(String(repeating: blank, count: Int.random(in: 1...70, using: &random)))나".utf8)
            default:
                let text = MixedText.make(length: Int.random(in: 1...200, using: &random), using: &random)
                return text.filter { $0 != 0x0A && $0 != 0x0D }
            }
        }
    }
}
