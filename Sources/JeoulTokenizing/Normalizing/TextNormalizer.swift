import JeoulText

/// Applies a normalizer's steps to a text.
struct TextNormalizer: Sendable {
    let steps: [NormalizationStep]
    /// What finds the matches of a step that replaces them, by step; nil where the pattern cannot be compiled.
    private let matchers: [CompiledSplitter?]
    /// The patterns that cannot be compiled, in order: they run by ICU's regular expressions.
    let patterns: [String]

    init(_ steps: [NormalizationStep]) {
        self.steps = steps
        var (matchers, patterns): ([CompiledSplitter?], [String]) = ([], [])
        for step in steps {
            guard case .replace(.regex(let pattern), _) = step else {
                matchers.append(nil)
                continue
            }
            do throws(PatternError) {
                matchers.append(try CompiledSplitter.matcher(pattern))
            } catch {
                // `VocabularyNote.slowPattern` says so.
                matchers.append(nil)
                patterns.append(pattern)
            }
        }
        (self.matchers, self.patterns) = (matchers, patterns)
    }

    /// A text on its way through the steps.
    struct Text {
        var bytes: [UInt8]
        /// Whether the first byte still comes from the beginning of the text as given, which `metaspace` asks for.
        var isFirst: Bool
    }

    /// The greatest length to which a text of so many bytes may grow on its way. Unicode's forms make at most 11 bytes of one;
    /// what grows more is a file that was made to fill the memory (`Replace` in `Replace` in `Replace`).
    static func limit(_ count: Int) -> Int { (16 << 20) + 32 * count }

    /// The text after all steps. `regexes` has a matcher for each of `patterns`.
    ///
    /// - Throws: `ICUError`, and `TokenizerError.textGrows` before a text grows over its limit.
    func normalized(_ text: Text, regexes: [RegularExpression]) throws -> Text {
        let given = text.bytes.count
        let limit = Self.limit(given)
        var text = text
        var regexes = regexes[...]
        for (place, step) in steps.enumerated() {
            if text.bytes.count > limit {
                throw TokenizerError.textGrows(from: given, by: text.bytes.count - given, times: 1)
            }
            switch step {
            case .form(let form): text.bytes = try Normalizer(form).normalized(text.bytes)
            case .replace(.literal(let bytes), let replacement):
                let matches = Self.matches(of: bytes, in: text.bytes)
                try Self.replace(matches, with: replacement, in: &text, limit: limit)
            case .replace(.regex, let replacement):
                var matches: [Range<Int>] = []
                if let matcher = matchers[place] {
                    try text.bytes.withUnsafeBufferPointer { bytes throws(TokenizerError) in
                        try matcher.forEachMatch(in: bytes) { matches.append($0) }
                    }
                } else {
                    let regex = regexes.removeFirst()
                    try text.bytes.withUnsafeBufferPointer { bytes throws(ICUError) in
                        try regex.forEachMatch(in: bytes) { matches.append($0) }
                    }
                }
                try Self.replace(matches, with: replacement, in: &text, limit: limit)
            case .prepend(let bytes): if !text.bytes.isEmpty { text.bytes.insert(contentsOf: bytes, at: 0) }
            case .lowercase: text.bytes = Self.lowercased(text.bytes)
            case .stripAccents: Self.stripAccents(&text)
            case .strip(let left, let right): Self.strip(&text, left: left, right: right)
            case .byteAlphabet: text.bytes = ByteLevelAlphabet.encode(text.bytes)
            }
        }
        return text
    }

    private static func replace(
        _ matches: [Range<Int>], with replacement: [UInt8], in text: inout Text, limit: Int
    ) throws(TokenizerError) {
        guard !matches.isEmpty else { return }
        let (added, isBeyond) = matches.count.multipliedReportingOverflow(by: replacement.count)
        guard !isBeyond, added <= limit, text.bytes.count + added <= limit else {
            throw .textGrows(from: text.bytes.count, by: replacement.count, times: matches.count)
        }
        var result: [UInt8] = []
        result.reserveCapacity(text.bytes.count + matches.count * replacement.count)
        var at = 0
        for match in matches {
            result += text.bytes[at..<match.lowerBound]
            result += replacement
            at = match.upperBound
        }
        result += text.bytes[at...]
        if replacement.isEmpty, matches[0].lowerBound == 0, !matches[0].isEmpty { text.isFirst = false }
        text.bytes = result
    }

    /// Where `bytes` stand in the text, from left to right, without overlap.
    static func matches(of bytes: [UInt8], in text: [UInt8]) -> [Range<Int>] {
        guard let first = bytes.first, text.count >= bytes.count else { return [] }
        var matches: [Range<Int>] = []
        var at = 0
        while at <= text.count - bytes.count {
            if text[at] == first, text[at..<at + bytes.count].elementsEqual(bytes) {
                matches.append(at..<at + bytes.count)
                at += bytes.count
            } else {
                at += 1
            }
        }
        return matches
    }

    /// Each character in lower case by itself, as Rust's `char::to_lowercase` has it.
    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            bytes.forEachScalar { scalar, range in
                if let lower = Scalars.lowercase(scalar) {
                    result += String(lower).utf8
                } else if scalar == "\u{130}" {
                    // The one character of which two become.
                    result += "i\u{307}".utf8
                } else {
                    result += bytes[range]
                }
            }
        }
        return result
    }

    private static func stripAccents(_ text: inout Text) {
        var result: [UInt8] = []
        var isFirst = text.isFirst
        text.bytes.withUnsafeBufferPointer { bytes in
            bytes.forEachScalar { scalar, range in
                if !Scalars.isAccent(scalar) {
                    result += bytes[range]
                } else if range.lowerBound == 0 {
                    isFirst = false
                }
            }
        }
        text = Text(bytes: result, isFirst: isFirst)
    }

    private static func strip(_ text: inout Text, left: Bool, right: Bool) {
        var start = 0
        var end = text.bytes.count
        text.bytes.withUnsafeBufferPointer { bytes in
            if left { start = WordCharacters.whiteSpaceEnd(after: 0, in: bytes) }
            if right { end = max(start, WordCharacters.whiteSpaceStart(before: end, in: bytes)) }
        }
        if start > 0 { text.isFirst = false }
        text.bytes = Array(text.bytes[start..<end])
    }
}

extension TextNormalizer {
    init(_ definition: NormalizerDefinition?) {
        switch definition {
        case nil: self.init([])
        case .normalization(let normalization): self.init(normalization.form.map { [.form($0)] } ?? [])
        case .steps(let list): self.init(list)
        }
    }
}

extension ByteLevelAlphabet {
    /// The bytes written as characters, in UTF-8. O(n).
    package static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            let code = characters[Int(byte)]
            if code < 0x80 {
                result.append(UInt8(code))
            } else {
                result.append(UInt8(0xC0 | code >> 6))
                result.append(UInt8(0x80 | code & 0x3F))
            }
        }
        return result
    }
}
