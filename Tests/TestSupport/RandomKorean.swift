/// Random Korean bytes; the same for a seed.
package enum RandomKorean {
    /// Any of the 11,172 syllables.
    package static func syllables(_ count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(count * 3)
        for _ in 0..<count {
            let code = UInt32.random(in: 0xAC00...0xD7A3, using: &random)
            text.append(UInt8(0xE0 | code >> 12))
            text.append(UInt8(0x80 | code >> 6 & 0x3F))
            text.append(UInt8(0x80 | code & 0x3F))
        }
        return text
    }

    private static let common = [
        "습니다", "니다", "하는", "에서", "으로", "그리고", "대한", "한국", "이다", "것은", "했다", "사람", "영화", "정말", "ㅋㅋ", "는", "을",
        "이", "가", "다", "요", "지", "고", "서", "로", "의",
    ]

    /// About `bytes` bytes of common words and syllables run together: what vocabularies have long tokens for.
    package static func words(bytes: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < bytes { text += Array(common.randomElement(using: &random)!.utf8) }
        return text
    }
}
