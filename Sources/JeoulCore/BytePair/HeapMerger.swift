/// Merging of a very long run: a heap of candidate merges over a doubly linked list. O(n log n).
struct HeapMerger {
    let merger: Merger

    /// Merges tokens until no two merge; their number is returned.
    // SAFETY: `tokens` has room for `count` elements.
    func merge(_ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        var next = (0..<count).map { Int32($0 + 1) }
        var previous = (0..<count).map { Int32($0 - 1) }
        // Rank above place, so that the least key is the lowest rank, the leftmost of equals.
        var heap = MinimumHeap()
        func offer(_ left: Int, _ right: Int) {
            let rank = merger.pairs.find(tokens[left], tokens[right])
            if rank != PairTable.none { heap.push(UInt64(rank) << 32 | UInt64(left)) }
        }
        for index in 0..<max(0, count - 1) { offer(index, index + 1) }
        while let key = heap.pop() {
            let left = Int(key & 0xFFFF_FFFF)
            let rank = UInt32(key >> 32)
            // Stale when either side has merged meanwhile.
            guard next[left] >= 0, Int(next[left]) < count else { continue }
            let right = Int(next[left])
            guard merger.pairs.find(tokens[left], tokens[right]) == rank else { continue }
            tokens[left] = merger.result(rank)
            let after = next[right]
            next[left] = after
            next[right] = -1
            if Int(after) < count {
                previous[Int(after)] = Int32(left)
                offer(left, Int(after))
            }
            if previous[left] >= 0 { offer(Int(previous[left]), left) }
        }
        var length = 0
        var index = 0
        while index < count {
            tokens[length] = tokens[index]
            length += 1
            index = Int(next[index])
        }
        return length
    }
}

/// A binary heap of keys, the least first.
struct MinimumHeap {
    private var keys: [UInt64] = []

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
