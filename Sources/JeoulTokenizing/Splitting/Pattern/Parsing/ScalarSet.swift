/// A set of code points, as ranges in order that neither touch nor overlap.
struct ScalarSet: Hashable, Sendable {
    /// The first and the last code point of a range.
    typealias Range = ClosedRange<UInt32>

    private(set) var ranges: [Range]

    static let last: UInt32 = 0x10FFFF
    static let empty = ScalarSet()
    static let all = ScalarSet(0...last)

    /// The empty set.
    init() { ranges = [] }

    /// A set of one range.
    init(_ range: Range) { ranges = [range] }

    /// A set of one code point.
    init(_ scalar: UInt32) { ranges = [scalar...scalar] }

    /// The union of ranges in any order. O(n log n).
    init(_ ranges: some Sequence<Range>) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(range) }
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// Whether a code point is in the set. O(log n).
    func contains(_ scalar: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    /// Adds a range that begins no earlier than all others.
    private mutating func append(_ range: Range) {
        if let last = ranges.last, range.lowerBound <= last.upperBound &+ 1 {
            if range.upperBound > last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound...range.upperBound
            }
        } else {
            ranges.append(range)
        }
    }

    /// What is in either set. O(n).
    func union(_ other: ScalarSet) -> ScalarSet {
        if isEmpty { return other }
        if other.isEmpty { return self }
        var result = ScalarSet()
        result.ranges.reserveCapacity(ranges.count + other.ranges.count)
        var (left, right) = (0, 0)
        while left < ranges.count || right < other.ranges.count {
            if right == other.ranges.count
                || left < ranges.count && ranges[left].lowerBound <= other.ranges[right].lowerBound
            {
                result.append(ranges[left])
                left += 1
            } else {
                result.append(other.ranges[right])
                right += 1
            }
        }
        return result
    }

    /// What is in both sets. O(n).
    func intersection(_ other: ScalarSet) -> ScalarSet {
        var result = ScalarSet()
        var (left, right) = (0, 0)
        while left < ranges.count, right < other.ranges.count {
            let (one, two) = (ranges[left], other.ranges[right])
            let (low, high) = (max(one.lowerBound, two.lowerBound), min(one.upperBound, two.upperBound))
            if low <= high { result.ranges.append(low...high) }
            if one.upperBound < two.upperBound { left += 1 } else { right += 1 }
        }
        return result
    }

    /// Every code point that is not in the set. O(n).
    var complement: ScalarSet {
        var result = ScalarSet()
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.ranges.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.last { result.ranges.append(next...Self.last) }
        return result
    }

    func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }
}
