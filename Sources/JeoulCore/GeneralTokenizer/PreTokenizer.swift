/// Applies a pre-tokenizer's steps.
struct PreTokenizer: Sendable {
    let steps: [PreTokenizationStep]

    /// Cuts the pieces, step by step. `regexes` has a matcher for every pattern of the steps, in order.
    func cut(_ pieces: inout Pieces, regexes: [RegularExpression]) throws(ICUError) {
        var regexes = regexes[...]
        for step in steps {
            switch step {
            case .pattern(let pattern): try Self.cut(&pieces, by: pattern)
            case .split(.regex, let behavior, let isInverted):
                let regex = regexes.removeFirst()
                try pieces.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    try regex.forEachMatch(in: text) { Stretch.add($0, after: &end, to: &stretches) }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .split(.literal(let bytes), let behavior, let isInverted):
                try pieces.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    for match in TextNormalizer.matches(of: bytes, in: Array(text)) {
                        Stretch.add(match, after: &end, to: &stretches)
                    }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .digits(let individual):
                try Self.cut(&pieces, individual ? .isolated : .contiguous, at: Scalars.isNumber)
            case .whiteSpace: try Self.cut(&pieces, .removed, at: Scalars.isWhiteSpace)
            case .punctuation(let behavior): try Self.cut(&pieces, behavior, at: Scalars.isPunctuation)
            case .delimiter(let scalar): try Self.cut(&pieces, .removed) { $0.value == scalar }
            case .words: try Self.cutWords(&pieces)
            case .fixedLength(let length): try Self.cut(&pieces, every: length)
            case .prefixSpace:
                pieces.rewrite { bytes, _, result in
                    if bytes.first != 0x20 { result.append(0x20) }
                    result += bytes
                }
            case .metaspace(let replacement, let prepend, let splits):
                Self.replaceSpaces(&pieces, replacement, prepend)
                if splits {
                    try pieces.split(.mergedWithNext) { text, stretches throws(ICUError) in
                        var end = 0
                        for match in TextNormalizer.matches(of: replacement, in: Array(text)) {
                            Stretch.add(match, after: &end, to: &stretches)
                        }
                        if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                    }
                }
            case .byteAlphabet:
                pieces.rewrite { bytes, _, result in result += ByteLevelAlphabet.encode(bytes) }
            }
        }
    }

    private static func cut(_ pieces: inout Pieces, by pattern: SplitPattern) throws(ICUError) {
        let splitter = ScalarSplitter(pattern: pattern)
        try pieces.split(.isolated) { text, stretches throws(ICUError) in
            guard let base = text.baseAddress else { return }
            var start = 0
            while start < text.count {
                // SAFETY: the text is well-formed UTF-8, and `start` is at the end of a piece.
                let end = splitter.end(of: base, from: start, to: text.count)
                stretches.append(Stretch(range: start..<end, isDelimiter: true))
                start = end
            }
        }
    }

    private static func cut(
        _ pieces: inout Pieces, _ behavior: SplitBehavior, at isDelimiter: (Unicode.Scalar) -> Bool
    ) throws(ICUError) {
        try pieces.split(behavior) { text, stretches throws(ICUError) in
            var end = 0
            text.forEachScalar { scalar, range in
                if isDelimiter(scalar) { Stretch.add(range, after: &end, to: &stretches) }
            }
            if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
        }
    }

    /// `\w+|[^\w\s]+`
    private static func cutWords(_ pieces: inout Pieces) throws(ICUError) {
        try pieces.split(.removed) { text, stretches throws(ICUError) in
            var last: (kind: Int, start: Int, end: Int) = (-1, 0, 0)
            text.forEachScalar { scalar, range in
                let kind = Scalars.isWord(scalar) ? 0 : Scalars.isWhiteSpace(scalar) ? 2 : 1
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

    private static func cut(_ pieces: inout Pieces, every length: Int) throws(ICUError) {
        try pieces.split(.isolated) { text, stretches throws(ICUError) in
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

    private static func replaceSpaces(_ pieces: inout Pieces, _ replacement: [UInt8], _ prepend: MetaspacePrepend) {
        pieces.rewrite { bytes, isFirst, result in
            let start = result.count
            for byte in bytes {
                if byte == 0x20 { result += replacement } else { result.append(byte) }
            }
            let isWanted = prepend == .always || (prepend == .first && isFirst)
            if isWanted, !result[start...].starts(with: replacement) {
                result.insert(contentsOf: replacement, at: start)
            }
        }
    }
}
