import ICUShims

/// What the bytes of a token are, apart from any text: whole characters, or a part of one at either end.
///
/// A token's bytes may begin with the last bytes of a character and end with the first bytes of another. Between them
/// lie whole scalars.
struct TokenShape {
    /// The continuation bytes it begins with.
    let head: Int
    /// The whole scalars.
    let scalars: [Unicode.Scalar]
    /// The bytes of the scalar that is cut off at the end.
    let tail: ArraySlice<UInt8>
    /// Bytes that no UTF-8 has (C0, FF), or has not in this order.
    let isImpossible: Bool

    init(_ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
        head = at
        var scalars: [Unicode.Scalar] = []
        var tail: ArraySlice<UInt8> = []
        var isImpossible = at > 3
        while at < bytes.count {
            let length =
                switch bytes[at] {
                case 0..<0x80: 1
                case 0xC2..<0xE0: 2
                case 0xE0..<0xF0: 3
                case 0xF0..<0xF5: 4
                default: 0
                }
            let end = at + length
            if length > 0, end <= bytes.count, let text = String(validating: bytes[at..<end], as: UTF8.self),
                let scalar = text.unicodeScalars.first
            {
                scalars.append(scalar)
                at = end
            } else {
                tail = bytes[at...]
                isImpossible =
                    isImpossible || length == 0 || tail.count >= length
                    || tail.dropFirst().contains { $0 & 0xC0 != 0x80 }
                break
            }
        }
        self.scalars = scalars
        self.tail = tail
        self.isImpossible = isImpossible
    }

    /// Whether the bytes alone are valid UTF-8.
    var isWhole: Bool { head == 0 && tail.isEmpty && !isImpossible }

    /// Whether the bytes end with the first one or two bytes of what can only be Hangul, a syllable among it.
    ///
    /// EB and EC begin U+B000–CFFF, all syllables; ED begins U+D000–D7FF, syllables and the jamo after them; EA begins
    /// U+A000–AFFF, of which the syllables are those whose second byte is B0 or more, so EA alone does not tell.
    var beginsSyllable: Bool {
        guard !isImpossible, let lead = tail.first else { return false }
        let second = tail.dropFirst().first
        switch lead {
        case 0xEB, 0xEC: return true
        case 0xED: return second.map { $0 <= 0x9E } ?? true
        case 0xEA: return second.map { $0 >= 0xB0 } ?? false
        default: return false
        }
    }

    /// Whether the bytes begin with what may be the last one or two bytes of a Hangul syllable: of these bytes alone,
    /// of any character's.
    var mayEndSyllable: Bool { !isImpossible && (1...2).contains(head) }

    /// The number of whole scalars of script Hangul.
    var hangulCount: Int { scalars.count { jeoul_script(Int32($0.value)) == Int32(JEOUL_SCRIPT_HANGUL) } }
}

/// The scripts of Unicode (by the ICU linked), under their names in English.
enum Script {
    /// The one script of some scalars, Common and Inherited left out.
    enum Content: Hashable {
        case none
        case one(Int32)
        case mixed

        /// What tokens with it are called.
        var name: String {
            switch self {
            case .none: VocabularyCensus.ScriptCount.common
            case .one(let script): Script.name(script)
            case .mixed: VocabularyCensus.ScriptCount.mixed
            }
        }
    }

    static func content(_ scalars: [Unicode.Scalar]) -> Content {
        var content = Content.none
        for scalar in scalars {
            let script = jeoul_script_code(Int32(scalar.value))
            // USCRIPT_COMMON, USCRIPT_INHERITED.
            if script == 0 || script == 1 { continue }
            if content == .none {
                content = .one(script)
            } else if content != .one(script) {
                return .mixed
            }
        }
        return content
    }

    static func name(_ script: Int32) -> String {
        jeoul_script_name(script).map { String(cString: $0).split(separator: "_").joined(separator: " ") } ?? "unknown"
    }
}
