import JeoulText
import JeoulTokenizing

/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerJSON {
    /// The steps; what would not be exact is refused by name.
    static func steps(_ value: JSONValue?) throws(Fault) -> [PreTokenizationStep] {
        guard let value, value != .null else { return [] }
        switch value["type"]?.string {
        case "Sequence":
            var steps: [PreTokenizationStep] = []
            for inner in value["pretokenizers"]?.elements ?? [] { steps += try self.steps(inner) }
            return steps
        case "ByteLevel":
            return (value["add_prefix_space"]?.boolean ?? true ? [.prefixSpace] : [])
                + (value["use_regex"]?.boolean ?? true ? [.pattern(.gpt2)] : []) + [.byteAlphabet]
        case "Split": return [try split(value)]
        case "Digits": return [.digits(individual: value["individual_digits"]?.boolean ?? false)]
        case "Metaspace": return [try metaspace(value)]
        case "Whitespace": return [.words]
        case "WhitespaceSplit": return [.whiteSpace]
        case "Punctuation": return [.punctuation(try behavior(value["behavior"], standard: .isolated))]
        case "BertPreTokenizer": return [.whiteSpace, .punctuation(.isolated)]
        case "CharDelimiterSplit":
            guard let scalars = value["delimiter"]?.string?.unicodeScalars, scalars.count == 1 else {
                throw NormalizerJSON.malformed("CharDelimiterSplit", "delimiter")
            }
            return [.delimiter(scalars.first!.value)]
        case "FixedLength":
            guard let length = value["length"]?.unsignedInteger, length > 0 else {
                throw NormalizerJSON.malformed("FixedLength", "length")
            }
            return [.fixedLength(length)]
        case let type:
            throw Fault(
                .unsupported, "the pre-tokenizer '\(type ?? "without a type")'",
                remedy: "name the pattern that comes nearest with --splitter", at: nil)
        }
    }

    private static func split(_ value: JSONValue) throws(Fault) -> PreTokenizationStep {
        let behavior = try behavior(value["behavior"], standard: nil)
        let isInverted = value["invert"]?.boolean ?? false
        if let regex = value["pattern"]?["Regex"]?.string, let known = KnownPatterns.byText[regex],
            behavior == .isolated || (behavior == .removed && isInverted)
        {
            // Each known pattern matches everywhere, so that there is nothing between the matches.
            return .pattern(known)
        }
        return .split(try NormalizerJSON.pattern(value["pattern"], of: "Split"), behavior, isInverted: isInverted)
    }

    private static func metaspace(_ value: JSONValue) throws(Fault) -> PreTokenizationStep {
        let replacement = value["replacement"]?.bytes ?? MarkRule.mark
        guard !replacement.isEmpty else { throw NormalizerJSON.malformed("Metaspace", "replacement") }
        var prepend = MetaspacePrepend.always
        if let scheme = value["prepend_scheme"]?.string {
            guard let named = MetaspacePrepend(rawValue: scheme) else {
                throw Fault(.malformed, "the prepend_scheme '\(scheme)'", at: nil)
            }
            prepend = named
        }
        if value["add_prefix_space"]?.boolean == false, value["prepend_scheme"] == nil { prepend = .never }
        return .metaspace(replacement: replacement, prepend: prepend, splits: value["split"]?.boolean ?? true)
    }

    private static func behavior(_ value: JSONValue?, standard: SplitBehavior?) throws(Fault) -> SplitBehavior {
        guard let name = value?.string else {
            guard let standard else { throw NormalizerJSON.malformed("Split", "behavior") }
            return standard
        }
        guard let behavior = SplitBehavior(rawValue: name) else {
            throw Fault(.malformed, "the behavior '\(name)'", at: nil)
        }
        return behavior
    }
}

/// The patterns, as files write them, that a hand-written splitter matches exactly.
enum KnownPatterns {
    static let byText: [String: SplitPattern] = {
        let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
        let letters = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+"
        let symbols = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
        let spaces = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
        let head = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]"
        let tail = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"
        return [
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+": .gpt2,
            "\(contractions)|\(letters)|\\p{N}{1,3}|\(symbols)|\(spaces)": .llama3,
            "\(contractions)|\(letters)|\\p{N}|\(symbols)|\(spaces)": .qwen2,
            "\(head)*\(tail)+\(contractions)?|\(head)+\(tail)*\(contractions)?|\\p{N}{1,3}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\(spaces)": .o200k,
        ]
    }()
}

/// Reads the `decoder` of a `tokenizer.json`, as far as it tells how text was changed.
enum DecoderJSON {
    static func decoding(_ value: JSONValue?) -> TokenDecoding {
        var decoding = TokenDecoding()
        read(value, into: &decoding)
        return decoding
    }

    private static func read(_ value: JSONValue?, into decoding: inout TokenDecoding) {
        switch value?["type"]?.string {
        case "Sequence": for inner in value?["decoders"]?.elements ?? [] { read(inner, into: &decoding) }
        case "ByteLevel": decoding.isByteAlphabet = true
        case "Metaspace":
            decoding.space = value?["replacement"]?.bytes ?? MarkRule.mark
            decoding.dropsFirstSpace = value?["prepend_scheme"]?.string != "never"
        case "Replace":
            if value?["content"]?.bytes == [0x20], let text = value?["pattern"]?["String"]?.bytes {
                decoding.space = text
            }
        case "Strip":
            if value?["content"]?.bytes == [0x20], value?["start"]?.unsignedInteger ?? 0 > 0 {
                decoding.dropsFirstSpace = true
            }
        case "BPEDecoder": decoding.wordEnd = value?["suffix"]?.bytes ?? []
        default: break
        }
    }
}
