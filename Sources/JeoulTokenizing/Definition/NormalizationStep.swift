import JeoulText

/// One step of a normalizer, as Hugging Face's `tokenizer.json` names them.
package enum NormalizationStep: Sendable, Hashable, Codable {
    /// One of Unicode's normal forms.
    case form(NormalizationForm)
    /// Every match is replaced by the same bytes.
    case replace(TextPattern, with: [UInt8])
    /// Bytes that are put before a text that is not empty.
    case prepend([UInt8])
    /// Each character's lower case by itself.
    case lowercase
    /// White space is taken off the text's ends.
    case strip(left: Bool, right: Bool)
    /// Marks (M) are taken out.
    case stripAccents
    /// Each byte becomes its character in GPT-2's byte alphabet.
    case byteAlphabet
}

/// What is looked for in a text.
package enum TextPattern: Sendable, Hashable, Codable {
    /// These bytes.
    case literal([UInt8])
    /// A regular expression in ICU's syntax.
    case regex(String)
}
