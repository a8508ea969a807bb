/// Merging of neighbours in the order of their ranks: the lowest first, the leftmost of equals. What the elements are,
/// and what a merge makes of them, is the caller's affair.
///
/// The ranks are the lowest level of a tree, each node of which has the least of sixteen below it. So the lowest rank is found, and
/// one changed, in O(log n), in a few cache lines; a rank that changes seldom changes more than its own node.
struct PriorityMerge {
    /// The rank of two that do not merge.
    static let none = UInt32.max
    private static let branches = 16

    /// The rank of each element and the one after it, then the levels above, each a whole number of nodes.
    private var ranks: [UInt32] = []
    /// Where each level begins.
    private var levels: [Int] = []
    /// The neighbours of each element: numbers of 32 bits, since a text without a break may be gigabytes.
    private var next: [UInt32] = []
    private var previous: [UInt32] = []
    /// The elements that are left, by number.
    private(set) var left: [Int] = []

    /// Merges until no two merge. O(n log n).
    ///
    /// - Parameters:
    ///   - count: the elements are numbered from 0 to `count`.
    ///   - rank: the rank at which two neighbours merge, or `none`; asked once for any two that become neighbours.
    ///   - merge: merges the second into the first; told the rank.
    @inline(__always)
    mutating func run(
        _ count: Int, rank: (_ left: Int, _ right: Int) -> UInt32, merge: (_ left: Int, _ right: Int, UInt32) -> Void
    ) {
        guard count > 1 else {
            left = Array(0..<count)
            return
        }
        begin(count)
        for left in 0..<count - 1 { ranks[left] = rank(left, left + 1) }
        fillLevels()
        while let (lowest, element) = lowest {
            let right = Int(next[element])
            merge(element, right, lowest)
            let after = Int(next[right])
            next[element] = UInt32(truncatingIfNeeded: after)
            set(right, Self.none)
            if element > 0 {
                let before = Int(previous[element])
                set(before, rank(before, element))
            }
            if after < count { previous[after] = UInt32(truncatingIfNeeded: element) }
            set(element, after < count ? rank(element, after) : Self.none)
        }
        var index = 0
        while index < count {
            left.append(index)
            index = Int(next[index])
        }
    }

    private mutating func begin(_ count: Int) {
        levels = [0]
        var (size, total) = (count, 0)
        repeat {
            size = (size + Self.branches - 1) / Self.branches
            total += size * Self.branches
            if size > 1 { levels.append(total) }
        } while size > 1
        ranks.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        left.removeAll(keepingCapacity: true)
        ranks.append(contentsOf: repeatElement(Self.none, count: total))
        next.append(contentsOf: (0..<UInt32(count)).lazy.map { $0 + 1 })
        previous.append(contentsOf: (0..<UInt32(count)).lazy.map { $0 &- 1 })
    }

    private mutating func fillLevels() {
        for level in levels.indices.dropLast() {
            for node in 0..<(levels[level + 1] - levels[level]) / Self.branches {
                ranks[levels[level + 1] + node] = least(levels[level] + node * Self.branches)
            }
        }
    }

    /// The least of the node that begins at a place.
    @inline(__always)
    private func least(_ node: Int) -> UInt32 {
        var least = Self.none
        for index in node..<node + Self.branches { least = min(least, ranks[index]) }
        return least
    }

    /// The lowest rank and the leftmost element that has it; nil where none is left.
    private var lowest: (UInt32, element: Int)? {
        @inline(__always) get {
            let lowest = least(levels[levels.count - 1])
            guard lowest != Self.none else { return nil }
            var element = 0
            for level in levels.reversed() {
                let first = level + element * Self.branches
                var place = first
                while ranks[place] != lowest { place += 1 }
                element = element * Self.branches + place - first
            }
            return (lowest, element)
        }
    }

    /// Gives an element another rank.
    @inline(__always)
    private mutating func set(_ element: Int, _ rank: UInt32) {
        var (place, new) = (element, rank)
        for level in levels.indices {
            let old = ranks[levels[level] + place]
            ranks[levels[level] + place] = new
            guard level + 1 < levels.count else { return }
            place /= Self.branches
            let known = ranks[levels[level + 1] + place]
            if new >= known {
                guard old == known, old != new else { return }
                new = least(levels[level] + place * Self.branches)
            }
        }
    }
}
