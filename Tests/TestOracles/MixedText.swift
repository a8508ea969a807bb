/// Random valid UTF-8 in which everything that the split patterns tell apart comes together; the same for a seed.
///
/// All characters are assigned in Unicode 15.0 or in no version up to 16.0, so that ICU 72 can be the oracle.
package enum MixedText {
    /// What a pattern may treat as one: each stands at every offset of a block in the splitters' tests.
    package static let constructs: [String] = {
        let contractions = ["s", "t", "re", "ve", "m", "ll", "d"].flatMap { ending in
            ["'\(ending)", "'\(ending.uppercased())", "x'\(ending)y", "'\(ending.capitalized)", "'\(ending)\(ending)"]
        }
        let digits = (1...7).map { String("1234567".prefix($0)) }
        let spaces: [String] = (1...4).flatMap { count in
            let run = String(repeating: " ", count: count)
            return ["\n\(run)"] + ["", "x", "한", "1", "!", "·", "\n", "\u{A0}", "é"].map { run + $0 }
        }
        let lineEnds = [
            "\n", "\r", "\r\n", "\r\r\n", "\n\n", "\r\n\r\n", "\n\r", "!\n", "!\r\n/", "/\n//", " \n \n x", "\t\n",
        ]
        let letters = [
            "가", "한글", "ㅋㅋㅋ", "\u{1112}\u{1161}\u{11AB}", "漢字", "かな", "é", "É", "Ab", "aB", "ABc", "aBC", "HTTPServer",
            "ǅ", "aǅb", "ʰ", "aʰA", "가A", "가Ab", "A가", "a가B", "ſ", "'ſ", "a'ſb", "e\u{301}", "\u{301}", "\u{301}A",
            "A\u{301}B", "ªº", "Ωmega", "ß", "Ａｂ", "\u{1D400}\u{1D41A}",
        ]
        let numbers = ["Ⅷ", "½", "٣٤٥٦", "1٣", "㊀", "１２３４"]
        let symbols = [
            "!", "!!", "·", "··", "“", "”", "…", "……", "「", "」", "～", "・", "、", "。", "★", "☆☆", "🎉", "👨\u{200D}👩", "!a",
            "·a", "·가", "“가", "“A", "「가나」", "…1", " ·a", " “가", "··a", "““가", "!·가", "·!가", "'a", "''s", "'", "a/b",
            "/", "//", "{\"k\":1}", "=", "====", "\u{0}", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "\u{7F}",
            "\u{FEFF}",
            "\u{200B}", "\u{AD}", "\u{378}", "\u{E000}", "\u{10FFFD}", "°", "±", "§a", "\u{3164}", "\u{2329}",
        ]
        let blanks = [
            "\t", "\u{B}", "\u{C}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{2029}", "\u{3000}",
        ]
        let blankRuns: [String] = blanks.flatMap {
            [$0, "\($0)a", " \($0)", "\($0) b", "\($0)\($0)가", "\($0)\n", "\($0)1"]
        }
        // A literal cannot have these.
        let noncharacters: [String] = [0xFDD0, 0xFFFF, 0x10FFFF].map {
            String(Character(Unicode.Scalar($0 as UInt32)!))
        }
        return [contractions, digits, spaces, lineEnds, letters, numbers, symbols, blankRuns, noncharacters].flatMap {
            $0
        }
    }()

    /// Stretches that all kernels read in their masks, to come up to an offset.
    package static let fillers = ["a", "Z", "가", " ", "7", "!", "…", "漢"]

    /// About `length` bytes of constructs, runs and single characters.
    package static func make(length: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < length {
            let piece = Array(
                (Int.random(in: 0..<4, using: &random) == 0 ? fillers : constructs).randomElement(using: &random)!.utf8)
            let times = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 1...40, using: &random) : 1
            for _ in 0..<times { text += piece }
        }
        return text
    }

    /// Exactly `length` bytes of one filler, the rest of ASCII letters.
    package static func filler(_ character: String, length: Int) -> [UInt8] {
        let bytes = Array(character.utf8)
        var text: [UInt8] = []
        while text.count + bytes.count <= length { text += bytes }
        return text + [UInt8](repeating: UInt8(ascii: "x"), count: length - text.count)
    }
}

/// Bytes as a failure shows them: printable ASCII as it is, all else as hexadecimal.
package func escaped(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        if 0x20..<0x7F ~= byte, byte != 0x5C { return String(UnicodeScalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
}
