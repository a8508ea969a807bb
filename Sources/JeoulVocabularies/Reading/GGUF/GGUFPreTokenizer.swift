import JeoulText
import JeoulTokenizing

/// What a name of `tokenizer.ggml.pre` means: the patterns of the original tokenizer, which llama.cpp rewrites for its own
/// engine.
struct GGUFPreTokenizer {
    var splitter: SplitterDefinition
    var ignoresMerges = false
    var normalization = Normalization.asIs

    /// By name.
    static let named: [String: GGUFPreTokenizer] = {
        var table: [String: GGUFPreTokenizer] = [:]
        for (names, known) in known {
            for name in names.split(separator: " ") { table[String(name)] = known }
        }
        return table
    }()

    private static let known: [(String, GGUFPreTokenizer)] = [
        (
            "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2",
            GGUFPreTokenizer(splitter: .pattern(.llama3), ignoresMerges: true)
        ),
        ("chatglm-bpe glm4 dbrx smaug-bpe", GGUFPreTokenizer(splitter: .pattern(.llama3))),
        (
            "gpt-2 phi-2 a.x-4.0 exaone4 mellum modern-bert gigachat olmo mpt jais trillion",
            GGUFPreTokenizer(splitter: .pattern(.gpt2))
        ),
        ("qwen2 deepseek-r1-qwen megrez", GGUFPreTokenizer(splitter: .pattern(.qwen2), normalization: .nfc)),
        ("solar-open hunyuan stablelm2 kormo", GGUFPreTokenizer(splitter: .pattern(.qwen2))),
        ("gpt-4o llama4 kanana2", GGUFPreTokenizer(splitter: .pattern(.o200k))),
        (
            "exaone starcoder refact command-r smollm codeshell minerva minerva-7b",
            sequence([.digits(individual: true), .pattern(.gpt2)])
        ),
        (
            "falcon",
            sequence([matches(NamedPattern.falconSymbols), .pattern(.gpt2), matches("[0-9][0-9][0-9]")])
        ),
        (
            "deepseek-llm",
            sequence([
                matches("[\\r\\n]"), matches(NamedPattern.deepSeekLetters), matches(NamedPattern.deepSeekSymbols),
                matches("\\s+$"), matches(NamedPattern.deepSeekCJK), matches("\\p{N}+"),
            ])
        ),
        (
            "deepseek-coder",
            sequence([
                matches("[\\r\\n]"), matches("\\s?\\p{L}+"), matches("\\s?\\p{P}+"), matches(NamedPattern.deepSeekCJK),
                matches("\\p{N}"),
            ])
        ),
        (
            "deepseek-v3 hunyuan-dense",
            sequence([matches("\\p{N}{1,3}"), matches("[一-龥぀-ゟ゠-ヿ]+"), matches(NamedPattern.deepSeek)])
        ),
        ("poro-chat poro bloom gpt3-finnish", sequence([matches(NamedPattern.bloom)])),
        ("viking", sequence([matches(NamedPattern.bloom), matches("\\p{N}")])),
        ("superbpe", sequence([matches("\\p{N}+"), matches("(?=(\\d{3})+(?!\\d))")])),
        ("bailingmoe", sequence([matches(NamedPattern.bailing)])),
        ("qwen35", sequence([matches(NamedPattern.qwen35)], normalization: .nfc)),
        ("kimi-k2", sequence([matches(NamedPattern.kimi)], ignoresMerges: true)),
        ("tekken", sequence([matches(NamedPattern.tekken)], ignoresMerges: true)),
        ("exaone-moe", sequence([matches(NamedPattern.kExaone)], normalization: .nfc)),
    ]

    private static func sequence(
        _ steps: [PreTokenizationStep], ignoresMerges: Bool = false, normalization: Normalization = .asIs
    ) -> GGUFPreTokenizer {
        GGUFPreTokenizer(
            splitter: .steps(steps), ignoresMerges: ignoresMerges, normalization: normalization)
    }

    /// A step that cuts out what a pattern of Oniguruma's syntax matches.
    private static func matches(_ pattern: String) -> PreTokenizationStep {
        .split(.regex(OnigurumaPattern.icu(pattern)), .isolated, isInverted: false)
    }
}

/// Patterns of the field that have no hand-written splitter, as their vocabularies' `tokenizer.json` writes them.
enum NamedPattern {
    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    private static let spaces = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"

    static let tekken = """
        [^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+\
        |[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*\
        |\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\(spaces)
        """
    static let kExaone = """
        \(contractions)|[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}\
        | ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+
        """
    static let deepSeek = """
        [!"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+\
        | ?[\\p{P}\\p{S}]+[\\r\\n]*|\(spaces)
        """
    static let qwen35 = """
        \(contractions)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\(spaces)
        """
    static let bailing = """
        '(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}\
        | ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+
        """
    static let kimi: String = {
        let upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]"
        let lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]"
        let before = "[^\\r\\n\\p{L}\\p{N}]?"
        return "[\\p{Han}]+|\(before)\(upper)*\(lower)+\(contractions)?|\(before)\(upper)+\(lower)*\(contractions)?"
            + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\(spaces)"
    }()
    static let falconSymbols = "[\\p{P}\\$\\+<=>\\^~\\|`]+"
    static let bloom = " ?[^(\\s|.,!?…。，、।۔،)]+"
    static let deepSeekSymbols = "\\s?[!-/:-~！-／：-～‘-‟\u{3000}-。]+"
    static let deepSeekCJK = "[一-龥ࠀ-一가-\u{D7FF}]+"
    /// Letters that have cases, as the file lists them.
    static let deepSeekLetters =
        "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝ"
        + "Ὗ-\u{1F7D}ᾀ-ᾴᾶ-ᾼ\u{1FBE}ῂ-ῄῆ-ῌῐ-\u{1FD3}ῖ-\u{1FDB}ῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\u{2126}ℨ\u{212A}-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿ"
        + "ﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+"
}
