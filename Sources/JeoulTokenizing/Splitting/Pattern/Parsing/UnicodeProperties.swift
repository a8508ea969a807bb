import ScanKernels

/// The properties of the pinned Unicode version that a pattern may name, as sets.
///
/// The tables of `unicode_properties.h` are the only source: what a pattern matches never depends on the ICU or the Swift
/// that is installed.
enum UnicodeProperties {
    /// The set of a property by the name that stands in `\p{…}`, or nil where there is none of that name.
    ///
    /// Names are compared without regard to case, spaces, hyphens and underscores (UAX #44, LM3). A name alone is a
    /// general category, one of the binary properties, or a script; with `=` or `:` after the kind it is of that kind.
    static func set(named name: String) -> ScalarSet? {
        let parts = name.split(omittingEmptySubsequences: false) { $0 == "=" || $0 == ":" }.map { folded($0) }
        switch parts.count {
        case 1: return category(parts[0]) ?? binary(parts[0]) ?? script(parts[0]) ?? other(parts[0])
        case 2:
            switch parts[0] {
            case "GENERALCATEGORY", "GC": return category(parts[1])
            case "SCRIPT", "SC": return script(parts[1])
            default: return nil
            }
        default: return nil
        }
    }

    /// White_Space: `\s`.
    static let whiteSpace = toggled("WHITESPACE")
    /// Nd: `\d`.
    static let decimal = category("ND") ?? .empty
    /// `\w` of UTS #18: Alphabetic, M, Nd, Pc and Join_Control.
    static let word = ["M", "ND", "PC"].reduce(
        toggled("ALPHABETIC").union(ScalarSet(0x200C...0x200D))
    ) { $0.union(category($1) ?? .empty) }

    private static func folded(_ name: Substring) -> String {
        String(name.filter { !" -_".contains($0) }).uppercased()
    }

    private static func other(_ name: String) -> ScalarSet? {
        switch name {
        case "ANY": .all
        case "ASCII": ScalarSet(0...0x7F)
        case "ASSIGNED": category("CN")?.complement
        default: nil
        }
    }

    // MARK: General categories

    private static let longCategoryNames = [
        "OTHER": "C", "CONTROL": "CC", "CNTRL": "CC", "FORMAT": "CF", "UNASSIGNED": "CN", "PRIVATEUSE": "CO",
        "SURROGATE": "CS", "LETTER": "L", "CASEDLETTER": "LC", "LOWERCASELETTER": "LL", "MODIFIERLETTER": "LM",
        "OTHERLETTER": "LO", "TITLECASELETTER": "LT", "UPPERCASELETTER": "LU", "MARK": "M", "COMBININGMARK": "M",
        "SPACINGMARK": "MC", "ENCLOSINGMARK": "ME", "NONSPACINGMARK": "MN", "NUMBER": "N", "DECIMALNUMBER": "ND",
        "LETTERNUMBER": "NL", "OTHERNUMBER": "NO", "PUNCTUATION": "P", "CONNECTORPUNCTUATION": "PC",
        "DASHPUNCTUATION": "PD", "CLOSEPUNCTUATION": "PE", "FINALPUNCTUATION": "PF", "INITIALPUNCTUATION": "PI",
        "OTHERPUNCTUATION": "PO", "OPENPUNCTUATION": "PS", "SYMBOL": "S", "CURRENCYSYMBOL": "SC",
        "MODIFIERSYMBOL": "SK", "MATHSYMBOL": "SM", "OTHERSYMBOL": "SO", "SEPARATOR": "Z", "LINESEPARATOR": "ZL",
        "PARAGRAPHSEPARATOR": "ZP", "SPACESEPARATOR": "ZS",
    ]

    private static let categoryNames = names(jeoul_category_names_pointer, Int(JEOUL_CATEGORY_COUNT))

    private static func category(_ name: String) -> ScalarSet? {
        let name = longCategoryNames[name] ?? name
        let wanted: [Bool] = categoryNames.map { category in
            let category = category[0].uppercased()
            if name == "LC" || name == "L&" { return ["LL", "LT", "LU"].contains(category) }
            return category == name || name.count == 1 && category.hasPrefix(name)
        }
        guard wanted.contains(true) else { return nil }
        return runs(jeoul_category_runs_pointer, Int(JEOUL_CATEGORY_RUNS)) { wanted[$0] }
    }

    // MARK: Scripts and binary properties

    private static let scriptNames = names(jeoul_script_names_pointer, Int(JEOUL_SCRIPT_COUNT))
    private static let binaryNames = names(jeoul_binary_names_pointer, Int(JEOUL_BINARY_COUNT))

    private static func script(_ name: String) -> ScalarSet? {
        guard let number = scriptNames.firstIndex(where: { $0.contains(name) }) else { return nil }
        return runs(jeoul_script_runs_pointer, Int(JEOUL_SCRIPT_RUNS)) { $0 == number }
    }

    private static func binary(_ name: String) -> ScalarSet? {
        let long = ["ALPHA": "ALPHABETIC", "IDEO": "IDEOGRAPHIC", "LOWER": "LOWERCASE", "UPPER": "UPPERCASE"][name]
        let name = ["WSPACE", "SPACE"].contains(name) ? "WHITESPACE" : long ?? name
        return binaryNames.contains { $0.contains(name) } ? toggled(name) : nil
    }

    private static func toggled(_ name: String) -> ScalarSet {
        guard let number = binaryNames.firstIndex(where: { $0.contains(name) }) else { return .empty }
        var ranges: [ScalarSet.Range] = []
        var open: UInt32?
        for place in 0..<Int(JEOUL_BINARY_TOGGLES) {
            let toggle = jeoul_binary_toggles_pointer[place]
            guard Int(toggle & 0xFF) == number else { continue }
            if let start = open { ranges.append(start...(toggle >> 8) - 1) }
            open = open == nil ? toggle >> 8 : nil
        }
        if let open { ranges.append(open...ScalarSet.last) }
        return ScalarSet(ranges)
    }

    // MARK: Tables

    // SAFETY (of all): constant tables of the C target, which live as long as the program, and their numbers of elements.
    private static func runs(
        _ table: UnsafePointer<UInt32>, _ count: Int, _ isWanted: (Int) -> Bool
    ) -> ScalarSet {
        var ranges: [ScalarSet.Range] = []
        for place in 0..<count where isWanted(Int(table[place] & 0xFF)) {
            let end = place + 1 < count ? table[place + 1] >> 8 : ScalarSet.last + 1
            ranges.append(table[place] >> 8...end - 1)
        }
        return ScalarSet(ranges)
    }

    private static func names(_ table: UnsafePointer<UnsafePointer<CChar>?>, _ count: Int) -> [[String]] {
        (0..<count).map { place in
            table[place].map { String(cString: $0).split(separator: "|").map(String.init) } ?? []
        }
    }
}

/// Simple case folding of the pinned Unicode version.
enum CaseFolding {
    /// All characters of the same folding, for each that is not alone.
    private static let orbits: [UInt32: [UInt32]] = {
        var byLeast: [UInt32: [UInt32]] = [:]
        for place in 0..<Int(JEOUL_FOLDS) {
            let (scalar, least) = (jeoul_folds_pointer[2 * place], jeoul_folds_pointer[2 * place + 1])
            byLeast[least, default: [least]].append(scalar)
        }
        var orbits: [UInt32: [UInt32]] = [:]
        for orbit in byLeast.values {
            for scalar in orbit { orbits[scalar] = orbit }
        }
        return orbits
    }()

    /// The set with every character whose simple folding is that of one in it.
    static func closure(of set: ScalarSet) -> ScalarSet {
        if let range = set.ranges.first, set.ranges.count == 1, range.count == 1 {
            return orbits[range.lowerBound].map { ScalarSet($0.map { $0...$0 }) } ?? set
        }
        var added: [ScalarSet.Range] = []
        for (scalar, orbit) in orbits where set.contains(scalar) {
            for other in orbit where !set.contains(other) { added.append(other...other) }
        }
        return added.isEmpty ? set : set.union(ScalarSet(added))
    }
}
