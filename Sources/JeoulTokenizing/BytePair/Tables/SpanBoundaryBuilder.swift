import ScanKernels

/// The edges between characters that the tokens of a vocabulary cover; see `SpanBoundaries`.
struct SpanBoundaryBuilder {
    /// Two units each, 14 bits a unit, the left one the highest; there may be duplicates.
    private(set) var pairs: [UInt64] = []
    /// Three units each.
    private(set) var triples: [UInt64] = []
    private(set) var joinsNext: Set<UInt32> = []
    private(set) var joinsPrevious: Set<UInt32> = []
    private var characters: [Character] = []
    /// The units of the parts of characters met so far.
    private var unitsOfParts: [Part: [UInt32]] = [:]

    /// A character of a token, or a part of one that may be of several.
    private enum Character {
        case whole(UInt32)
        case part(Part)
    }

    /// The last bits of a character, or the first ones.
    private struct Part: Hashable {
        var bits: UInt32
        var value: UInt32
        var isLast: Bool
    }

    /// The most pairs that a part of a character is written out as.
    private static let mostPairs = 1024

    /// Adds the edges that a token covers. O(length), but for parts of characters.
    mutating func add(_ token: UnsafeBufferPointer<UInt8>) {
        guard token.count > 1, let isWhole = read(token), characters.count > 1 else { return }
        if isWhole, characters.count > 2 {
            for index in 2..<characters.count {
                guard case .whole(let left) = characters[index - 2], case .whole(let middle) = characters[index - 1],
                    case .whole(let right) = characters[index]
                else { continue }
                triples.append((UInt64(left) << 14 | UInt64(middle)) << 14 | UInt64(right))
            }
            return
        }
        for index in 1..<characters.count {
            if case .whole(let left) = characters[index - 1], case .whole(let right) = characters[index] {
                pairs.append(UInt64(left) << 14 | UInt64(right))
            } else {
                join(units(of: characters[index - 1]), units(of: characters[index]))
            }
        }
    }

    private mutating func join(_ left: [UInt32], _ right: [UInt32]) {
        if left.count * right.count <= Self.mostPairs {
            for one in left {
                for other in right { pairs.append(UInt64(one) << 14 | UInt64(other)) }
            }
        } else if left.count <= right.count {
            joinsNext.formUnion(left)
        } else {
            joinsPrevious.formUnion(right)
        }
    }

    /// The units that a character may be.
    private mutating func units(of character: Character) -> [UInt32] {
        switch character {
        case .whole(let unit): return [unit]
        case .part(let part):
            if let units = unitsOfParts[part] { return units }
            let units = Self.units.filter {
                part.isLast
                    ? $0.scalar & (1 << part.bits - 1) == part.value : $0.scalar >> (16 - part.bits) == part.value
            }
            .map(\.unit)
            unitsOfParts[part] = units
            return units
        }
    }

    /// Reads a token's characters; nil where no pre-token that is cut can have the token, else whether all are whole.
    private mutating func read(_ token: UnsafeBufferPointer<UInt8>) -> Bool? {
        // Nearly all other tokens are told by their last byte: after its first character a pre-token that is cut has units of three
        // bytes only, and so has a token in it.
        guard token[token.count - 1] >= 0x80 else { return nil }
        characters.removeAll(keepingCapacity: true)
        var index = 0
        var isWhole = true
        if token[0] < 0x80 {
            characters.append(.whole(UInt32(token[0])))
            index = 1
        } else if token[0] < 0xC0 {
            // The last bytes of a character, at most two.
            while index < token.count, token[index] & 0xC0 == 0x80 { index += 1 }
            guard index <= 2, index < token.count else { return nil }
            let value = token[..<index].reduce(UInt32(0)) { $0 << 6 | UInt32($1 & 0x3F) }
            characters.append(.part(Part(bits: UInt32(6 * index), value: value, isLast: true)))
            isWhole = false
        }
        while index < token.count {
            let byte = token[index]
            guard byte == 0xE3 || 0xEA...0xED ~= byte else { return nil }
            let end = min(index + 3, token.count)
            var value = UInt32(byte & 0x0F)
            for continuation in token[index + 1..<end] {
                guard continuation & 0xC0 == 0x80 else { return nil }
                value = value << 6 | UInt32(continuation & 0x3F)
            }
            if end == index + 3 {
                guard let unit = SpanBoundaries.unit(value) else { return nil }
                characters.append(.whole(unit))
            } else {
                characters.append(.part(Part(bits: UInt32(4 + 6 * (end - index - 1)), value: value, isLast: false)))
                isWhole = false
            }
            index = end
        }
        return isWhole
    }

    /// The units of three bytes, with their characters.
    private static let units: [(scalar: UInt32, unit: UInt32)] = [0x3131...0x318E, 0xAC00...0xD7A3].flatMap { range in
        range.map { (UInt32($0), SpanBoundaries.unit(UInt32($0))!) }
    }
}
