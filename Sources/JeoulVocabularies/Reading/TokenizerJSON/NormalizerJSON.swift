import JeoulText
import JeoulTokenizing

/// Reads the `normalizer` of a `tokenizer.json`.
enum NormalizerJSON {
    /// The steps; what would not be exact is refused by name.
    static func steps(_ value: JSONValue?) throws(Fault) -> [NormalizationStep] {
        guard let value, value != .null else { return [] }
        switch value["type"]?.string {
        case "Sequence":
            var steps: [NormalizationStep] = []
            for inner in value["normalizers"]?.elements ?? [] { steps += try self.steps(inner) }
            return steps
        case "NFC": return [.form(.nfc)]
        case "NFD": return [.form(.nfd)]
        case "NFKC": return [.form(.nfkc)]
        case "NFKD": return [.form(.nfkd)]
        case "Lowercase": return [.lowercase]
        case "StripAccents": return [.stripAccents]
        case "ByteLevel": return [.byteAlphabet]
        case "Strip":
            return [
                .strip(left: value["strip_left"]?.boolean ?? true, right: value["strip_right"]?.boolean ?? true)
            ]
        case "Prepend": return [.prepend(value["prepend"]?.bytes ?? [])]
        case "Replace":
            guard let content = value["content"]?.bytes else { throw malformed("Replace", "content") }
            return [.replace(try pattern(value["pattern"], of: "Replace"), with: content)]
        case "Precompiled":
            guard value["precompiled_charsmap"]?.bytes ?? [] == [] else {
                throw Fault(
                    .unsupported, "a normalizer 'Precompiled' that is not the identity",
                    remedy: "use the model's SentencePiece file instead", at: nil)
            }
            return []
        case let type:
            throw Fault(
                .unsupported, "the normalizer '\(type ?? "without a type")'",
                remedy: "override it with --normalizer if it changes nothing on your text", at: nil)
        }
    }

    /// `{"String": "…"}` or `{"Regex": "…"}`
    static func pattern(_ value: JSONValue?, of component: String) throws(Fault) -> TextPattern {
        if let text = value?["String"]?.bytes ?? value?.bytes { return .literal(text) }
        if let regex = value?["Regex"]?.string { return try regularExpression(OnigurumaPattern.icu(regex)) }
        throw malformed(component, "pattern")
    }

    /// A pattern in ICU's syntax, checked.
    static func regularExpression(_ pattern: String) throws(Fault) -> TextPattern {
        do {
            _ = try RegularExpression(pattern)
        } catch {
            throw Fault(.malformed, error.description, remedy: "name a pattern with --splitter", at: nil)
        }
        return .regex(pattern)
    }

    static func malformed(_ component: String, _ member: String) -> Fault {
        Fault(.malformed, "'\(component)' without '\(member)'", at: nil)
    }
}
