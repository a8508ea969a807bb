import JeoulText

/// A pre-tokenizer's steps made into automata over one partition of the code points.
///
/// Each step cuts the pre-tokens of the step before: its pattern is matched in each of them as if the pre-token were the whole text.
/// Immutable, and shared by all threads; a `CompiledScanner` has what a thread needs.
final class CompiledSplitter: Sendable {
    /// The steps that it was made from.
    let definition: [PreTokenizationStep]
    let partition: ClassPartition
    let steps: [Step]
    /// Whether some text may be in no pre-token.
    let removes: Bool
    let sessions = Pool<(scanner: CompiledScanner, batch: PreTokenBatch)>()
    let windows = Pool<SplitSymbols>()

    struct Step: Sendable {
        let automaton: PatternAutomaton
        let behavior: SplitBehavior
        let isInverted: Bool
        /// Where each match, and what lies between, is a pre-token of its own, the table that cuts so.
        let table: SplitTable?
    }

    /// The splitters of this process by their steps: several vocabularies often have the same.
    private static let known = Lock<[[PreTokenizationStep]: CompiledSplitter]>([:])

    /// The splitter of these steps, compiled now if it is not known yet.
    ///
    /// - Throws: `PatternError`.
    static func of(_ definition: [PreTokenizationStep]) throws(PatternError) -> CompiledSplitter {
        if let splitter = known.withLock({ $0[definition] }) { return splitter }
        let made = try CompiledSplitter(definition)
        return known.withLock { known in
            // So many that only a program that makes up patterns comes there.
            if known.count >= 64 { known.removeAll() }
            let splitter = known[definition] ?? made
            known[definition] = splitter
            return splitter
        }
    }

    /// Compiles steps that only cut.
    ///
    /// - Throws: `PatternError` where a step is no pattern, or one that cannot be compiled.
    /// - Complexity: a millisecond or two for the patterns of the field; bounded by `PatternAutomaton.mostWork` for each step.
    init(_ definition: [PreTokenizationStep]) throws(PatternError) {
        self.definition = definition
        var patterns: [(node: PatternNode, behavior: SplitBehavior, isInverted: Bool)] = []
        for step in definition { patterns.append(try step.pattern()) }
        // Of no steps the text is one pre-token.
        if patterns.isEmpty { patterns.append((.oneOrMore(.set(.all)), .isolated, false)) }
        var sets: Set<ScalarSet> = []
        for pattern in patterns { pattern.node.collectSets(into: &sets) }
        partition = try ClassPartition(sets)
        var steps: [Step] = []
        for pattern in patterns {
            let automaton = try PatternAutomaton(try PatternProgram(pattern.node, partition))
            var table = SplitTable(automaton)
            switch pattern.behavior {
            case .isolated: break
            case .removed: if !(pattern.isInverted && table?.isTotal == true) { table = nil }
            case .mergedWithPrevious, .mergedWithNext, .contiguous: table = nil
            }
            steps.append(
                Step(
                    automaton: automaton, behavior: pattern.behavior, isInverted: pattern.isInverted, table: table))
        }
        self.steps = steps
        removes = steps.contains { $0.behavior == .removed && $0.table == nil }
    }
}

extension CompiledSplitter {
    /// Gives `body` the pre-tokens of one text in order: where each begins and ends.
    // SAFETY: the text must be valid UTF-8.
    func forEachPreToken(of text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) throws -> Void) rethrows {
        guard let base = text.baseAddress else { return }
        try sessions.with(make: { (CompiledScanner(self), PreTokenBatch()) }) { session in
            session.scanner.start(base, text.count, splitsLines: false)
            while !session.scanner.isFinished {
                session.batch.removeAll()
                session.scanner.fill(session.batch)
                for preToken in 0..<session.batch.preTokenCount {
                    let start = Int(session.batch.starts[preToken])
                    try body(start..<start + Int(session.batch.lengths[preToken]))
                }
            }
        }
    }
}

extension PreTokenizationStep {
    /// The pattern whose matches are the step's delimiters.
    fileprivate func pattern() throws(PatternError) -> (node: PatternNode, behavior: SplitBehavior, isInverted: Bool) {
        switch self {
        case .pattern(let pattern): return (try PatternParser.node(pattern.expression), .isolated, false)
        case .split(.regex(let pattern), let behavior, let isInverted):
            return (try PatternParser.node(pattern), behavior, isInverted)
        case .split(.literal(let bytes), let behavior, let isInverted):
            guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty else {
                throw .unsupported("a text to split at that is not valid UTF-8, or empty,", offset: 0)
            }
            return (.sequence(text.unicodeScalars.map { .set(ScalarSet($0.value)) }), behavior, isInverted)
        case .digits(let individual):
            let numbers = try PatternParser.node("\\p{N}")
            return (individual ? numbers : .oneOrMore(numbers), .isolated, false)
        case .whiteSpace: return (.set(UnicodeProperties.whiteSpace), .removed, false)
        case .punctuation(let behavior):
            // P, and the ASCII symbols, as Hugging Face's `Punctuation` has it.
            let punctuation = try PatternParser.node("[\\p{P}!-/:-@\\[-`\\{-~]")
            return behavior == .contiguous
                ? (.oneOrMore(punctuation), .isolated, false) : (punctuation, behavior, false)
        case .delimiter(let scalar): return (.set(ScalarSet(scalar)), .removed, false)
        case .words: return (try PatternParser.node("\\w+|[^\\w\\s]+"), .removed, true)
        case .fixedLength(let length):
            return (.repeated(.set(.all), PatternRepetition(least: 1, most: length, kind: .greedy)), .isolated, false)
        case .prefixSpace, .metaspace, .byteAlphabet:
            throw .unsupported("a step that changes the text", offset: 0)
        }
    }
}

extension PatternNode {
    fileprivate static func oneOrMore(_ node: PatternNode) -> PatternNode {
        .repeated(node, PatternRepetition(least: 1, most: nil, kind: .greedy))
    }
}

extension SplitPattern {
    /// The regular expression, in ICU's syntax, of which the hand-written splitter finds the matches.
    var expression: String {
        let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
        let letters = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+"
        let symbols = " ?[^\\s\\p{L}\\p{N}]+"
        let spaces = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
        let head = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]"
        let tail = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"
        return switch self {
        case .gpt2: "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|\(symbols)|\\s+(?!\\S)|\\s+"
        case .cl100k:
            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+"
                + "|\\s++\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s"
        case .llama3: "\(contractions)|\(letters)|\\p{N}{1,3}|\(symbols)[\\r\\n]*|\(spaces)"
        case .qwen2: "\(contractions)|\(letters)|\\p{N}|\(symbols)[\\r\\n]*|\(spaces)"
        case .o200k:
            "\(head)*\(tail)+\(contractions)?|\(head)+\(tail)*\(contractions)?|\\p{N}{1,3}|\(symbols)[\\r\\n/]*|\(spaces)"
        }
    }
}
