extension ClaimLexicon {
    /// The stems, particles and endings of Korean claims. A word in Hangul is read where it is a row of these, the longest first:
    /// 토큰을 is 토큰 and 을, 절감한다 is 절감 and 한다.
    static let morphemes: [String: ClaimTerm] = {
        var table: [String: ClaimTerm] = [:]
        for (term, words) in rows {
            for word in words.split(separator: " ") where table[String(word)] == nil { table[String(word)] = term }
        }
        return table
    }()

    /// Figures in words.
    static let koreanFigures: [String: Figure] = [
        "절반": .fraction(1, 2), "갑절": .times(2), "두배": .times(2), "세배": .times(3), "네배": .times(4), "곱절": .times(2),
    ]

    static let longestMorpheme = morphemes.keys.map(\.count).max() ?? 1

    private static let rows: [(ClaimTerm, String)] = [
        (.hedge, "약 대략 정도 가량 거의 쯤 안팎 내외 남짓 대략적 가까이 가까운 육박하는 육박"),
        (.bound(.upTo), "최대 최대한 까지 많게는"),
        (.bound(.atLeast), "최소 최소한 적어도 이상"),
        (.bound(.over), "넘게 넘는 초과 웃도는 상회하는"),
        (.bound(.atMost), "이하 많아야 기껏해야"),
        (.bound(.under), "미만 밑도는"),
        (
            .fewer,
            "적은 적게 적다 적습니다 적고 적었다 적어 적으며 적어서 적음 덜 낮은 낮음 낮다 낮습니다 낮게 낮고 낮았다 낮으며 작은 작다 작습니다"
        ),
        (.comparative(.tokens, isMore: false), "짧음 짧은 짧다 짧게 짧습니다 짧아진다"),
        (
            .more,
            "많은 많이 많다 많습니다 많고 많았다 많아 많으며 많음 높은 높음 높다 높습니다 높게 높고 높았다 높으며 높아 큰 크다 큽니다 좋은 좋다 좋습니다 "
                + "우수 뛰어난 뛰어나다 뛰어납니다 긴 길다 길게"
        ),
        (.beats, "앞선다 앞선 앞섭니다 앞섰다 능가"),
        (.further, "더 더욱"),
        (.comparative(.cost, isMore: false), "저렴 싼 싸다 싸게 쌉니다 싸고"),
        (.comparative(.cost, isMore: true), "비싼 비싸다 비싸게 비쌉니다"),
        (.thing(.tokens), "토큰"),
        (.thing(.cost), "비용 요금 가격 과금 이용료 사용료"),
        (.thing(.content), "내용 텍스트 글자 문장 글 문서 콘텐츠 컨텐츠 정보 입력 프롬프트"),
        (.thing(.density), "토큰당"),
        (.same, "같은 똑같은 동일"),
        (.thing(.efficiency), "효율 효율성 압축률 압축율 압축 토큰효율"),
        (.efficient, "효율적 경제적"),
        (
            .uses,
            "씀 쓴다 씁니다 쓰는 쓰고 쓰며 써 썼다 쓸 쓰면 사용 소모 소비 필요 든다 듭니다 드는 먹는다 차지 생성 나온다 나옵니다 요구 "
                + "쪼갠다 나눈다"
        ),
        (
            .reduces,
            "절감 절약 줄인다 줄입니다 줄인 줄일 줄였다 줄여 줄임 줄이고 줄이며 줄이는 줄어든다 줄어듭니다 줄어든 줄었다 줄었습니다 줄어 감소 아낀다 아낍니다 "
                + "아낄 아껴 아끼는 낮춘다 낮춥니다 낮춘 낮췄다 낮출 낮춰 단축 축소"
        ),
        (
            .raises,
            "향상 개선 높인다 높입니다 높인 높였다 높일 높여 높아진 높아졌다 높아진다 증가 늘린다 늘어난다 늘어난 늘었다 올린다 올렸다 끌어올렸다"
        ),
        (.handles, "처리 다룬다"),
        (.holds, "담는다 담을 담습니다 담은 담고 담아 수용 들어간다"),
        (.to, "로 으로"),
        (.extent, "만큼 수준 불과 만으로 만 밖에 달하는 달한다 달합니다 그친다 그칩니다 그쳤다 그치는 해당"),
        (.language, "한국어 한글 국문 우리말"),
        (.particle(.topic), "은 는"),
        (.particle(.subject), "이 가"),
        (.particle(.object), "을 를"),
        (.particle(.with), "와 과"),
        (.particleThan, "보다 보다도"),
        (
            .particleAgainst,
            "대비 비해 비해서 비하여 비하면 비교해 비교하면 비교하여 비교할 비교했을 비교해서 견주어 견줘 견주면 견주었을"
        ),
        (.particleOf, "의"),
        (
            .filler,
            "도 에 에서 에게 씩 이나 나 로서 로써 으로써 다 이다 입니다 였다 이었다 이며 이고 이라고 인 한 하다 합니다 한다 "
                + "했다 했습니다 하며 하고 하는 할 해 해서 해도 하면 하여 하지 준다 줍니다 주는 준 줬다 줄 함 임 됨 된다 됩니다 되는 된 됐다 되었다 되며 시킨다 시킵니다 시켰다 시킨 시킬 "
                + "길이 기준 경우 때 시 모델 토크나이저 어휘 사전 평균 평균적 수 개수 갯수 사용량 소모량 소비량 양 "
                + "있다 있습니다 있는 있고 있으며 것 것으로 나타났다 나타났습니다 밝혔다 전체 실제 대해 대한 대해서 위해 당 들 "
                + "값 비율 측면 면 점 율 률 자사 자체 으로는 에는 에서는 에서도 라고 고 면서 서 기준으로 하게 히 통해 언어 "
                + "게 아 어 여 량 처리량 보인다 보입니다 보이는 보였다 달성 제공 기록 가능 덕분 대로 특히 에서도 문자 토큰화 방식 결과 조건 내부 테스트 했을 입력했을"
        ),
    ]
}
