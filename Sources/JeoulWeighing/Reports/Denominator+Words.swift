import JeoulText
import JeoulReporting

extension Denominator {
    /// One of its units.
    package func words(countsHanja: Bool = false) -> Words {
        switch self {
        case .hangul:
            countsHanja ? Words("Korean character or Hanja", "한글이나 한자") : Words("Korean character", "한글 글자")
        case .syllable: Words("Hangul syllable", "한글 음절")
        case .grapheme: Words("character", "글자")
        case .graphemeNonspace: Words("character other than space", "공백이 아닌 글자")
        case .scalar: Words("Unicode scalar", "유니코드 스칼라")
        case .byte: Words("byte of UTF-8", "UTF-8 바이트")
        case .eojeol: Words("eojeol", "어절")
        }
    }
}
