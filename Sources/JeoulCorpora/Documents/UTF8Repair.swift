import Foundation
import JeoulText

/// How much of an input was not UTF-8.
package struct InvalidUTF8Count: Sendable, Hashable, Codable {
    /// The maximal subparts that were replaced or dropped.
    package var sequences = 0
    /// Their bytes.
    package var bytes = 0

    /// Nothing was invalid.
    package init() {}

    static func += (total: inout InvalidUTF8Count, more: InvalidUTF8Count) {
        total.sequences += more.sequences
        total.bytes += more.bytes
    }
}

/// Replaces or drops what is not UTF-8.
enum UTF8Repair {
    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// A repaired copy, and how much was repaired. O(n): the check stops at the first fault and goes on behind it.
    ///
    /// LF is never part of an ill-formed sequence, so lines stay what they were.
    static func repaired(
        _ data: Data, firstInvalid: Int, replacing: Bool, check: CorpusOptions.UTF8Check
    ) -> (text: Data, count: InvalidUTF8Count) {
        var text: [UInt8] = []
        text.reserveCapacity(data.count)
        var count = InvalidUTF8Count()
        var validFrom = 0
        var fault: Int? = firstInvalid
        while let at = fault {
            text.append(contentsOf: data.slice(validFrom..<at))
            let length = WellFormedUTF8.sequence(at: at, in: data.span).length
            count.sequences += 1
            count.bytes += length
            if replacing { text.append(contentsOf: replacement) }
            validFrom = at + length
            // Garbage comes in runs: looking at one sequence here saves a call of the check for each.
            let next = validFrom
            if next < data.count, !WellFormedUTF8.sequence(at: next, in: data.span).isWellFormed {
                fault = next
            } else {
                fault = check(data.slice(next..<data.count)).map { next + $0 }
            }
        }
        text.append(contentsOf: data.slice(validFrom..<data.count))
        return (Data(text), count)
    }
}

extension Data {
    /// The slice of a range counted from the first byte, whatever `startIndex` is. No copy.
    func slice(_ range: Range<Int>) -> Data {
        self[startIndex + range.lowerBound..<startIndex + range.upperBound]
    }
}
