/// Merging of neighbours in the order of their ranks: the lowest first, the leftmost of equals. What the elements are,
/// and what a merge makes of them, is the caller's affair.
enum PriorityMerge {
    /// The rank of two that do not merge.
    static let none = UInt32.max
    /// More elements than this are merged with a heap, in O(n log n); fewer by searching for the lowest rank.
    private static let longestSearch = 48

    /// Merges until no two merge, and returns the elements that are left, by number.
    ///
    /// - Parameters:
    ///   - count: the elements are numbered from 0 to `count`.
    ///   - rank: the rank at which two neighbours merge, or `none`.
    ///   - merge: merges the second into the first.
    static func run(
        _ count: Int, rank: (_ left: Int, _ right: Int) -> UInt32, merge: (_ left: Int, _ right: Int) -> Void
    ) -> [Int] {
        count <= longestSearch ? bySearch(count, rank, merge) : byHeap(count, rank, merge)
    }

    private static func bySearch(_ count: Int, _ rank: (Int, Int) -> UInt32, _ merge: (Int, Int) -> Void) -> [Int] {
        var left = Array(0..<count)
        // ranks[i] is that of left[i] and the one after it.
        var ranks = left.dropLast().map { rank($0, $0 + 1) }
        while true {
            var best = none
            var at = 0
            for index in ranks.indices where ranks[index] < best { (best, at) = (ranks[index], index) }
            if best == none { return left }
            merge(left[at], left[at + 1])
            left.remove(at: at + 1)
            ranks.remove(at: at)
            if at < ranks.count { ranks[at] = rank(left[at], left[at + 1]) }
            if at > 0 { ranks[at - 1] = rank(left[at - 1], left[at]) }
        }
    }

    private static func byHeap(_ count: Int, _ rank: (Int, Int) -> UInt32, _ merge: (Int, Int) -> Void) -> [Int] {
        // Numbers of 32 bits: a text without a break may be gigabytes.
        let (end, gone) = (UInt32(count), UInt32.max)
        var next = (0..<UInt32(count)).map { $0 + 1 }
        var previous = (0..<UInt32(count)).map { $0 &- 1 }
        // Rank above place, so that the least key is the lowest rank, the leftmost of equals.
        var heap = MinimumHeap(capacity: count)
        func offer(_ left: Int) {
            guard next[left] < end else { return }
            let rank = rank(left, Int(next[left]))
            if rank != none { heap.push(UInt64(rank) << 32 | UInt64(left)) }
        }
        for left in 0..<count { offer(left) }
        while let key = heap.pop() {
            let left = Int(key & 0xFFFF_FFFF)
            // Stale when the left one was merged away, or the pair is another one by now.
            guard next[left] < end, UInt64(rank(left, Int(next[left]))) == key >> 32 else { continue }
            let right = Int(next[left])
            merge(left, right)
            next[left] = next[right]
            next[right] = gone
            if next[left] < end { previous[Int(next[left])] = UInt32(left) }
            if previous[left] != gone { offer(Int(previous[left])) }
            offer(left)
        }
        var left: [Int] = []
        var index = 0
        while index < count {
            left.append(index)
            index = Int(next[index])
        }
        return left
    }
}

/// A binary heap of keys, the least first.
private struct MinimumHeap {
    private var keys: [UInt64] = []

    init(capacity: Int) { keys.reserveCapacity(capacity) }

    mutating func push(_ key: UInt64) {
        keys.append(key)
        var child = keys.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if keys[parent] <= key { break }
            keys[child] = keys[parent]
            child = parent
        }
        keys[child] = key
    }

    mutating func pop() -> UInt64? {
        guard let least = keys.first else { return nil }
        let last = keys.removeLast()
        if keys.isEmpty { return least }
        var parent = 0
        while true {
            var child = parent * 2 + 1
            if child >= keys.count { break }
            if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
            if keys[child] >= last { break }
            keys[parent] = keys[child]
            parent = child
        }
        keys[parent] = last
        return least
    }
}
