/// Translates a pattern of Oniguruma's Ruby syntax, which `tokenizer.json` files are written in, to ICU's.
///
/// The two agree on most of what pre-tokenizers use. What differs and is translated: a counted repeat with `+` after it
/// repeats again (ICU: is possessive), `{,n}` is `{0,n}`, `^` and `$` stand at lines, which end at LF alone, `(?m)`
/// lets `.` match LF, `.` is one character (ICU takes CR LF as one where `.` matches all), `\h` is a hexadecimal digit, and
/// `\w` and `\b` follow another definition of a word. Not translated: ignoring case, ICU lets `ß` match `ss`.
package struct OnigurumaPattern {
    private var source: ArraySlice<Unicode.Scalar>
    private var output: [Unicode.Scalar] = []
    /// Where the last atom begins in the output, for a repeat that must be wrapped.
    private var atomStart = 0
    /// The groups around, from the outside: where each begins in the output, and what `.` means behind it.
    private var groups: [(start: Int, dotMatchesAll: Bool)] = []
    private var dotMatchesAll = false

    private static let word = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}"
    private static let hexadecimal = "0-9a-fA-F"

    /// The pattern in ICU's syntax. O(n), but for repeats of repeats. A pattern that is malformed stays so: ICU says
    /// why.
    package static func icu(_ pattern: String) -> String {
        var translation = OnigurumaPattern(source: ArraySlice(Array(pattern.unicodeScalars)))
        translation.run()
        return pattern.isEmpty ? "(?:)" : String(String.UnicodeScalarView(translation.output))
    }

    private init(source: ArraySlice<Unicode.Scalar>) { self.source = source }

    private mutating func run() {
        while let scalar = source.popFirst() {
            switch scalar {
            case "\\": escape()
            case "[": set()
            case "(":
                groups.append((output.count, dotMatchesAll))
                output.append("(")
                if source.first == "?" { groupOptions() }
            case ")":
                if let group = groups.popLast() { (atomStart, dotMatchesAll) = group } else { atomStart = 0 }
                output.append(")")
            case "^": atom("(?:\\A|(?<=\\n)(?!\\z))")
            case "$": atom("(?=\\n|\\z)")
            case "{": count()
            case "}": atom("\\}")
            case "*", "+", "?", "|": output.append(scalar)
            case ".": atom(dotMatchesAll ? "[\\s\\S]" : "[^\\n]")
            default: atom(String(scalar))
            }
        }
    }

    private mutating func atom(_ text: String) {
        atomStart = output.count
        output += text.unicodeScalars
    }

    private mutating func escape() {
        guard let scalar = source.popFirst() else { return output.append("\\") }
        switch scalar {
        case "w": atom("[\(Self.word)]")
        case "W": atom("[^\(Self.word)]")
        case "h": atom("[\(Self.hexadecimal)]")
        case "H": atom("[^\(Self.hexadecimal)]")
        case "b":
            atom("(?:(?<=[\(Self.word)])(?![\(Self.word)])|(?<![\(Self.word)])(?=[\(Self.word)]))")
        case "B":
            atom("(?:(?<=[\(Self.word)])(?=[\(Self.word)])|(?<![\(Self.word)])(?![\(Self.word)]))")
        default:
            atom("\\" + String(scalar))
            braces(after: scalar)
        }
    }

    /// A property, a code point or a name in braces, which belongs to the escape before it.
    private mutating func braces(after letter: Unicode.Scalar) {
        guard "pPxukN".unicodeScalars.contains(letter), source.first == "{" || source.first == "<" else { return }
        while let next = source.popFirst() {
            output.append(next)
            if next == "}" || next == ">" { break }
        }
    }

    /// A set, with those inside it.
    private mutating func set() {
        atomStart = output.count
        output.append("[")
        var depth = 1
        if source.first == "^" { output.append(source.removeFirst()) }
        // A bracket that comes first is itself.
        if source.first == "]" { output += "\\]".unicodeScalars; source.removeFirst() }
        while depth > 0, let scalar = source.popFirst() {
            switch scalar {
            case "[":
                depth += 1
                output.append("[")
            case "]":
                depth -= 1
                output.append("]")
            case "\\":
                guard let next = source.popFirst() else { return output.append("\\") }
                switch next {
                case "w": output += Self.word.unicodeScalars
                case "W": output += "[^\(Self.word)]".unicodeScalars
                case "h": output += Self.hexadecimal.unicodeScalars
                case "H": output += "[^\(Self.hexadecimal)]".unicodeScalars
                case "b": output += "\\x08".unicodeScalars
                default:
                    output += ["\\", next]
                    braces(after: next)
                }
            // Special to ICU alone inside a set; `&` alone is an operator there before a set, and begins no range.
            case "$", "{", "}": output += ["\\", scalar]
            case "&":
                if source.first == "&" { output += ["&", source.removeFirst()] } else { output += ["\\", scalar] }
            default: output.append(scalar)
            }
        }
    }

    /// The options of a group: Ruby's `m` is ICU's `s`, which what `.` is translated to no longer depends on. Options without a colon hold to the
    /// end of the group that they stand in.
    private mutating func groupOptions() {
        var value = true
        while let next = source.first, "?imx-:".unicodeScalars.contains(next) {
            source.removeFirst()
            if next == "-" { value = false }
            if next == "m" { dotMatchesAll = value }
            output.append(next == "m" ? "s" : next)
            if next == ":" { return }
        }
        // (?<name>…), (?=…), (?!…), (?<=…), (?<!…), (?>…)
        while let next = source.first, "<=!>".unicodeScalars.contains(next) {
            source.removeFirst()
            output.append(next)
        }
        // Nothing but options: they hold in the group around.
        if source.first == ")", let last = groups.indices.last { groups[last].dotMatchesAll = dotMatchesAll }
    }

    /// `{n}`, `{n,}`, `{,m}` or `{n,m}`, and what follows it; a brace that begins none is itself.
    private mutating func count() {
        var text: [Unicode.Scalar] = []
        var rest = source
        while let next = rest.popFirst(), next != "}" { text.append(next) }
        let isCount =
            rest.startIndex > source.startIndex && source.contains("}") && !text.isEmpty && text != [","]
            && text.filter({ $0 == "," }).count <= 1
            && text.allSatisfy { $0 == "," || ("0"..."9").contains($0) }
        guard isCount else { return atom("\\{") }
        source = rest
        if text.first == "," { text.insert("0", at: 0) }
        let isLazy = source.first == "?" && text.contains(",")
        let counted = ["{"] + text + ["}"]
        if source.first == "+" || (source.first == "?" && !isLazy) {
            output.insert(contentsOf: "(?:".unicodeScalars, at: atomStart)
            output += counted + [")"]
        } else {
            output += counted
        }
    }
}
