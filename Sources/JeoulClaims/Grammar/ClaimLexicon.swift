/// The words and phrases of English claims, each with what it contributes. Words are in lower case; a hyphen between words
/// counts as a space.
enum ClaimLexicon {
    /// Only right before a figure, a hedge in between allowed.
    static let beforeFigure: [String: ClaimTerm] = table([
        (.bound(.upTo), "up to|as much as|as many as|a maximum of|maximum|max|max."),
        (.bound(.atMost), "at most|no more than|not more than|no higher than|at the most"),
        (.bound(.under), "less than|fewer than|lower than|under|below"),
        (
            .bound(.atLeast),
            "at least|no less than|not less than|no fewer than|a minimum of|minimum|min|min.|upwards of"
        ),
        (
            .bound(.over),
            "over|more than|above|exceeding|in excess of|higher than|greater than|better than|well over|well above"
        ),
        (.to, "to|down to"),
        (.filler, "by|a factor of|by a factor of|of|from|between|anywhere between|anywhere from"),
    ])

    /// Only right behind a figure.
    static let behindFigure: [String: ClaimTerm] = table([
        (.bound(.atLeast), "or more|or better"), (.bound(.atMost), "or less|or fewer"),
    ])

    /// Fractions that are one character.
    static let fractionSigns: [Character: (part: Int, whole: Int)] = [
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
        "⅘": (4, 5),
        "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9),
        "⅒": (1, 10),
    ]

    /// Anywhere.
    static let phrases: [String: ClaimTerm] = table([
        (
            .hedge,
            "~|≈|∼|approximately|approx|approx.|about|around|roughly|circa|ca.|nearly|almost|close to|some|an estimated|more or less|"
                + "or so|on the order of|in the region of|somewhere around|virtually"
        ),
        (.bound(.atMost), "at the most"),
        (.bound(.upTo), "at best"),
        (.fewer, "fewer|less|lower|smaller|reduced|leaner|↓"),
        (.more, "more|higher|greater|larger|bigger|additional|extra|increased|longer|↑"),
        (.comparative(.cost, isMore: false), "cheaper|less expensive|less costly"),
        (.comparative(.cost, isMore: true), "more expensive|costlier|dearer|pricier|more costly"),
        (
            .comparative(.efficiency, isMore: true),
            "better|denser|more compact|more compactly|more economical|more economically"
        ),
        (.comparative(.efficiency, isMore: false), "worse"),
        (.comparative(.tokens, isMore: false), "shorter"),
        (
            .thing(.tokens),
            "tokens|token|token count|token counts|token usage|token use|token consumption|token budget|number of tokens|"
                + "tokens per character|tokens per syllable|tokens per word|fertility|sequence length|sequences"
        ),
        (
            .thing(.cost),
            "cost|costs|price|prices|bill|bills|billing|expense|expenses|spending|fees|fee|token costs|token cost|api costs|"
                + "api cost|expensive|costly|inference costs|inference cost|token based billing|costs per text"
        ),
        (
            .thing(.content),
            "text|texts|content|input|inputs|characters|prompts|prompt|documents|data|sentences|sentence|language|words"
        ),
        (
            .thing(.density),
            "text per token|characters per token|bytes per token|content per token|syllables per token|words per token|per token|"
                + "into each token|into a token|into every token|into one token|in each token|in a token|in every token|in one token|"
                + "a single token|each token|every token"
        ),
        (
            .thing(.efficiency),
            "efficiency|token efficiency|tokenization efficiency|tokenisation efficiency|tokenizer efficiency|compression|"
                + "efficiency gain|efficiency gains|encoding efficiency"
        ),
        (.thing(.compressionRatio), "compression ratio|compression ratios|compression rate|compression rates"),
        (
            .efficient,
            "efficient|efficiently|token efficient|token efficiently|effectively|effective|compactly|compact|economical|economically"
        ),
        (
            .uses,
            "uses|use|using|needs|need|needing|spends|spend|takes|take|taking|requires|require|requiring|consumes|consume|consuming|"
                + "produces|produce|generates|generate|emits|emit|"
                + "gets by on|gets by with|makes do with"
        ),
        (
            .reduces,
            "reduces|reduce|reducing|reduction|cuts|cut|cutting|lowers|lowering|saves|save|saving|savings|shrinks|shrink|shortens|shorten|trims|trim|slashes|"
                + "slash|decreases|decrease|drops|brings down|economizes"
        ),
        (
            .raises,
            "improves|improve|improving|improvement|increases|increase|increasing|boosts|boost|raises|raise|gain|gains|enhances|enhance|"
                + "inflates"
        ),
        (
            .handles,
            "processes|process|processing|processed|handles|handle|handling|handled|tokenizes|tokenize|tokenizing|tokenized|tokenises|"
                + "tokenised|encodes|encode|encoding|encoded|compresses|compress|compressing|compressed|represents|represent|represented|"
                + "covers|delivers|delivering|reads|writes|expresses|expressed|split"
        ),
        (.holds, "fits|fit|fitting|holds|hold|holding|packs|pack|packing|squeezes|squeeze|stores|store|stuffs|crams"),
        (.same, "same|identical|equal"),
        (
            .equative,
            "as many|as much|times the|the same number|times as many|times as much|of the|of those|of that|that of|those of"
        ),
        (
            .than,
            "than|against|versus|vs|vs.|over|compared to|compared with|in comparison with|in comparison to|relative to|compared against|than by|than with|than in|"
                + "when compared to|when compared with|than does|than do|measured against|from|next to|than that of|than those of"
        ),
        (.of, "of|as|as does|that|which|what"),
        (.language, "korean|korean language|hangul"),
        (.beats, "beats|outperforms|surpasses|exceeds|tops|bests|outdoes"),
        (
            .filler,
            "the|a|an|is|are|was|has|have|having|does|do|yields|shows|achieves|achieving|offers|offering|provides|boasts|makes|gets|gives|lets|its|their|it|this|these|for|on|in|at|to|by|with|when|while|and|only|just|merely|can|will|"
                + "korea|overall|per|each|every|on average|average|rate|ratio|level|terms|amount|"
                + "tokenizer|tokenizer's|tokenizers|tokeniser|tokenization|tokenisation|model|model's|vocabulary|llm|'s|’s|s|,|;|:|(|)|.|!|?|"
                + "in terms of|for the same|on the same|given the same|equivalent|under the same token budget|"
                + "within the same token budget|with the same token budget|with the same number of tokens|for the same number of tokens|"
                + "in the same number of tokens|in the same context window|within the same context window|in the same context|"
                + "out|approach|new|far|even|usage|number|count|counts|total|task|tasks|it's|also|according|being|amounts|needed|used|"
                + "required|consumed|spent|by using|workloads|into|been|how|own|there|be|still|all|material|as a result|benchmarks"
        ),
    ])

    /// Verbs that carry their own figure: the figure, and what it is of.
    static let verbsOfFigure: [String: (term: ClaimTerm, figure: Figure)] = [
        "halves": (.reduces, .fraction(1, 2)), "halve": (.reduces, .fraction(1, 2)),
        "halving": (.reduces, .fraction(1, 2)),
        "doubles": (.raises, .times(2)), "doubling": (.raises, .times(2)), "triples": (.raises, .times(3)),
    ]

    /// Figures in words; what is counted in them is of the baseline's unless a comparative follows.
    static let figures: [String: Figure] = {
        var figures: [String: Figure] = [
            "half": .fraction(1, 2), "a half": .fraction(1, 2), "one half": .fraction(1, 2),
            "a third": .fraction(1, 3), "one third": .fraction(1, 3), "two thirds": .fraction(2, 3),
            "a quarter": .fraction(1, 4), "one quarter": .fraction(1, 4), "a fourth": .fraction(1, 4),
            "three quarters": .fraction(3, 4), "three fourths": .fraction(3, 4), "a fifth": .fraction(1, 5),
            "one fifth": .fraction(1, 5), "two fifths": .fraction(2, 5), "three fifths": .fraction(3, 5),
            "four fifths": .fraction(4, 5), "a tenth": .fraction(1, 10), "twice": .times(2), "double": .times(2),
            "thrice": .times(3), "triple": .times(3), "one and a half times": .times(15, places: 1),
            "two and a half times": .times(25, places: 1), "half again as": .times(15, places: 1),
            "half again as many": .times(15, places: 1), "half again as much": .times(15, places: 1),
            "half as many again": .times(15, places: 1), "half as much again": .times(15, places: 1),
            "a sixth": .fraction(1, 6),
        ]
        let ones = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        var numbers = zip(ones, 1...).map { ($0, $1) } + [("ten", 10), ("fifteen", 15), ("twelve", 12)]
        for (ten, value) in zip(tens, stride(from: 20, through: 90, by: 10)) {
            numbers.append((ten, value))
            numbers += zip(ones, 1...).map { ("\(ten) \($0)", value + $1) }
        }
        for (word, value) in numbers {
            figures["\(word) percent"] = .percent(value)
            figures["\(word) per cent"] = .percent(value)
            if value > 1 { figures["\(word) times"] = .times(value) }
            if value > 1 { figures["\(word)fold"] = .times(value) }
            if value > 1 { figures["\(word) fold"] = .times(value) }
        }
        return figures
    }()

    /// Who makes the models: said before a name, and no part of it.
    static let vendors = [
        "openai", "open ai", "오픈ai", "오픈에이아이", "sk telecom", "skt", "sk텔레콤", "lg ai research", "lg ai연구원", "lg",
        "naver cloud", "naver",
        "네이버클라우드", "네이버", "upstage", "업스테이지", "kakao", "카카오", "kt", "nc ai", "google", "구글", "meta", "메타", "mistral ai",
        "alibaba", "알리바바", "deepseek ai",
    ]

    private static func table(_ rows: [(ClaimTerm, String)]) -> [String: ClaimTerm] {
        var table: [String: ClaimTerm] = [:]
        for (term, words) in rows {
            for word in words.split(separator: "|") where table[String(word)] == nil { table[String(word)] = term }
        }
        return table
    }

    /// The most words that a phrase has.
    static let longest =
        (Array(beforeFigure.keys) + Array(behindFigure.keys) + Array(phrases.keys) + Array(figures.keys))
        .map { $0.split(separator: " ").count }.max() ?? 1
}
