extension PatternParser {
    /// A set in brackets. Members that stand beside one another are united first, then `&&` and `--` apply from the left, then
    /// `^`.
    mutating func set() throws(PatternError) -> ScalarSet {
        try nested { parser throws(PatternError) in try parser.bracketed() }
    }

    private mutating func bracketed() throws(PatternError) -> ScalarSet {
        position += 1
        if isAt(":") { throw unsupported("a POSIX set") }
        let isNegated = take("^")
        if isAt("]") { throw malformed("an empty set") }
        var result: ScalarSet?
        var operation = "&&"
        while true {
            let members = try self.members()
            if let before = result {
                result = operation == "&&" ? before.intersection(members) : before.subtracting(members)
            } else {
                result = members
            }
            if take("]") { break }
            operation = isAt("&") ? "&&" : "--"
            guard take("&&") || take("--") else { throw malformed("a [ without its ]") }
        }
        var set = result ?? .empty
        if options.ignoresCase { set = CaseFolding.closure(of: set) }
        return isNegated ? set.complement : set
    }

    /// What stands side by side up to `]`, `&&` or `--`.
    private mutating func members() throws(PatternError) -> ScalarSet {
        var ranges: [ScalarSet.Range] = []
        var set = ScalarSet.empty
        var isEmpty = true
        while let scalar = next, scalar != 0x5D {
            if isAt("&"), isAt("&", offset: 1) { break }
            if isAt("-"), isAt("-", offset: 1) { break }
            // ICU takes `&` alone for an operator before a set, and not for the beginning of a range.
            if isAt("&") && (isAt("[", offset: 1) || isAt("-", offset: 1))
                || isAt("-") && isAt("[", offset: 1) && !isEmpty
            {
                throw unsupported("this operation on sets")
            }
            isEmpty = false
            if scalar == 0x5B {
                set = set.union(try self.set())
                continue
            }
            guard let low = try member(&set) else { continue }
            // A hyphen before the end, or before another set, is itself.
            guard isAt("-"), !isAt("]", offset: 1), !isAt("-", offset: 1), !isAt("[", offset: 1) else {
                ranges.append(low...low)
                continue
            }
            position += 1
            var other = ScalarSet.empty
            guard let high = try member(&other) else { throw malformed("a range to a set") }
            guard low <= high else { throw malformed("a range whose end is before its beginning") }
            ranges.append(low...high)
        }
        if isEmpty { throw malformed("a set operation without its sets") }
        return set.union(ScalarSet(ranges))
    }

    /// One character, or nil where an escape stands for a set, which is added to `set`.
    private mutating func member(_ set: inout ScalarSet) throws(PatternError) -> UInt32? {
        guard let scalar = next else { throw malformed("a [ without its ]") }
        guard scalar == 0x5C else {
            position += 1
            return scalar
        }
        let (escaped, single) = try escapedSet(folds: false)
        if let single { return single }
        set = set.union(escaped)
        return nil
    }

    /// What an escape stands for, and its character if it is a single one.
    mutating func escapedSet(folds: Bool = true) throws(PatternError) -> (ScalarSet, single: UInt32?) {
        position += 1
        guard let letter = next else { throw malformed("a \\ without what it escapes") }
        position += 1
        func single(_ scalar: UInt32) -> (ScalarSet, single: UInt32?) {
            (folds ? literal(scalar) : ScalarSet(scalar), scalar)
        }
        switch Unicode.Scalar(letter) {
        case "s": return (UnicodeProperties.whiteSpace, nil)
        case "S": return (UnicodeProperties.whiteSpace.complement, nil)
        case "d": return (UnicodeProperties.decimal, nil)
        case "D": return (UnicodeProperties.decimal.complement, nil)
        case "w": return (UnicodeProperties.word, nil)
        case "W": return (UnicodeProperties.word.complement, nil)
        case "p": return (try property(), nil)
        case "P": return (try property().complement, nil)
        case "a": return single(0x07)
        case "t": return single(0x09)
        case "n": return single(0x0A)
        case "f": return single(0x0C)
        case "r": return single(0x0D)
        case "e": return single(0x1B)
        case "x":
            if take("{") {
                let scalar = try hexadecimal(1...8)
                guard take("}") else { throw malformed("a \\x{ without its }") }
                return single(scalar)
            }
            return single(try hexadecimal(2...2))
        case "u": return single(try hexadecimal(4...4))
        case "U": return single(try hexadecimal(8...8))
        case let scalar?
        where scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)):
            position -= 2
            throw unsupported("the escape \\\(scalar)")
        default: return single(letter)
        }
    }

    /// The name of a property in braces, or its one letter, after `\p`.
    private mutating func property() throws(PatternError) -> ScalarSet {
        var name = ""
        let start = position
        if take("{") {
            while let next, next != 0x7D {
                if let scalar = Unicode.Scalar(next) { name.unicodeScalars.append(scalar) }
                position += 1
            }
            guard take("}") else { throw malformed("a \\p{ without its }") }
        } else if let next, let scalar = Unicode.Scalar(next) {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard var set = UnicodeProperties.set(named: name) else {
            throw .unsupported("the property '\(name)'", offset: start)
        }
        if options.ignoresCase { set = CaseFolding.closure(of: set) }
        return isNegated ? set.complement : set
    }

    private mutating func hexadecimal(_ digits: ClosedRange<Int>) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, let next,
            let digit = Unicode.Scalar(next).flatMap({ Character($0).hexDigitValue })
        {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        guard digits.contains(count), value <= ScalarSet.last, !(0xD800...0xDFFF).contains(value) else {
            throw malformed("a code point")
        }
        return value
    }
}
