import Foundation
import Synchronization

/// The bytes of a file, read once, when they are first asked for, and only if the file is still the one that was looked at.
final class FileContents: Sendable {
    private let path: String
    private let stamp: FileStamp
    /// Of a model file of many gigabytes only the head is read, which has the vocabulary.
    private let isHeadEnough: Bool
    private let state = Mutex<Result<Data, VocabularyError>?>(nil)

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
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            while let block = try handle.read(upToCount: 1 << 22), !block.isEmpty { hash.update(data: block) }
        } catch {
            throw VocabularyError(.unreadable, "cannot be read: \(error.localizedDescription)", file: name)
        }
        return hash.finalize().hexadecimal
    }

    private func read(naming name: String) throws(VocabularyError) -> Data {
        let wanted = isHeadEnough ? min(Int(stamp.size), Self.headSize) : Int(stamp.size)
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            data = try handle.read(upToCount: wanted) ?? Data()
        } catch {
            throw VocabularyError(.unreadable, "cannot be read: \(error.localizedDescription)", file: name)
        }
        guard data.count == wanted, currentStamp != nil else {
            throw VocabularyError(
                .unreadable, "the file changed while it was read", remedy: "try again when it is written", file: name)
        }
        return data
    }
}
