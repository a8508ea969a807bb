/// The code points in classes: two of a class are in the same sets of a pattern, so that no automaton need tell them apart.
struct ClassPartition: Sendable {
    /// How many classes there are.
    let count: Int
    /// For each block of code points, where its classes begin in `values`.
    let blocks: [UInt32]
    let values: [UInt8]
    /// The classes of each set, a bit each.
    private let masks: [ScalarSet: UInt64]

    /// The most classes: a set of them is a word, of which one bit is kept for the text's edge.
    static let mostClasses = 60
    static let blockBits: UInt32 = 7

    /// The coarsest partition that tells these sets apart. O(n·m) for n sets with m ranges in all.
    init(_ sets: Set<ScalarSet>) throws(PatternError) {
        var bounds: Set<UInt32> = [0, ScalarSet.last + 1]
        for set in sets {
            for range in set.ranges {
                bounds.insert(range.lowerBound)
                bounds.insert(range.upperBound + 1)
            }
        }
        // An interval begins at each bound.
        let starts = bounds.sorted()
        var classes = [Int](repeating: 0, count: starts.count - 1)
        var count = 1
        var members: [(set: ScalarSet, intervals: [Int])] = []
        // The same partition whatever the order of a hashed set.
        for set in sets.sorted(by: { Self.precedes($0, $1) }) {
            let intervals = Self.intervals(of: set, starts)
            members.append((set, intervals))
            // Each class is cut into what is in the set and what is not.
            var inside = [Int](repeating: -1, count: count)
            for interval in intervals {
                let old = classes[interval]
                if inside[old] < 0 {
                    inside[old] = count
                    count += 1
                }
                classes[interval] = inside[old]
            }
            count = Self.renumber(&classes)
            guard count <= Self.mostClasses else {
                throw .tooLarge("more than \(Self.mostClasses) classes of characters")
            }
        }
        self.count = count
        var masks: [ScalarSet: UInt64] = [:]
        for (set, intervals) in members {
            masks[set] = intervals.reduce(0) { $0 | 1 << UInt64(classes[$1]) }
        }
        self.masks = masks
        (blocks, values) = Self.table(starts, classes)
    }

    /// The classes that a set is made of; it is one of those that the partition was made for.
    func mask(of set: ScalarSet) -> UInt64 { masks[set] ?? 0 }

    /// The class of a code point. O(1).
    func classOf(_ scalar: UInt32) -> UInt8 {
        values[Int(blocks[Int(scalar >> Self.blockBits)] + scalar & (1 << Self.blockBits - 1))]
    }

    private static func precedes(_ left: ScalarSet, _ right: ScalarSet) -> Bool {
        left.ranges.lexicographicallyPrecedes(right.ranges) {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
    }

    /// The intervals that make up a set, in order.
    private static func intervals(of set: ScalarSet, _ starts: [UInt32]) -> [Int] {
        var result: [Int] = []
        var interval = 0
        for range in set.ranges {
            while starts[interval] < range.lowerBound { interval += 1 }
            while starts[interval] <= range.upperBound {
                result.append(interval)
                interval += 1
            }
        }
        return result
    }

    /// Numbers the classes in the order in which they come up, and gives how many there are.
    private static func renumber(_ classes: inout [Int]) -> Int {
        var numbers: [Int: Int] = [:]
        for place in classes.indices {
            let number = numbers[classes[place]] ?? numbers.count
            numbers[classes[place]] = number
            classes[place] = number
        }
        return numbers.count
    }

    /// The two-stage table; blocks of one class are stored once.
    private static func table(_ starts: [UInt32], _ classes: [Int]) -> (blocks: [UInt32], values: [UInt8]) {
        let size: UInt32 = 1 << blockBits
        var blocks: [UInt32] = []
        blocks.reserveCapacity(Int((ScalarSet.last + 1) / size))
        var values: [UInt8] = []
        var uniform: [Int: UInt32] = [:]
        var interval = 0
        for first in stride(from: 0, to: ScalarSet.last + 1, by: Int(size)) {
            while starts[interval + 1] <= first { interval += 1 }
            let isUniform = starts[interval + 1] >= first + size
            if isUniform, let known = uniform[classes[interval]] {
                blocks.append(known)
                continue
            }
            if isUniform { uniform[classes[interval]] = UInt32(values.count) }
            blocks.append(UInt32(values.count))
            var scalar = first
            var place = interval
            while scalar < first + size {
                let end = min(starts[place + 1], first + size)
                values.append(contentsOf: repeatElement(UInt8(classes[place]), count: Int(end - scalar)))
                scalar = end
                place += 1
            }
        }
        return (blocks, values)
    }
}
