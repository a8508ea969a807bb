import Foundation
import JeoulText

/// Line ends in `Data`: LF, with a CR just before it belonging to the line end.
enum LineEnds {
    private static let lineFeed = UInt8(ascii: "\n")

    /// The number of LFs. O(n).
    static func count(in data: Data) -> Int { data.withUnsafeBytes { $0.occurrences(of: lineFeed) } }

    /// The number of LFs before an offset.
    static func count(in data: Data, before offset: Int) -> Int {
        count(in: data.prefix(offset))
    }

    /// The number of documents that lines make: an unended last line is one, unless it is empty.
    static func documentCount(in data: Data, lineFeeds: Int) -> Int {
        guard let last = data.last else { return 0 }
        return lineFeeds + (last == lineFeed ? 0 : 1)
    }

    /// The offset of the last LF at or after `start` and before `end`.
    static func last(in data: Data, from start: Int, before end: Int) -> Int? {
        let bytes = data.span
        var at = end
        while at > start {
            at -= 1
            if bytes[at] == lineFeed { return at }
        }
        return nil
    }

    /// Whether a CR belongs to any line end. O(n).
    static func hasCRLF(in data: Data) -> Bool {
        data.withUnsafeBytes { bytes in
            var start = 0
            // SAFETY: memchr stays inside the count given, which is what is left of the buffer.
            while let base = bytes.baseAddress, start < bytes.count,
                let found = memchr(base + start, 0x0D, bytes.count - start)
            {
                let at = base.distance(to: UnsafeRawPointer(found))
                if at + 1 < bytes.count, bytes[at + 1] == lineFeed { return true }
                start = at + 1
            }
            return false
        }
    }

    /// The ranges of the lines without their line ends. O(n).
    static func documentRanges(in data: Data, count: Int) -> [Range<Int>] {
        let bytes = data.span
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(count)
        var start = 0
        for at in 0..<bytes.count where bytes[at] == lineFeed {
            let hasReturn = at > start && bytes[at - 1] == UInt8(ascii: "\r")
            ranges.append(start..<(hasReturn ? at - 1 : at))
            start = at + 1
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        return ranges
    }
}
