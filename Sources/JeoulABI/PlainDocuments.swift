import JeoulText
import JeoulTokenizing
import JeoulHeader

/// Documents of a caller's buffer as nearly all are: UTF-8 from the first to the last, with nothing odd about where they lie.
///
/// They are counted as lines, which is the fastest: lines where they are, other documents some at a time in a copy with a LF after
/// each, which costs a twentieth of counting them. There is no list of all documents, whose memory would cost as much again.
/// `Documents` is for all others, and finds what is wrong.
// SAFETY: made of memory as jeoul.h says, in which what offsets say was checked, and used while that is there.
struct PlainDocuments {
    let count: Int
    private let text: UnsafeBufferPointer<UInt8>
    private let places: Places
    private let validity: UnsafePointer<UInt8>?
    private let validityFirst: Int64

    private enum Places {
        case lines
        case narrow(UnsafePointer<Int32>)
        case wide(UnsafePointer<Int64>)
    }

    /// Lines are taken at once, and so no more than this.
    static let mostOfLines = 1 << 22

    /// Nil where something is odd.
    ///
    /// - Complexity: O(documents + bytes).
    init?(_ documents: UnsafePointer<jeoul_documents>?) {
        guard let described = documents?.pointee, described.count > 0, described.first >= 0,
            let bytes = described.bytes,
            described.first <= Int64.max - described.count - 1, described.byte_count <= UInt64(Int.max)
        else { return nil }
        count = Int(described.count)
        validity = described.validity
        validityFirst = described.first
        let all = UnsafeBufferPointer(start: bytes, count: Int(described.byte_count))
        switch (described.offset_bits, described.offsets) {
        case (0, _):
            guard validity == nil, described.first == 0, all.count <= Self.mostOfLines, all.last == 0x0A,
                jeoul_line_ends(bytes, all.count) == count
            else { return nil }
            places = .lines
            text = all
        case (32, let offsets?):
            let offsets = offsets.assumingMemoryBound(to: Int32.self) + Int(described.first)
            let isSound = Self.isSound(count, by: 1 << 22) {
                jeoul_first_odd_offset_32(bytes, all.count, offsets + $0.lowerBound, Int64($0.count)) < 0
            }
            guard isSound else { return nil }
            places = .narrow(offsets)
            text = UnsafeBufferPointer(rebasing: all[..<Int(offsets[count])])
        case (64, let offsets?):
            let offsets = offsets.assumingMemoryBound(to: Int64.self) + Int(described.first)
            let isSound = Self.isSound(count, by: 1 << 22) {
                jeoul_first_odd_offset_64(bytes, all.count, offsets + $0.lowerBound, Int64($0.count)) < 0
            }
            guard isSound else { return nil }
            places = .wide(offsets)
            text = UnsafeBufferPointer(rebasing: all[..<Int(offsets[count])])
        default: return nil
        }
        // All offsets are where characters begin, so that what is UTF-8 together is so document by document.
        let span = UnsafeBufferPointer(rebasing: text[start(of: 0)...])
        let isText = Self.isSound(span.count, by: 1 << 24) {
            let part = span[Self.characterStart(span, $0.lowerBound)..<Self.characterStart(span, $0.upperBound)]
            return UTF8Validation.firstInvalidOffset(UnsafeBufferPointer(rebasing: part)) == nil
        }
        guard isText else { return nil }
    }

    /// Whether `check` holds of all, which is asked of so many at a time: between them a process may be forked.
    private static func isSound(_ count: Int, by size: Int, _ check: (Range<Int>) -> Bool) -> Bool {
        for start in stride(from: 0, to: count, by: size) {
            if start > 0 { jeoul_gate_pause() }
            guard check(start..<min(start + size, count)) else { return false }
        }
        return true
    }

    /// Where the character begins that a place is in; of what is not UTF-8 some place that is before it.
    private static func characterStart(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
        var start = place
        while start > 0, start < text.count, place - start < 3, text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// The bytes from the first document to the last.
    var byteCount: Int { text.count - start(of: 0) }

    /// Gives `body` all documents some at a time, in order.
    func forEachPart(
        _ room: LineRoom, _ body: (_ first: Int, UTF8Section, DocumentLayout) throws -> Void
    ) throws {
        if case .lines = places { return try body(0, UTF8Section(valid: text), .lines) }
        var first = 0
        while first < count {
            let copied = copy(from: first, to: room)
            var number = max(1, Int(copied.documents))
            if copied.documents > 0, copied.are_lines == 1 {
                let lines = UnsafeBufferPointer(start: UnsafePointer(room.base), count: copied.bytes)
                try body(first, UTF8Section(valid: lines), .lines)
            } else {
                let most = UTF8Text.mostBytes
                // Beneath documents that are not there may lie any number of bytes.
                if self.start(of: first + number) - self.start(of: first) > most { number = 1 }
                let start = self.start(of: first)
                let end = number > 1 || isThere(first) ? self.start(of: first + number) : start
                guard end - start <= most else { throw TokenizerError.textTooLarge(bytes: end - start) }
                let ranges = (first..<first + number).map { document in
                    let place = self.start(of: document) - start
                    return place..<(isThere(document) ? self.start(of: document + 1) - start : place)
                }
                try body(first, UTF8Section(valid: UnsafeBufferPointer(rebasing: text[start..<end])), .ranges(ranges))
            }
            first += number
        }
    }

    private func copy(from first: Int, to room: LineRoom) -> jeoul_copied_lines {
        let (first, count) = (Int64(first), Int64(count))
        switch places {
        case .lines: return jeoul_copied_lines()
        case .narrow(let offsets):
            return jeoul_copy_lines_32(
                text.baseAddress, text.count, offsets, validity, validityFirst, first, count, room.base,
                LineRoom.byteCount)
        case .wide(let offsets):
            return jeoul_copy_lines_64(
                text.baseAddress, text.count, offsets, validity, validityFirst, first, count, room.base,
                LineRoom.byteCount)
        }
    }

    /// Where a document begins, or, of the one after the last, where the last one ends.
    private func start(of document: Int) -> Int {
        switch places {
        case .lines: 0
        case .narrow(let offsets): Int(offsets[document])
        case .wide(let offsets): Int(offsets[document])
        }
    }

    private func isThere(_ document: Int) -> Bool { Documents.isValid(validity, Int(validityFirst) + document) }
}

/// Memory for documents that are copied; it stays in the second-level cache.
final class LineRoom {
    static let byteCount = 1 << 18

    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCount)

    deinit { base.deallocate() }
}
