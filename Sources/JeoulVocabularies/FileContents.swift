import JeoulText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file, read once, when they are first asked for, and only if the file is still the one that was looked at.
final class FileContents: Sendable {
    private let path: String
    private let stamp: FileStamp
    /// Of a model file of many gigabytes only the head is read, which has the vocabulary.
    private let isHeadEnough: Bool
    private let state = Lock<Result<Data, VocabularyError>?>(nil)

    /// What is read of a file of which the head is enough.
    static let headSize = 1 << 28

    init(path: String, stamp: FileStamp, isHeadEnough: Bool) {
        self.path = path
        self.stamp = stamp
        self.isHeadEnough = isHeadEnough
    }

    /// The stamp, unless the file is another one now.
    var currentStamp: FileStamp? { FileStamp(path) == stamp ? stamp : nil }

    /// The bytes; `name` is how the file was named.
    func data(naming name: String) throws(VocabularyError) -> Data {
        let result = state.withLock { state in
            if let known = state { return known }
            let result: Result<Data, VocabularyError>
            do throws(VocabularyError) {
                result = .success(try read(naming: name))
            } catch {
                result = .failure(error)
            }
            state = result
            return result
        }
        return try result.get()
    }

    /// The hash of the whole file, in hexadecimal. O(n).
    func sha256(naming name: String) throws(VocabularyError) -> String {
        guard isHeadEnough else { return SHA256.hash(data: try data(naming: name)).hexadecimal }
        var hash = SHA256()
        try forEachBlock(upTo: .max, naming: name) { hash.update(data: $0) }
        return hash.finalize().hexadecimal
    }

    /// Gives `body` the file's bytes from its beginning, a block at a time.
    private func forEachBlock(
        upTo most: Int, naming name: String, _ body: (ArraySlice<UInt8>) -> Void
    ) throws(VocabularyError) {
        func failure() -> VocabularyError {
            VocabularyError(.unreadable, "cannot be read: \(String(cString: strerror(errno)))", file: name)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: 1 << 22)
        var done = 0
        while done < most {
            let count = pread(descriptor, &block, min(block.count, most - done), off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            if count == 0 { return }
            body(block[..<count])
            done += count
        }
    }

    private func read(naming name: String) throws(VocabularyError) -> Data {
        let wanted = isHeadEnough ? min(Int(stamp.size), Self.headSize) : Int(stamp.size)
        var data = Data(capacity: wanted)
        try forEachBlock(upTo: wanted, naming: name) { data.append(contentsOf: $0) }
        guard data.count == wanted, currentStamp != nil else {
            throw VocabularyError(
                .unreadable, "the file changed while it was read", remedy: "try again when it is written", file: name)
        }
        return data
    }
}
