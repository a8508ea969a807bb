import Foundation
import JeoulText
import Synchronization

/// The sha256 of what was read, taken in order, beside the counting and not inside the lock that reading needs.
///
/// Of each input two digests are taken: of its bytes as they are stored, and of its text, the documents each followed by LF. Where the
/// stored bytes are that text, every byte is hashed once.
final class TextDigests: Sendable {
    /// What an input's digests are.
    struct Result: Sendable, Codable {
        var stored: String
        var text: String
        package var textBytes: Int
    }

    /// More of an input.
    enum Piece: Sendable {
        /// Stored bytes, which are text as well.
        case both(Data)
        /// Stored bytes, whose text comes by itself.
        case stored(Data)
        /// Text.
        case text(Data)
        /// The end of an input.
        case end
    }

    private let queue = Mutex<[Piece]>([])
    private let work = Mutex(Work())
    /// So many pieces may wait to be hashed before whoever reads must wait.
    private static let limit = 64

    private let isEnabled: Bool
    private let keepsTotal: Bool

    /// - Parameter keepsTotal: whether there is more than one input, so that the digests of all together are others.
    init(isEnabled: Bool, keepsTotal: Bool) {
        self.isEnabled = isEnabled
        self.keepsTotal = keepsTotal
    }

    /// What is kept to go on with later.
    struct Kept: Sendable, Codable {
        fileprivate var current: Pair
        fileprivate var total: Pair
        fileprivate var results: [Result]

        /// That of the stored bytes of the input that is being read; nil where nothing of it was hashed.
        var stored: String? { current.result?.stored }
    }

    /// The digests so far.
    var kept: Kept {
        hashAll()
        return work.withLock { Kept(current: $0.current, total: $0.total, results: $0.results) }
    }

    /// Goes on with what was kept.
    func goOn(from kept: Kept) {
        work.withLock { ($0.current, $0.total, $0.results) = (kept.current, kept.total, kept.results) }
    }

    /// Takes pieces, in their order.
    func take(_ pieces: [Piece]) {
        guard isEnabled else { return }
        queue.withLock { $0 += pieces }
    }

    /// Hashes what waits, unless another thread is doing it.
    func hash() {
        guard isEnabled else { return }
        let waiting = queue.withLock { $0.count }
        if waiting > Self.limit { return hashAll() }
        if waiting > 0 { _ = work.withLockIfAvailable { drain(&$0) } }
    }

    /// Hashes all that was taken.
    func hashAll() {
        guard isEnabled else { return }
        work.withLock { drain(&$0) }
    }

    /// The digests of the inputs that have ended, and of all together.
    var results: (inputs: [Result], total: Result?) {
        hashAll()
        return work.withLock { ($0.results, isEnabled ? $0.total.result ?? $0.results.last : nil) }
    }

    private func drain(_ work: inout Work) {
        while true {
            let pieces = queue.withLock { queue in
                defer { queue = [] }
                return queue
            }
            if pieces.isEmpty { return }
            for piece in pieces { work.take(piece, keepsTotal: keepsTotal) }
        }
    }

    private struct Work {
        var current = Pair()
        var total = Pair()
        var results: [Result] = []

        mutating func take(_ piece: Piece, keepsTotal: Bool) {
            if case .end = piece {
                results.append(current.result ?? Pair.nothing)
                current = Pair()
                return
            }
            current.take(piece)
            if keepsTotal { total.take(piece) }
        }
    }

    /// The two digests, which are one as long as nothing tells them apart.
    fileprivate struct Pair: Codable {
        private var stored = SHA256()
        private var text: SHA256?
        private var textBytes = 0
        private var isUsed = false

        static var nothing: Result {
            let empty = SHA256().finalize().hexadecimal
            return Result(stored: empty, text: empty, textBytes: 0)
        }

        mutating func take(_ piece: Piece) {
            isUsed = true
            switch piece {
            case .both(let data):
                stored.update(data: data)
                text?.update(data: data)
                textBytes += data.count
            case .stored(let data):
                if text == nil { text = stored }
                stored.update(data: data)
            case .text(let data):
                if text == nil { text = stored }
                text?.update(data: data)
                textBytes += data.count
            case .end: break
            }
        }

        var result: Result? {
            guard isUsed else { return nil }
            let storedDigest = stored.finalize().hexadecimal
            return Result(
                stored: storedDigest, text: text?.finalize().hexadecimal ?? storedDigest, textBytes: textBytes)
        }
    }
}
