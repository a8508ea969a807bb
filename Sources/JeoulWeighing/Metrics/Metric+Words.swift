import JeoulReporting

extension Metric {
    /// ``title`` in both languages.
    var words: Words { Words(title, korean) }

    private var korean: String {
        switch self {
        case .tokensPerKoreanCharacter: "한글 글자당 토큰"
        case .tokensPerSyllable: "한글 음절당 토큰"
        case .tokensPerGrapheme: "글자당 토큰"
        case .tokensPerNonspaceGrapheme: "공백이 아닌 글자당 토큰"
        case .tokensPerScalar: "유니코드 스칼라당 토큰"
        case .tokensPerByte: "바이트당 토큰"
        case .attributedTokensPerKoreanCharacter: "한글에 든 몫만 센 한글 글자당 토큰"
        case .fertility: "어절당 토큰(fertility)"
        case .koreanCharactersPerToken: "토큰당 한글 글자"
        case .charactersPerToken: "토큰당 글자"
        case .scalarsPerToken: "토큰당 유니코드 스칼라"
        case .bytesPerToken: "토큰당 바이트"
        case .normalizedSequenceLength: "기준 어휘 대비 토큰(NSL)"
        case .premium: "나란한 글 대비 토큰(premium)"
        case .singleTokenRetention: "토큰 하나인 어절, 나온 횟수로(STRR)"
        case .singleTokenRetentionByType: "토큰 하나인 어절, 종류로(STRR)"
        case .continuedWords: "둘 이상의 토큰으로 나뉜 어절"
        case .syllableSplitRate: "잘린 음절의 비율"
        case .partialCharacterTokens: "온전한 UTF-8이 아닌 토큰"
        case .shannonEntropy: "토큰의 섀넌 엔트로피"
        case .renyiEfficiency: "레니 효율, 어휘 전체 기준"
        case .renyiEfficiencyObserved: "레니 효율, 나온 토큰 기준"
        case .vocabularyUtilization: "어휘 활용률"
        case .nfdInflation: "NFD일 때 토큰의 배수"
        case .cost: "한글 100만 자의 비용"
        case .contextCapacity: "컨텍스트 창에 드는 한글 글자"
        }
    }
}

extension MetricUnit {
    /// In both languages.
    var words: Words {
        switch self {
        case .ratio: Words(rawValue, "개수의 비")
        case .factor: Words(rawValue, "배")
        case .share: Words(rawValue, "비율")
        case .bits: Words(rawValue, "비트")
        case .dollars: Words(rawValue, "미국 달러")
        case .koreanCharacters: Words(rawValue, "한글 글자")
        }
    }
}
