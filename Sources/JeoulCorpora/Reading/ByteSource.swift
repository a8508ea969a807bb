import Foundation

/// Bytes from their beginning to their end, read into memory of the reader's own.
protocol ByteSource: AnyObject {
    /// Reads the next bytes into the beginning of a buffer that is not empty, as many as are to be had at once.
    ///
    /// - Returns: how many were read; 0 at the end, and whenever it is asked again.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
}

extension ByteSource {
    /// Reads until the buffer is full or the source is at its end, or fails: how many bytes were read, and why it failed.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> (count: Int, isAtEnd: Bool, failure: CorpusError?) {
        var count = 0
        do throws(CorpusError) {
            while count < buffer.count {
                let read = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                if read == 0 { return (count, true, nil) }
                count += read
            }
        } catch {
            return (count, true, error)
        }
        return (count, false, nil)
    }

    /// Reads at most so many bytes; fewer only at the end.
    func bytes(_ count: Int) throws(CorpusError) -> Data {
        let (data, failure) = try beginning(count)
        if let failure { throw failure }
        return data
    }

    /// The first bytes, at most so many, and a source of all there is, these included. Where reading fails, that fails behind them.
    func opened(_ count: Int) throws(CorpusError) -> (head: Data, whole: any ByteSource) {
        let (data, failure) = try beginning(count)
        return (data, ResumedSource(head: data, rest: failure.map(FailedSource.init) ?? self))
    }

    /// The next bytes, at most so many, and why there are no more, where reading fails behind them.
    func beginning(_ count: Int) throws(CorpusError) -> (Data, failure: CorpusError?) {
        guard count > 0 else { return (Data(), nil) }
        guard let memory = malloc(count) else {
            throw CorpusError(.unreadable(reason: "there is not enough memory for \(count) bytes"))
        }
        let (read, _, failure) = fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
        return (Data(bytesNoCopy: memory, count: read, deallocator: .free), failure)
    }
}

/// Bytes that are in memory.
final class MemorySource: ByteSource {
    private var rest: Data

    init(_ data: Data) { rest = data }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, rest.count)
        rest.copyBytes(to: buffer, count: count)
        rest = rest.dropFirst(count)
        return count
    }
}

/// A source that failed before: it fails again, in the same way.
final class FailedSource: ByteSource {
    private let failure: CorpusError

    init(_ failure: CorpusError) { self.failure = failure }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int { throw failure }
}

/// A source whose first bytes have been looked at already.
final class ResumedSource: ByteSource {
    private var head: MemorySource?
    private let rest: any ByteSource

    /// - Parameter head: what was read of `rest` before.
    init(head: Data, rest: any ByteSource) {
        self.head = MemorySource(head)
        self.rest = rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        if let count = head?.read(into: buffer), count > 0 { return count }
        head = nil
        return try rest.read(into: buffer)
    }
}

/// A source that shows what it reads to someone else: the digest of the bytes as they are stored.
final class ObservedSource: ByteSource {
    private let source: any ByteSource
    private let observe: (Data) -> Void

    init(_ source: any ByteSource, observe: @escaping (Data) -> Void) {
        self.source = source
        self.observe = observe
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        let count = try source.read(into: buffer)
        if count > 0 { observe(Data(buffer[..<count])) }
        return count
    }
}
