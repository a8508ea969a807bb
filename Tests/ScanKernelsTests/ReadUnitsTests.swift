import ScanKernels
import Testing

/// Pre-tokens as units, on every kernel, against the decoder of the standard library.
@Suite struct ReadUnitsTests {
    static let seed: UInt64 = 20_241_201

    /// The units of a pre-token; nil of one that is not cut.
    static func units(of preToken: [UInt8]) -> [UInt16]? {
        // A character of ASCII may be the first, and all others are Hangul. Kernels cut what fits into the units whatever
        // its first character is.
        let scalars = Array(String(decoding: preToken, as: UTF8.self).unicodeScalars)
        let rest = scalars[0].isASCII ? scalars.dropFirst() : scalars[...]
        guard !rest.isEmpty, preToken.count <= 3 * (Int(JEOUL_MOST_UNITS) - 1) else { return nil }
        var units = scalars[0].isASCII ? [UInt16(scalars[0].value)] : []
        for scalar in rest {
            switch scalar.value {
            case 0x3131...0x318E: units.append(UInt16(scalar.value - 0x3131 + 128))
            case 0xAC00...0xD7A3: units.append(UInt16(scalar.value - 0xAC00 + 512))
            default: return nil
            }
        }
        return units
    }

    /// What is wrong with what a kernel has read, in words; nil where nothing is.
    static func fault(_ cut: Cut, _ preTokens: TextPreTokens, chosen: [UInt32]) -> String? {
        var units: [UInt16] = []
        var ends: [Int] = []
        var whole: [UInt32] = []
        var others: [UInt32] = []
        var firsts: Set<Int> = []
        var spaces: Set<Int> = []
        for preToken in chosen {
            guard let found = Self.units(of: preTokens[Int(preToken)]) else {
                others.append(preToken)
                continue
            }
            firsts.insert(units.count)
            if found[0] == 0x20 { spaces.insert(units.count) }
            units += found
            ends.append(units.count)
            whole.append(preToken)
        }
        if cut.others != others { return "others \(cut.others) instead of \(others)" }
        if cut.preTokens != whole { return "pieces \(cut.preTokens) instead of \(whole)" }
        if cut.ends != ends { return "ends \(cut.ends) instead of \(ends)" }
        if cut.unitCount != units.count { return "\(cut.unitCount) units instead of \(units.count)" }
        for index in -2..<0 where cut.units[index] != 0 { return "unit \(index) is not 0" }
        for index in units.indices {
            if cut.units[index] != units[index] { return "unit \(index) is \(cut.units[index]), not \(units[index])" }
            if cut.isFirst(index) != firsts.contains(index) { return "first \(index)" }
            if cut.isSpace(index) != spaces.contains(index) { return "space \(index)" }
        }
        // What is read behind the last unit begins no span and is in none.
        for index in units.count..<units.count + 64 where cut.units[index] != 0 { return "unit \(index) is not 0" }
        for index in units.count..<(units.count / 64 + 1) * 64 where !cut.isFirst(index) {
            return "\(index) may join what stands before"
        }
        if cut.isSpace(units.count) { return "a space behind the units" }
        return nil
    }

    private static func utf8(_ scalar: UInt32) -> [UInt8] { Array(String(Character(Unicode.Scalar(scalar)!)).utf8) }

    private func check(_ kernel: Kernel, _ preToken: [UInt8], offset: Int = 0, behind: Int = 0) -> String? {
        var preTokens = TextPreTokens()
        preTokens.add(preToken)
        preTokens.text += [UInt8](repeating: 0xEA, count: behind)
        let cut = Cut(kernel, preTokens, chosen: [0], offset: offset)
        return Self.fault(cut, preTokens, chosen: [0])
    }

    @Test(arguments: Kernel.all)
    func everyCharacter(kernel: Kernel) {
        // Alone, behind each kind of first character, and between syllables.
        let around: [([UInt8], [UInt8])] = [
            ([], []), ([0x20], []), ([0x28], []), ([0], []), (Array("가".utf8), Array("힣ㅋ".utf8)),
        ]
        for code in UInt32(0)...0x1_1000 {
            guard Unicode.Scalar(code) != nil else { continue }
            for (before, after) in around {
                if let fault = check(kernel, before + Self.utf8(code) + after) {
                    Issue.record("U+\(String(code, radix: 16)) after \(before): \(fault)")
                    return
                }
            }
        }
    }

    static let prefixes: [[UInt8]] = [[], [0x20], [0x28], [0x61], [0x0A], [0], [0x7F], [0x20, 0x20], [0x61, 0x62]]
    /// Beside the ranges of units, and of every length.
    static let strangers: [UInt32] = [
        0x3130, 0x318F, 0xABFF, 0xD7A4, 0xD7FF, 0x4E00, 0x9FFF, 0x3000, 0xE000, 0xFFFD, 0x800, 0xE9, 0x7FF, 0x80,
        0x1F389, 0x10FFFF, 0x20, 0x61, 0x00, 0x1131, 0x1100,
    ]

    @Test(arguments: Kernel.all)
    func everyLengthAtTheEnd(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        for count in 1...64 {
            for prefix in Self.prefixes {
                for offset in [0, 1, 17, 62, 63] {
                    let preToken = prefix + (0..<count).flatMap { _ in Self.hangul(using: &random) }
                    for behind in [0, 1, 15, 16, 17, 64] {
                        if let fault = check(kernel, preToken, offset: offset, behind: behind) {
                            Issue.record("\(count) after \(prefix), \(behind) behind: \(fault)")
                            return
                        }
                    }
                }
            }
        }
    }

    /// One character that is no unit, at each place.
    @Test(arguments: Kernel.all)
    func strangersAnywhere(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        for count in Array(1...20) + [31, 32, 33, 47, 48, 49, 57, 58, 59] {
            for place in 0..<count {
                for stranger in Self.strangers {
                    let prefix = Self.prefixes.randomElement(using: &random)!
                    var characters = (0..<count).map { _ in Self.hangul(using: &random) }
                    characters[place] = Self.utf8(stranger)
                    // Two more ASCII characters make the length that of whole units again.
                    let tail = Bool.random(using: &random) ? [] : Array("ab".utf8)
                    if let fault = check(kernel, prefix + characters.joined() + tail) {
                        Issue.record("U+\(String(stranger, radix: 16)) at \(place) of \(count): \(fault)")
                        return
                    }
                }
            }
        }
    }

    private static func hangul(using random: inout SplitMix64) -> [UInt8] {
        let edges: [UInt32] = [0x3131, 0x318E, 0xAC00, 0xD7A3, 0x3164, 0xAFFF, 0xB000, 0xCFFF, 0xD000]
        return switch Int.random(in: 0..<8, using: &random) {
        case 0: utf8(edges.randomElement(using: &random)!)
        case 1: utf8(.random(in: 0x3131...0x318E, using: &random))
        default: utf8(.random(in: 0xAC00...0xD7A3, using: &random))
        }
    }

    /// A pre-token of any kind.
    static func randomPreToken(using random: inout SplitMix64) -> [UInt8] {
        let isLong = Int.random(in: 0..<10, using: &random) == 0
        let count = Int.random(in: 1...(isLong ? 64 : 8), using: &random)
        var characters = (0..<count).map { _ in hangul(using: &random) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            characters[Int.random(in: 0..<count, using: &random)] = utf8(strangers.randomElement(using: &random)!)
        }
        return Array(prefixes.randomElement(using: &random)! + characters.joined())
    }

    /// Pre-tokens that are cut and others in one call, in memory that another call has used.
    @Test(arguments: Kernel.all)
    func manyPreTokens(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        let cut = Cut()
        let most = Int(JEOUL_SPLIT_PRETOKENS)
        for round in 0..<400 {
            var preTokens = TextPreTokens()
            let count = [0, 1, 2, 63, 64, 65, most - 1, most][round % 8]
            var chosen: [UInt32] = []
            while chosen.count < count {
                preTokens.add(Self.randomPreToken(using: &random), after: Bool.random(using: &random) ? [] : [0x0A])
                if Int.random(in: 0..<3, using: &random) > 0 { chosen.append(UInt32(preTokens.starts.count - 1)) }
            }
            cut.read(kernel, preTokens, chosen: chosen, offset: round % 64)
            if let fault = Self.fault(cut, preTokens, chosen: chosen) {
                Issue.record("seed \(Self.seed), round \(round): \(fault)")
                return
            }
        }
    }

    /// As many units as there is room for, and none.
    @Test(arguments: Kernel.all)
    func fullAndEmpty(kernel: Kernel) {
        let most = Int(JEOUL_SPLIT_PRETOKENS)
        for (unit, prefix) in [("가", ""), ("ㅎ", " "), ("힣", "("), ("é", ""), ("가", "é"), ("가", "  ")] {
            for count in [1, 2, 58, 59, 60, 61] {
                var preTokens = TextPreTokens()
                for _ in 0..<most { preTokens.add(Array((prefix + String(repeating: unit, count: count)).utf8)) }
                let chosen = (0..<most).map(UInt32.init)
                let cut = Cut(kernel, preTokens, chosen: chosen)
                #expect(Self.fault(cut, preTokens, chosen: chosen) == nil, "\(count) times \(unit) after \(prefix)")
            }
        }
    }
}
