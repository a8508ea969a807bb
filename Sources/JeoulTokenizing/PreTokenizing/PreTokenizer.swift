import JeoulText

/// Applies a pre-tokenizer's steps to a text.
struct PreTokenizer: Sendable {
    /// What is done in one go.
    enum Stage: Sendable {
        /// Steps that cut, one after the other.
        case cut(CompiledSplitter)
        /// A pattern that cannot be compiled, which runs by ICU's regular expressions: the n-th of them.
        case match(Int, SplitBehavior, isInverted: Bool)
        /// A text, or a length, that would make too large an automaton.
        case literal([UInt8], SplitBehavior, isInverted: Bool)
        case fixedLength(Int)
        case prefixSpace
        case replaceSpaces([UInt8], MetaspacePrepend)
        case byteAlphabet
    }

    private(set) var stages: [Stage] = []
    /// The patterns that cannot be compiled, in order.
    private(set) var patterns: [String] = []

    /// - Throws: `PatternError` where a step that always compiles does not.
    init(_ definition: SplitterDefinition?) throws(PatternError) {
        switch definition {
        case nil: break
        case .pattern(let pattern): try add([.pattern(pattern)])
        case .steps(let steps): try add(steps)
        }
    }

    private mutating func add(_ steps: [PreTokenizationStep]) throws(PatternError) {
        // Steps that cut, one after the other, each compiled.
        var cuts: [CompiledSplitter] = []
        for step in steps {
            do {
                cuts.append(try CompiledSplitter.of([step]))
            } catch {
                addCuts(&cuts)
                try add(step, notCompiled: error)
            }
        }
        addCuts(&cuts)
    }

    /// Adds steps that cut, as one where they can be. Together they may have too many classes of characters for one partition.
    private mutating func addCuts(_ cuts: inout [CompiledSplitter]) {
        do {
            if cuts.count > 1 { cuts = [try CompiledSplitter.of(cuts.flatMap(\.definition))] }
        } catch {
            // One by one they are the same, and slower.
        }
        stages += cuts.map(Stage.cut)
        cuts = []
    }

    private mutating func add(_ step: PreTokenizationStep, notCompiled error: PatternError) throws(PatternError) {
        switch step {
        case .prefixSpace: stages.append(.prefixSpace)
        case .byteAlphabet: stages.append(.byteAlphabet)
        case .metaspace(let replacement, let prepend, let splits):
            stages.append(.replaceSpaces(replacement, prepend))
            if splits { try add([.split(.literal(replacement), .mergedWithNext, isInverted: false)]) }
        case .split(.regex(let pattern), let behavior, let isInverted):
            stages.append(.match(patterns.count, behavior, isInverted: isInverted))
            patterns.append(pattern)
        case .split(.literal(let bytes), let behavior, let isInverted):
            stages.append(.literal(bytes, behavior, isInverted: isInverted))
        case .fixedLength(let length): stages.append(.fixedLength(length))
        case .pattern, .digits, .words, .whiteSpace, .punctuation, .delimiter: throw error
        }
    }

    /// Cuts and rewrites the pre-tokens, stage by stage, all of them or the first ones. `regexes` has a matcher for each of `patterns`.
    func cut(_ preTokens: inout PreTokens, stages count: Int = .max, regexes: [RegularExpression]) throws {
        for stage in stages.prefix(count) {
            guard preTokens.bytes.count <= UTF8Text.mostBytes else {
                throw TokenizerError.textTooLarge(bytes: preTokens.bytes.count)
            }
            switch stage {
            case .cut(let splitter): preTokens.cut(by: splitter)
            case .match(let place, let behavior, let isInverted):
                try preTokens.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    try regexes[place].forEachMatch(in: text) { Stretch.add($0, after: &end, to: &stretches) }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .literal(let bytes, let behavior, let isInverted):
                try preTokens.split(behavior, isInverted: isInverted) { text, stretches throws(ICUError) in
                    var end = 0
                    for match in TextNormalizer.matches(of: bytes, in: Array(text)) {
                        Stretch.add(match, after: &end, to: &stretches)
                    }
                    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
                }
            case .fixedLength(let length): try Self.cut(&preTokens, every: length)
            case .prefixSpace:
                preTokens.rewrite { bytes, _, result in
                    if bytes.first != 0x20 { result.append(0x20) }
                    result += bytes
                }
            case .replaceSpaces(let replacement, let prepend): Self.replaceSpaces(&preTokens, replacement, prepend)
            case .byteAlphabet:
                preTokens.rewrite { bytes, _, result in result += ByteLevelAlphabet.encode(bytes) }
            }
        }
    }

    private static func cut(_ preTokens: inout PreTokens, every length: Int) throws(ICUError) {
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

    private static func replaceSpaces(_ preTokens: inout PreTokens, _ replacement: [UInt8], _ prepend: MetaspacePrepend)
    {
        preTokens.rewrite { bytes, isFirst, result in
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
