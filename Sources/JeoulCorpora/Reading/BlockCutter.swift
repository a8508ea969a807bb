import Foundation

/// Gives a text block by block.
protocol BlockReading {
    /// The next block, or nil at the end.
    mutating func next() throws(CorpusError) -> Data?

    /// The file that the last block is all of, where each is one; nil where they are parts of one text.
    var file: String? { get }
}

extension BlockReading {
    var file: String? { nil }
}

/// Cuts a text into blocks of whole records. Memory is bounded by the block and the longest record.
struct BlockCutter: BlockReading {
    /// How many bytes a line, a record or a document may have: 2 GiB. A longer one is an error, found while reading.
    static let recordLimit = 1 << 31

    private let source: any ByteSource
    private let name: String
    private let size: Int
    private let limit: Int
    private var boundaries: any RecordBoundaries
    /// The beginning of a record whose end is not read yet.
    private var rest = Data()
    private var isAtEnd = false
    /// What ends reading, behind the whole records that were read before it.
    private var failure: CorpusError?
    /// How many bytes were given.
    private(set) var offset = 0

    /// - Parameter size: about how many bytes a block has.
    init(
        _ source: any ByteSource, name: String, boundaries: any RecordBoundaries, size: Int,
        limit: Int = Self.recordLimit
    ) {
        self.source = source
        self.name = name
        self.boundaries = boundaries
        self.size = max(size, 1)
        self.limit = limit
    }

    /// The next block, or nil at the end.
    ///
    /// - Throws: what ends reading, once all whole records before it have been given.
    mutating func next() throws(CorpusError) -> Data? {
        guard !isAtEnd else {
            if let failure { throw failure }
            return nil
        }
        // SAFETY: the memory is this call's until a `Data` takes it over; every offset is below `capacity`.
        var capacity = rest.count + size
        var memory = try Self.allocate(capacity, name: name)
        var count = rest.count
        rest.copyBytes(to: UnsafeMutableRawBufferPointer(start: memory, count: count))
        rest = Data()
        var end: Int?
        while end == nil, !isAtEnd {
            if capacity - count < size {
                capacity = max(capacity + size, capacity / 2 * 3)
                guard let larger = realloc(memory, capacity) else {
                    fail(Self.noMemory(name))
                    break
                }
                memory = larger
            }
            let room = UnsafeMutableRawBufferPointer(start: memory + count, count: size)
            let (read, isLast, failure) = source.fill(room)
            isAtEnd = isLast
            if let failure { fail(failure) }
            end = boundaries.advance(over: UnsafeRawBufferPointer(rebasing: room[..<read])).map { count + $0 }
            count += read
            if let fault = boundaries.fault {
                fail(CorpusError(fault.kind, file: name, byteOffset: fault.offset))
            } else if isAtEnd, self.failure == nil, let fault = boundaries.faultAtEnd {
                fail(CorpusError(fault.kind, file: name, byteOffset: fault.offset))
            } else if end == nil, count > limit {
                fail(CorpusError(.tooLong(limit: limit), file: name, byteOffset: offset))
            }
        }
        let taken = isAtEnd && failure == nil ? count : end ?? 0
        // A copy, so that a short rest does not keep the block alive.
        if !isAtEnd { rest = Data(UnsafeRawBufferPointer(start: memory + taken, count: count - taken)) }
        offset += taken
        guard taken > 0 else {
            free(memory)
            if let failure { throw failure }
            return nil
        }
        return Data(bytesNoCopy: memory, count: taken, deallocator: .free)
    }

    private mutating func fail(_ error: CorpusError) {
        isAtEnd = true
        failure = failure ?? error
    }

    private static func allocate(_ count: Int, name: String) throws(CorpusError) -> UnsafeMutableRawPointer {
        guard let memory = malloc(count) else { throw noMemory(name) }
        return memory
    }

    private static func noMemory(_ name: String) -> CorpusError {
        CorpusError(.unreadable(reason: "there is not enough memory for a record of this length"), file: name)
    }
}

/// Cuts a text that is in memory into blocks of whole records. Nothing is copied.
struct MemoryCutter: BlockReading {
    private let data: Data
    private let name: String
    private let size: Int
    private var boundaries: any RecordBoundaries
    private var position = 0

    init(_ data: Data, name: String, boundaries: any RecordBoundaries, size: Int) {
        self.data = data
        self.name = name
        self.boundaries = boundaries
        self.size = max(size, 1)
    }

    mutating func next() throws(CorpusError) -> Data? {
        guard position < data.count else { return nil }
        var seen = position
        var end: Int?
        while end == nil, seen < data.count {
            let window = seen..<min(seen + size, data.count)
            end = data.slice(window).withUnsafeBytes { boundaries.advance(over: $0) }.map { seen + $0 }
            seen = window.upperBound
        }
        if seen == data.count {
            end = seen
            if let fault = boundaries.faultAtEnd { throw CorpusError(fault.kind, file: name, byteOffset: fault.offset) }
        }
        defer { position = end ?? seen }
        return data.slice(position..<(end ?? seen))
    }
}
