import Foundation
import ScanKernels
import Testing

/// One instruction set's scan, with Swift types at its edges.
struct Kernel: CustomTestStringConvertible, @unchecked Sendable {
    // SAFETY: points into a constant table of the C target, never written.
    let functions: UnsafePointer<jeoul_kernel>

    var name: String { String(cString: functions.pointee.name) }
    var testDescription: String { name }

    /// Those of the running machine, slowest first.
    static let all: [Kernel] = {
        var count = 0
        // SAFETY: the table has `count` entries, none null.
        let table = UnsafeBufferPointer(start: jeoul_kernels(&count), count: count)
        return table.map { Kernel(functions: $0!) }
    }()

    func classify(_ text: borrowing HeapText, blocks range: Range<Int>) -> [jeoul_class_block] {
        [jeoul_class_block](unsafeUninitializedCapacity: range.count) { blocks, count in
            functions.pointee.classify(text.start, text.length, range.lowerBound, range.count, blocks.baseAddress)
            count = range.count
        }
    }

    func characterize(_ text: borrowing HeapText, blocks range: Range<Int>) -> [jeoul_character_block] {
        [jeoul_character_block](unsafeUninitializedCapacity: range.count) { blocks, count in
            functions.pointee.characterize(text.start, text.length, range.lowerBound, range.count, blocks.baseAddress)
            count = range.count
        }
    }

    func validate(_ text: borrowing HeapText) -> Int {
        functions.pointee.validate(text.start, text.length)
    }

    func findPairs(_ pairs: [jeoul_byte_pair], in text: borrowing HeapText, from: Int) -> Int {
        functions.pointee.find_pairs(text.start, text.length, from, pairs, pairs.count)
    }
}

/// Text that ends where its heap allocation ends, so that the address sanitizer sees a read past it.
struct HeapText: ~Copyable {
    private let allocation: UnsafeMutableRawPointer
    let start: UnsafePointer<UInt8>
    let length: Int

    /// The text starts `offset` bytes after a multiple of 64; with 0, at the start of the allocation too.
    init(_ text: [UInt8], offset: Int = 0) {
        allocation = .allocate(byteCount: offset + text.count, alignment: 64)
        let bytes = (allocation + offset).assumingMemoryBound(to: UInt8.self)
        text.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            bytes.initialize(from: first, count: source.count)
        }
        start = UnsafePointer(bytes)
        length = text.count
    }

    deinit { allocation.deallocate() }
}

/// A block's masks, named for messages.
protocol Masks {
    static var masks: [(name: String, path: KeyPath<Self, UInt64>)] { get }
}

extension jeoul_class_block: Masks {
    static var masks: [(name: String, path: KeyPath<Self, UInt64>)] {
        [
            ("letter", \.letter), ("upper", \.upper), ("lower", \.lower), ("digit", \.digit), ("space", \.space),
            ("line_feed", \.line_feed), ("wide_other", \.wide_other), ("irregular", \.irregular),
        ]
    }
}

extension jeoul_character_block: Masks {
    static var masks: [(name: String, path: KeyPath<Self, UInt64>)] {
        [("korean", \.korean), ("irregular", \.irregular)]
    }
}

/// The first mask in which two runs of blocks differ, or nil. Compares memory first: key paths are slow.
func difference<Block: Masks>(_ actual: [Block], _ expected: ArraySlice<Block>) -> String? {
    let equal = actual.withUnsafeBytes { left in
        expected.withUnsafeBytes { right in
            // SAFETY: both are as long as is compared; blocks have no padding.
            left.count == right.count
                && (left.isEmpty || memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0)
        }
    }
    if equal { return nil }
    for (index, (left, right)) in zip(actual, expected).enumerated() {
        for (name, path) in Block.masks where left[keyPath: path] != right[keyPath: path] {
            let first = (left[keyPath: path] ^ right[keyPath: path]).trailingZeroBitCount
            return "mask \(name) of block \(index) of the range differs from the oracle's first at bit \(first)"
        }
    }
    return "\(actual.count) blocks instead of \(expected.count)"
}
