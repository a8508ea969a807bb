@testable import JeoulText
@testable import JeoulTokenizing

/// A pre-tokenizer's steps by their definition: patterns by ICU's regular expressions, the rest character by character with the
/// classes that Swift has.
struct StepOracle {
    let steps: [PreTokenizationStep]
    private let regexes: [RegularExpression]

    init(_ steps: [PreTokenizationStep]) throws {
        self.steps = steps
        regexes = try steps.compactMap { step in
            if case .split(.regex(let pattern), _, _) = step { try RegularExpression(pattern) } else { nil }
        }
    }

    /// Cuts the pre-tokens, step by step.
    func cut(_ preTokens: inout JeoulTokenizing.PreTokens) throws(ICUError) {
        var regexes = regexes[...]
        for step in steps {
            switch step {
            case .pattern(let pattern): try Self.cut(&preTokens, by: pattern)
            case .split(.regex, let behavior, let isInverted):
                let regex = regexes.removeFirst()
                try preTokens.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    try regex.forEachMatch(in: text) { Stretch.add($0, after: &end, to: &stretches) }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .split(.literal(let bytes), let behavior, let isInverted):
                try preTokens.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    for match in TextNormalizer.matches(of: bytes, in: Array(text)) {
                        Stretch.add(match, after: &end, to: &stretches)
                    }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .digits(let individual):
                try Self.cut(&preTokens, individual ? .isolated : .contiguous, at: Self.isNumber)
            case .whiteSpace: try Self.cut(&preTokens, .removed, at: \.properties.isWhitespace)
            case .punctuation(let behavior): try Self.cut(&preTokens, behavior, at: Self.isPunctuation)
            case .delimiter(let scalar): try Self.cut(&preTokens, .removed) { $0.value == scalar }
            case .words: try Self.cutWords(&preTokens)
            case .fixedLength(let length): try Self.cut(&preTokens, every: length)
            case .prefixSpace, .metaspace, .byteAlphabet: preconditionFailure("a step that changes the text")
            }
        }
    }

    private static func cut(_ preTokens: inout JeoulTokenizing.PreTokens, by pattern: SplitPattern) throws(ICUError) {
        let splitter = ScalarSplitter(pattern: pattern)
        try preTokens.split(.isolated) { text, stretches throws(ICUError) in
            guard let base = text.baseAddress else { return }
            var start = 0
            while start < text.count {
                // SAFETY: the text is well-formed UTF-8, and `start` is at the end of a pre-token.
                let end = splitter.end(of: base, from: start, to: text.count)
                stretches.append(Stretch(range: start..<end, isDelimiter: true))
                start = end
            }
        }
    }

    private static func cut(
        _ preTokens: inout JeoulTokenizing.PreTokens, _ behavior: SplitBehavior,
        at isDelimiter: (Unicode.Scalar) -> Bool
    ) throws(ICUError) {
        try preTokens.split(behavior) { text, stretches throws(ICUError) in
            var end = 0
            text.forEachScalar { scalar, range in
                if isDelimiter(scalar) { Stretch.add(range, after: &end, to: &stretches) }
            }
            if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
        }
    }

    /// `\w+|[^\w\s]+`
    private static func cutWords(_ preTokens: inout JeoulTokenizing.PreTokens) throws(ICUError) {
        try preTokens.split(.removed) { text, stretches throws(ICUError) in
            var last: (kind: Int, start: Int, end: Int) = (-1, 0, 0)
            text.forEachScalar { scalar, range in
                let kind = isWord(scalar) ? 0 : scalar.properties.isWhitespace ? 2 : 1
                if kind != last.kind {
                    if last.end > 0 {
                        stretches.append(Stretch(range: last.start..<last.end, isDelimiter: last.kind == 2))
                    }
                    last = (kind, range.lowerBound, range.upperBound)
                } else {
                    last.end = range.upperBound
                }
            }
            if last.end > 0 { stretches.append(Stretch(range: last.start..<last.end, isDelimiter: last.kind == 2)) }
        }
    }

    private static func cut(_ preTokens: inout JeoulTokenizing.PreTokens, every length: Int) throws(ICUError) {
        try preTokens.split(.isolated) { text, stretches throws(ICUError) in
            var start = 0
            var count = 0
            text.forEachScalar { _, range in
                count += 1
                if count == length || range.upperBound == text.count {
                    stretches.append(Stretch(range: start..<range.upperBound, isDelimiter: true))
                    (start, count) = (range.upperBound, 0)
                }
            }
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
                || ("A"..."Z").contains(scalar)
        }
        if scalar.properties.isAlphabetic { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return scalar.properties.isJoinControl
        }
    }

    private static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("0"..."9").contains(scalar) }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("!"..."/").contains(scalar) || (":"..."@").contains(scalar) || ("["..."`").contains(scalar)
                || ("{"..."~").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }
}
