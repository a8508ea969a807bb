import JeoulClaims
import JeoulVerifying
import JeoulText
import JeoulReporting

/// What the words of a page mean.
enum Glossary {
    /// Of which pages a term is.
    enum Topic: Sendable {
        case everyPage, claims, comparison
    }

    /// Terms that are explained together, and what they mean.
    struct Entry: Sendable {
        let terms: [Words]
        let meaning: Words
        let topic: Topic
    }

    static let entries: [Entry] = [
        entry(
            [Words("token", "토큰")],
            "A piece of text that a language model reads as one unit. Most services bill by tokens.",
            "언어 모델이 한 단위로 읽는 글의 조각. 대부분의 서비스는 토큰 수로 요금을 매긴다."),
        entry(
            [Words("vocabulary", "어휘(토크나이저)")],
            "The list of all tokens of a model, with the rule that cuts text into them. Each vendor has its own.",
            "한 모델의 모든 토큰 목록과, 글을 토큰으로 자르는 규칙. 회사마다 다르다."),
        entry(
            [Denominator.hangul.words()],
            "A Hangul syllable or a single letter such as ㅋ, as a reader counts it. Hanja (unless it is said that they count), digits and spaces are not counted.",
            "사람이 세는 방식의 한글 음절 또는 ㅋ 같은 낱자. 한자(함께 센다고 밝힌 때는 빼고), 숫자, 공백은 세지 않는다."),
        entry(
            [Words("tokens per Korean character", "한글 글자당 토큰")],
            "All tokens of the texts divided by all their Korean characters. Lower means fewer tokens for the same text.",
            "글 전체의 토큰 수를 글 전체의 한글 글자 수로 나눈 값. 낮을수록 같은 글에 토큰이 적게 든다."),
        entry(
            [SettingAxis.denominator.words],
            "What tokens are divided by. The ratio of two vocabularies is the same under each.",
            "토큰 수를 나누는 단위. 두 어휘의 비는 어느 단위로 나누어도 같다."),
        entry(
            [Denominator.syllable.words()], "A whole Hangul syllable such as 한; single letters are left out.",
            "한 같은 온전한 한글 음절. 낱자는 세지 않는다."),
        entry(
            [Denominator.grapheme.words(), Denominator.graphemeNonspace.words()],
            "What a reader sees as one character (a grapheme cluster), of any script, with digits, signs and emoji; with spaces or without them.",
            "사람 눈에 한 글자로 보이는 것(문자소 묶음). 문자의 종류를 가리지 않으며 숫자, 부호, 이모지도 든다. 공백을 넣기도 빼기도 한다."),
        entry(
            [Denominator.scalar.words(), Denominator.byte.words()],
            "How computers keep text: a scalar is a number in the Unicode table, and most of Hangul takes three bytes of UTF-8 each. The line end behind a document is no part of it, so that a file has more bytes.",
            "컴퓨터가 글을 담는 단위. 스칼라는 유니코드 표의 번호 하나이고, 한글 음절은 대개 UTF-8로 3바이트씩이다. 문서 끝의 줄바꿈은 문서에 들지 않으므로 파일의 바이트가 더 많다."),
        entry(
            [Denominator.eojeol.words()], "A run of characters between spaces: a Korean word with its particles.",
            "띄어쓰기로 나뉘는 말의 토막."),
        entry(
            [Words("syllable that is cut", "잘린 음절")],
            "A syllable whose bytes are spread over more than one token; no single token has it whole.",
            "바이트가 둘 이상의 토큰에 나뉜 음절. 어느 토큰에도 온전히 들어 있지 않다."),
        entry(
            [Words("baseline", "기준 어휘")], "The vocabulary that others are compared with.", "다른 어휘를 견주는 대상이 되는 어휘."),
        entry(
            [Words("reading", "해석")],
            "One thing that a claim can mean. “33% more efficient” can mean 33% fewer tokens, or 1.33 times as much text in as many tokens; each is judged by itself.",
            "주장이 뜻할 수 있는 것 하나. “33% 효율적”은 토큰이 33% 적다는 뜻일 수도, 같은 토큰에 1.33배의 글이 든다는 뜻일 수도 있다. 하나씩 따로 판정한다.",
            .claims),
        entry(
            [Words("range (as rounded)", "범위(반올림)"), Words("needs", "주장 범위"), Words("strictly", "글자 그대로")],
            "What a figure allows as it is written: “33%” stands for anything from 32.5% to 33.5%. Words such as “about” widen it; the verdict without that widening is the strict one.",
            "적힌 숫자가 허용하는 값의 범위. “33%”는 32.5%에서 33.5%까지를 뜻한다. “약” 같은 말은 범위를 넓히며, 넓히지 않고 본 판정이 ‘글자 그대로’이다.",
            .claims),
        entry(
            [Words("95% interval", "95% 구간")],
            "Where the figure is expected for other texts of the same kind, found from how much the figure moves when one document, or one cluster, is left out (jackknife, Student’s t).",
            "같은 종류의 다른 글에서 값이 놓일 것으로 기대되는 구간. 문서나 군집을 하나씩 빼 보아 값이 얼마나 움직이는지에서 구한다(잭나이프, 스튜던트 t)."
        ),
        entry(
            [Words("independent unit", "독립으로 본 단위"), Words("block", "덩어리"), Words("copy", "사본")],
            "What counts as one piece of evidence: a cluster where the sources are known, else a document, or, where neighbours are found to be alike, a block of so many adjacent documents. A document that is there twice is a copy: it counts in the figure, but is no further evidence.",
            "증거 하나로 치는 것. 출처를 알면 군집, 모르면 문서이며, 이웃한 문서가 서로 비슷하면 몇 건씩 묶은 덩어리이다. 같은 문서가 또 있으면 사본이라 하여 값에는 넣지만 증거로 더 치지는 않는다."
        ),
        entry(
            [
                Words("jackknife", "잭나이프"), Words("Student’s t", "스튜던트 t"), Words("degrees of freedom", "자유도"),
                Words("bootstrap", "부트스트랩"),
            ],
            "How an interval is made: the figure is computed again without each unit in turn (jackknife), and how much it moves, with Student’s distribution for so many units, gives the ends. The degrees of freedom say how many units of equal size the evidence is worth, less one: the fewer, the wider the interval. The bootstrap, which draws units at random again and again, checks it.",
            "구간을 구하는 방법. 단위를 하나씩 빼고 값을 다시 구하여(잭나이프) 얼마나 움직이는지를 보고, 단위의 수에 맞는 스튜던트 분포로 양 끝을 정한다. 자유도는 증거가 크기가 같은 단위 몇 개와 맞먹는지에서 1을 뺀 수로, 적을수록 구간이 넓다. 단위를 거듭 무작위로 뽑는 부트스트랩으로 이를 확인한다."
        ),
        outcome(
            .supported, "The interval lies inside the claimed range.", "구간이 주장 범위 안에 있다."),
        outcome(
            .moreThanClaimed,
            "The interval lies wholly beyond the range, where the difference is greater than claimed.",
            "구간이 온전히 범위 밖에 있고, 차이가 주장보다 크다."),
        outcome(
            .contradicted,
            "The interval lies wholly outside the range: the difference is smaller than claimed, or there is none; or it is larger where the claim says that it is never more.",
            "구간이 온전히 범위 밖에 있다. 차이가 주장보다 작거나 없으며, 넘지 않는다는 주장이라면 차이가 주장보다 크다."),
        outcome(
            .inconclusive, "The interval lies partly inside and partly outside: these texts do not decide it.",
            "구간이 범위 안팎에 걸쳐 있어 이 글들로는 가릴 수 없다."),
        outcome(
            .notJudged,
            "There is no interval: too few independent documents, or too little Korean. Where nothing could be counted, it was not run.",
            "서로 독립인 문서가 너무 적거나 한국어가 너무 적어 구간이 없다. 아예 세지 못한 것은 ‘재지 못함’이라 한다."),
        entry(
            [Outcome.supported.words(of: .reached), Outcome.inconclusive.words(of: .reached)],
            "Of “up to 34%”: whether the figure is reached on a text. On one that does not reach it nothing is contradicted.",
            "“최대 34%” 같은 말에서 그 값에 이른 글이 있는가. 이르지 못한 글이 있다고 해서 주장과 어긋나지는 않는다.", .claims),
        entry(
            [Words("document, cluster", "문서, 군집"), Words("n", "문서 수(n)")],
            "A document is one text: a line, a record or a file; n is how many there are. Documents that belong together (of one article, about one film) form a cluster and count as one piece of evidence.",
            "문서는 한 편의 글(한 줄, 한 레코드, 한 파일)이고 n은 그 수이다. 한데 속하는 문서(한 기사의 문장들, 한 영화의 관람평들)는 한 군집이며, 증거로는 하나로 친다."),
        entry(
            [Words("collection", "자료원")],
            "What corpora were taken from: the two parts of FLORES-200 are two corpora of one collection. What is said of several corpora counts it once.",
            "말뭉치를 골라낸 곳. FLORES-200의 두 부분은 말뭉치로는 둘이지만 자료원은 하나이다. 여러 말뭉치를 아울러 말할 때는 자료원 하나를 한 번만 친다.",
            .claims),
        entry(
            [Words("prediction interval", "예측 구간")],
            "Where the figure is expected on a further corpus, taken from a collection that was not measured; wider than a 95% interval, which speaks of the texts of one corpus. Given from five collections on.",
            "아직 재지 않은 자료원의 말뭉치에서 값이 놓일 것으로 기대되는 구간. 한 말뭉치의 글을 두고 말하는 95% 구간보다 넓다. 자료원이 다섯 곳 이상일 때 구한다.",
            .claims),
        entry(
            [Words("approximate words", "어림잡은 말")],
            "“About”, “some”, “~”: the difference may be 15% smaller or larger than the figure says. The difference is the natural logarithm of the ratio of token counts, under which 33% fewer tokens and 1.49 times the text per token are one difference.",
            "“약”, “정도”, “~” 같은 말. 실제 차이가 적힌 값보다 15% 작거나 커도 맞는 것으로 본다. 차이는 토큰 수 비의 자연로그로 따지며, 이로써 ‘토큰 33% 절감’과 ‘토큰당 글 1.49배’는 같은 차이가 된다.",
            .claims),
        entry(
            [Words("p (Holm)", "p값(Holm)")],
            "How often chance alone would show such a difference if there were none, made stricter for the number of comparisons. From 0.05 on no difference is shown.",
            "차이가 없는데도 우연히 이만한 차이가 보일 확률. 여러 어휘를 한꺼번에 견주는 만큼 엄격하게 고쳤으며, 0.05 이상이면 차이가 드러나지 않은 것으로 본다.",
            .comparison),
        entry(
            [Words("documents for ±1%", "±1%에 필요한 문서")],
            "About how many documents of the same kind would give an interval of one per cent either way.",
            "같은 종류의 문서가 몇 건이면 구간이 위아래 1%가 되는가.", .comparison),
        entry(
            [SettingAxis.normalization.words, Words("NFC, NFD")],
            "Two ways to write the same Hangul: composed (한, NFC) and decomposed (ㅎ+ㅏ+ㄴ, NFD). Decomposed text costs many times the tokens. “As-is” leaves the text as it stands.",
            "같은 한글을 적는 두 방식: 합친 것(한, NFC)과 풀어 쓴 것(ㅎ+ㅏ+ㄴ, NFD). 풀어 쓴 글은 토큰이 몇 배로 든다. ‘있는 그대로’는 바꾸지 않은 글이다."),
        entry(
            [SettingAxis.documentCut.words], "Whether each line is a document, or the whole file.",
            "한 줄을 문서 하나로 보는가, 파일 전체를 문서 하나로 보는가."),
        entry(
            [ForestChart.reported],
            "The settings of the command at the end of this page, under which its verdicts and figures stand; other settings are shown beside them.",
            "이 페이지 끝에 적은 명령의 설정. 판정과 수치는 이 설정에 따른 것이고, 다른 설정은 그 곁에 보인다."),
        entry(
            [Words("unknown token", "모르는 토큰")],
            "A token that stands for text which a vocabulary cannot write: what it stood for is lost.",
            "어휘로 적을 수 없는 글을 대신하는 토큰. 무엇을 대신했는지는 사라진다."),
        entry(
            [SettingAxis.specialTokens.words, Words("BOS, EOS")],
            "Tokens that stand for no text, such as the marks at the beginning (BOS) and the end (EOS) of a document. They are not counted unless that is said.",
            "문서의 시작 표시(BOS)나 끝 표시(EOS)처럼 글이 아닌 것을 나타내는 토큰. 따로 밝히지 않으면 세지 않는다."),
        entry(
            [SettingAxis.register.words], "The kind of text: news, conversation, law, reviews.",
            "뉴스, 대화, 법률, 감상평처럼 글의 갈래."),
        entry([Words("corpus", "말뭉치")], "A collection of texts on which is measured.", "잴 때 쓰는 글의 모음."),
        entry(
            [Words("hash, sha256", "해시(sha256)")],
            "A fingerprint of a file: two files with the same one have the same bytes. “As published” says that it is the vendor’s.",
            "파일의 지문. 같으면 두 파일의 내용이 한 바이트까지 같다. ‘공표한 해시와 일치’는 회사가 내놓은 파일과 같다는 뜻이다."),
    ]

    private static func entry(
        _ terms: [Words], _ english: String, _ korean: String, _ topic: Topic = .everyPage
    ) -> Entry {
        Entry(terms: terms, meaning: Words(english, korean), topic: topic)
    }

    private static func outcome(_ outcome: Outcome, _ english: String, _ korean: String) -> Entry {
        entry([outcome.words(of: .equals)], english, korean, .claims)
    }

    /// The terms of a page.
    static func markup(for page: ReportPage) -> Markup {
        let shown = entries.filter { entry in
            switch entry.topic {
            case .everyPage: true
            case .claims: !page.claims.isEmpty
            case .comparison: page.comparison != nil
            }
        }
        return .tag(
            "dl", [:],
            shown.flatMap { entry in
                [
                    Markup.tag("dt", [:], [entry.terms.joined(by: ", ").markup]),
                    .tag("dd", [:], [entry.meaning.markup]),
                ]
            })
    }
}
