import JeoulText
import JeoulTokenizing
import JeoulHeader

/// Documents of a caller's buffer, checked: ranges inside it that hold UTF-8.
///
/// The text is the caller's own memory, or a copy of the documents: where they are to be repaired, and where bytes of a document
/// that is not there, which may be any, lie between them. So all of the text from the first document to the last is UTF-8.
struct Documents {
    /// Where each document lies in the text; empty where it is not there.
    let ranges: [Range<Int>]
    /// Whether each is a line of the text, and nothing else is in it.
    let isLines: Bool
    private let bytes: UnsafeBufferPointer<UInt8>
    private let copy: [UInt8]?

    /// - Throws: `ABIError` for offsets that are not of the buffer, and for bytes that are not UTF-8 unless they are replaced.
    /// - Complexity: O(documents + bytes).
    // SAFETY: `documents` describes memory as jeoul.h says; what it says of offsets is checked, the offsets' own number is not.
    init(_ documents: UnsafePointer<jeoul_documents>?, invalidUTF8: Int32) throws(ABIError) {
        guard let documents else { throw .argument("documents is NULL") }
        let described = documents.pointee
        try Self.check(invalidUTF8)
        guard described.count >= 0, described.first >= 0, described.first <= Int64.max - described.count - 1 else {
            throw .argument("first is \(described.first) and count \(described.count)")
        }
        guard described.byte_count == 0 || described.bytes != nil else { throw .argument("bytes is NULL") }
        guard described.byte_count <= UInt64(Int.max) else { throw .argument("byte_count is \(described.byte_count)") }
        let bytes = UnsafeBufferPointer(start: described.bytes, count: Int(described.byte_count))
        let ranges = try described.offset_bits == 0 ? Self.lines(described, bytes) : Self.ranges(described)
        let fault = Self.firstFault(bytes, ranges)
        if let fault, invalidUTF8 != JEOUL_UTF8_REPLACE {
            throw ABIError(
                JEOUL_INVALID_UTF8,
                "document \(fault.document) is not UTF-8 at byte \(fault.offset); replace what is not, or convert it",
                document: fault.document, offset: fault.offset)
        }
        self.bytes = bytes
        isLines = described.offset_bits == 0 && fault == nil
        // Between lines are line ends.
        let hasGaps = !isLines && zip(ranges, ranges.dropFirst()).contains { $0.upperBound != $1.lowerBound }
        if fault != nil || hasGaps {
            let copied = Self.copied(bytes, ranges)
            copy = copied.text
            self.ranges = copied.ranges
        } else {
            copy = nil
            self.ranges = ranges
        }
    }

    /// - Throws: `ABIError` where a policy is none.
    static func check(_ invalidUTF8: Int32) throws(ABIError) {
        guard invalidUTF8 == JEOUL_UTF8_ERROR || invalidUTF8 == JEOUL_UTF8_REPLACE else {
            throw .argument("invalid_utf8 is \(invalidUTF8), neither JEOUL_UTF8_ERROR nor JEOUL_UTF8_REPLACE")
        }
    }

    /// Calls `body` with the text that the ranges are of.
    func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if let copy { return try copy.withUnsafeBufferPointer(body) }
        return try body(bytes)
    }

    /// The documents' ranges; those that are not there are empty, wherever their offsets point.
    private static func ranges(_ documents: jeoul_documents) throws(ABIError) -> [Range<Int>] {
        guard documents.count > 0 else { return [] }
        guard let offsets = documents.offsets else { throw .argument("offsets is NULL") }
        switch documents.offset_bits {
        case 32:
            return try ranges(documents, offsets.assumingMemoryBound(to: Int32.self) + Int(documents.first))
        case 64:
            return try ranges(documents, offsets.assumingMemoryBound(to: Int64.self) + Int(documents.first))
        default: throw .argument("offset_bits is \(documents.offset_bits), neither 32 nor 64 nor 0")
        }
    }

    /// The lines of a buffer, of which there are as many as documents.
    private static func lines(
        _ documents: jeoul_documents, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ABIError) -> [Range<Int>] {
        guard documents.first == 0, documents.validity == nil else {
            throw .argument("lines are counted from the first, and all are there")
        }
        let lines = DocumentLayout.lines.ranges(in: bytes)
        guard lines.count == Int(documents.count) else {
            throw .argument("count is \(documents.count), but there are \(lines.count) lines")
        }
        return lines
    }

    private static func ranges<Offset: FixedWidthInteger>(
        _ documents: jeoul_documents, _ offsets: UnsafePointer<Offset>
    ) throws(ABIError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(Int(documents.count))
        let end = Int(documents.byte_count)
        var start = Int(offsets[0])
        guard start >= 0, start <= end else { throw .offsets(start, document: 0, byteCount: end) }
        for document in 0..<Int(documents.count) {
            let next = Int(offsets[document + 1])
            guard next >= start, next <= end else { throw .offsets(next, document: document, byteCount: end) }
            let isThere = isValid(documents.validity, Int(documents.first) + document)
            ranges.append(isThere ? start..<next : start..<start)
            start = next
        }
        return ranges
    }

    static func isValid(_ validity: UnsafePointer<UInt8>?, _ bit: Int) -> Bool {
        guard let validity else { return true }
        return validity[bit >> 3] >> UInt8(bit & 7) & 1 == 1
    }

    /// The first byte of a document that is not UTF-8.
    private static func firstFault(
        _ bytes: UnsafeBufferPointer<UInt8>, _ ranges: [Range<Int>]
    ) -> (document: Int, offset: Int)? {
        // Documents that follow one another are checked as one text, and then that each begins with a character: so many at a time
        // that the text is still in the cache for that.
        let most = 1 << 19
        var first = 0
        var pausesAt = 1 << 24
        while first < ranges.count {
            var end = first + 1
            let limit = ranges[first].lowerBound + most
            while end < ranges.count, ranges[end].lowerBound == ranges[end - 1].upperBound,
                ranges[end].upperBound <= limit
            { end += 1 }
            let run = ranges[first].lowerBound..<ranges[end - 1].upperBound
            if run.lowerBound > pausesAt {
                pausesAt = run.lowerBound + (1 << 24)
                jeoul_gate_pause()
            }
            let isWhole = UTF8Validation.firstInvalidOffset(UnsafeBufferPointer(rebasing: bytes[run])) == nil
            let isCut = ranges[first..<end].contains {
                $0.upperBound < run.upperBound && bytes[$0.upperBound] & 0xC0 == 0x80
            }
            if !isWhole || isCut {
                for document in first..<end {
                    let text = UnsafeBufferPointer(rebasing: bytes[ranges[document]])
                    if let offset = UTF8Validation.firstInvalidOffset(text) { return (document, offset) }
                }
            }
            first = end
        }
        return nil
    }

    /// All documents one after another, with U+FFFD for what is not UTF-8.
    private static func copied(
        _ bytes: UnsafeBufferPointer<UInt8>, _ ranges: [Range<Int>]
    ) -> (text: [UInt8], ranges: [Range<Int>]) {
        var text: [UInt8] = []
        text.reserveCapacity(ranges.reduce(0) { $0 + $1.count })
        let places = ranges.map { range in
            let start = text.count
            let document = UnsafeBufferPointer(rebasing: bytes[range])
            if UTF8Validation.firstInvalidOffset(document) == nil {
                text.append(contentsOf: document)
            } else {
                // Swift's own repair replaces maximal subparts.
                text.append(contentsOf: String(decoding: document, as: UTF8.self).utf8)
            }
            return start..<text.count
        }
        return (text, places)
    }

    /// The bytes from the first document to the last.
    var byteCount: Int { (ranges.last?.upperBound ?? 0) - (ranges.first?.lowerBound ?? 0) }

    /// Runs of documents whose text is at most `most` bytes together, unless one alone is more: few enough that what is made for
    /// each run is memory that the last one gave back.
    func batches(of most: Int = 1 << 22) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var first = 0
        while first < ranges.count {
            var end = first + 1
            while end < ranges.count, ranges[end].upperBound - ranges[first].lowerBound <= most { end += 1 }
            batches.append(first..<end)
            first = end
        }
        return batches
    }
}
