/// Reads a pattern in ICU's syntax, in which every reader of vocabularies gives patterns, into a tree.
///
/// Read are: characters and their escapes, `.`, sets with ranges, properties, negation, nested sets, `&&` and `--`, groups
/// (capturing or not: nobody asks for captures), `(?i)`, alternation, greedy, lazy and possessive repetition, counts,
/// `\A`, `\z`, and look-ahead and look-behind over one character or the text's edge. Anything else is `unsupported`. A
/// possessive repetition or atomic group must be of single characters.
struct PatternParser {
    /// What `(?…)` sets until the group's end.
    struct Options {
        var ignoresCase = false
        var dotMatchesAll = false
        var unixLines = false
    }

    let source: [UInt32]
    var position = 0
    var options = Options()
    private var depth = 0

    /// How deep groups and sets may nest: the parser and what comes after it are recursive.
    static let mostDepth = 100
    /// The greatest count of a repetition.
    static let mostCount = 1000

    private init(_ pattern: String) { source = pattern.unicodeScalars.map(\.value) }

    /// The tree of a pattern. O(n) but for sets.
    static func node(_ pattern: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(pattern)
        let node = try parser.alternation()
        guard parser.position == parser.source.count else { throw parser.malformed("a ) without its (") }
        return node
    }

    // MARK: Characters of the source

    var next: UInt32? { position < source.count ? source[position] : nil }

    /// Whether the character of that offset from here is this one.
    func isAt(_ scalar: Unicode.Scalar, offset: Int = 0) -> Bool {
        position + offset < source.count && source[position + offset] == scalar.value
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard isAt(scalar) else { return false }
        position += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map(\.value)
        guard source[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    func unsupported(_ what: String) -> PatternError { .unsupported(what, offset: position) }
    func malformed(_ what: String) -> PatternError { .malformed(what, offset: position) }

    /// Goes a level deeper, as far as that may be.
    mutating func nested<Result>(
        _ body: (inout PatternParser) throws(PatternError) -> Result
    ) throws(PatternError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else { throw .tooLarge("more than \(Self.mostDepth) levels of groups") }
        return try body(&self)
    }

    // MARK: Alternatives, sequences, repetition

    private mutating func alternation() throws(PatternError) -> PatternNode {
        var alternatives = [try sequence()]
        while take("|") { alternatives.append(try sequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next, next != 0x7C, next != 0x29 {
            guard let atom = try atom() else { continue }
            nodes.append(try repeated(atom))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
        var repetition: PatternRepetition
        if take("*") {
            repetition = PatternRepetition(least: 0, most: nil, kind: .greedy)
        } else if take("+") {
            repetition = PatternRepetition(least: 1, most: nil, kind: .greedy)
        } else if take("?") {
            repetition = PatternRepetition(least: 0, most: 1, kind: .greedy)
        } else if isAt("{") {
            repetition = try counts()
        } else {
            return node
        }
        if take("?") { repetition.kind = .lazy } else if take("+") { repetition.kind = .possessive }
        if let next, "*+?{".unicodeScalars.contains(where: { $0.value == next }) {
            throw malformed("a repetition of a repetition")
        }
        if repetition.kind == .possessive { return try possessive(node, repetition) }
        return .repeated(node, repetition)
    }

    /// A possessive repetition takes all it can: so no further character may follow where it ends.
    private func possessive(_ node: PatternNode, _ repetition: PatternRepetition) throws(PatternError) -> PatternNode {
        guard let set = node.singleSet else {
            throw unsupported("a possessive repetition of more than single characters")
        }
        return .repeated(.set(set), repetition)
    }

    private mutating func counts() throws(PatternError) -> PatternRepetition {
        position += 1
        let least = try number()
        var most: Int? = least
        if take(",") { most = isAt("}") ? nil : try number() }
        guard take("}") else { throw malformed("a count without its }") }
        if let most, most < least { throw malformed("a count whose most is less than its least") }
        return PatternRepetition(least: least, most: most, kind: .greedy)
    }

    private mutating func number() throws(PatternError) -> Int {
        var value: Int?
        while let next, next >= 0x30, next <= 0x39 {
            value = (value ?? 0) * 10 + Int(next - 0x30)
            position += 1
            if value! > Self.mostCount { throw .tooLarge("a count of more than \(Self.mostCount)") }
        }
        guard let value else { throw malformed("a count without its number") }
        return value
    }

    // MARK: Atoms

    /// One atom, or nil of what only sets options.
    private mutating func atom() throws(PatternError) -> PatternNode? {
        guard let scalar = next else { return nil }
        switch Unicode.Scalar(scalar) {
        case "(": return try group()
        case "[": return .set(try set())
        case ".":
            let dot = try dot()
            position += 1
            return .set(dot)
        case "\\": return try escape()
        case "*", "+", "?", "{": throw malformed("a repetition of nothing")
        case "^", "$": throw unsupported("an anchor of lines")
        case "}": throw malformed("a } without its {")
        default:
            position += 1
            return .set(literal(scalar))
        }
    }

    /// A character with those that it may stand for.
    func literal(_ scalar: UInt32) -> ScalarSet {
        options.ignoresCase ? CaseFolding.closure(of: ScalarSet(scalar)) : ScalarSet(scalar)
    }

    private func dot() throws(PatternError) -> ScalarSet {
        // ICU takes CR LF as one there; the readers of vocabularies write `[\s\S]`.
        if options.dotMatchesAll { throw unsupported("a . that matches all") }
        if options.unixLines { return ScalarSet(0x0A).complement }
        return ScalarSet([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029]).complement
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        if take("\\A") { return .behind(PatternEdge(set: .empty, orEdge: true)) }
        if take("\\z") { return .ahead(PatternEdge(set: .empty, orEdge: true)) }
        let (set, _) = try escapedSet()
        return .set(set)
    }

    // MARK: Groups

    private mutating func group() throws(PatternError) -> PatternNode? {
        position += 1
        let outer = options
        if take("?") {
            if take("=") { return .ahead(try edge(isAhead: true)) }
            if take("!") { return .ahead(try edge(isAhead: true).negated) }
            if take("<=") { return .behind(try edge(isAhead: false)) }
            if take("<!") { return .behind(try edge(isAhead: false).negated) }
            if take(">") { return try atomic() }
            if take("<") {
                while let next, next != 0x3E, next != 0x29 { position += 1 }
                guard take(">") else { throw malformed("a group's name without its >") }
            } else {
                try readOptions()
                // To the end of the group that this stands in.
                if take(")") { return nil }
                guard take(":") else { throw unsupported("this kind of group") }
            }
        }
        let node = try inside()
        options = outer
        return node
    }

    /// What stands in a group, and its end.
    private mutating func inside() throws(PatternError) -> PatternNode {
        let outer = options
        let node = try nested { parser throws(PatternError) in try parser.alternation() }
        options = outer
        guard take(")") else { throw malformed("a ( without its )") }
        return node
    }

    private mutating func edge(isAhead: Bool) throws(PatternError) -> PatternEdge {
        let start = position
        let node = try inside()
        guard let edge = isAhead ? node.edgeAhead : node.edgeBehind else {
            throw .unsupported("a look-\(isAhead ? "ahead" : "behind") of more than one character", offset: start)
        }
        return edge
    }

    /// An atomic group never gives back what it took: of a repetition of single characters the same as a possessive one.
    private mutating func atomic() throws(PatternError) -> PatternNode {
        let start = position
        let node = try inside()
        if let set = node.singleSet { return .set(set) }
        if case .repeated(let inner, var repetition) = node, let set = inner.singleSet, repetition.kind != .lazy {
            repetition.kind = .possessive
            return .repeated(.set(set), repetition)
        }
        throw .unsupported("an atomic group of more than a repetition of single characters", offset: start)
    }

    /// `i`, `s` and `d`, and after a `-` those that end.
    private mutating func readOptions() throws(PatternError) {
        var value = true
        while let next, next != 0x3A, next != 0x29 {
            switch Unicode.Scalar(next) {
            case "-": value = false
            case "i": options.ignoresCase = value
            case "s": options.dotMatchesAll = value
            case "d": options.unixLines = value
            default: throw unsupported("this option of a group")
            }
            position += 1
        }
    }
}
