import Foundation
import Synchronization

/// One run of a command that fetches: the transport, the settings, how far it is, and which servers cannot be reached.
///
/// The parts of the engine are each an extension or a type of their own: `FetchSession+Download` gets one file, with
/// retries and resumption; `CacheFolder` makes a folder visible only when it is whole; `Installation` gets a folder's
/// files and compares them with the pins and with what was recorded.
package final class FetchSession: Sendable {
    /// What makes the requests.
    package let transport: any Transport
    /// Where from, and how patiently.
    package let settings: FetchSettings
    private let noteHandler: @Sendable (String) -> Void
    private let progressHandler: (@Sendable (Progress) -> Void)?
    private let slots: DispatchSemaphore
    private let state = Mutex(State())

    /// How far everything together is.
    package struct Progress: Sendable, Hashable {
        /// Bytes that are here.
        package var done: Int
        /// Bytes in all; nil where a server does not tell.
        package var total: Int?
    }

    private struct State {
        var done: [String: Int] = [:]
        var totals: [String: Int] = [:]
        /// Why the servers are not asked again that could not be reached, by their address without a path.
        var unreachable: [String: FetchError] = [:]
    }

    /// A session.
    ///
    /// - Parameters:
    ///   - note: gets remarks for the person who waits, such as that a download is tried again.
    ///   - progress: is called often and from several threads.
    package init(
        transport: any Transport = CurlTransport(), settings: FetchSettings,
        note: @escaping @Sendable (String) -> Void = { _ in }, progress: (@Sendable (Progress) -> Void)? = nil
    ) {
        self.transport = transport
        self.settings = settings
        noteHandler = note
        progressHandler = progress
        slots = DispatchSemaphore(value: max(1, settings.jobs))
    }

    /// The error of a server that could not be reached before: nobody waits for it twice.
    func unreachable(_ file: RemoteFile) -> FetchError? {
        guard var error = state.withLock({ $0.unreachable[FetchSettings.origin(of: file.url) ?? file.url] }) else {
            return nil
        }
        error.subject = file.url
        return error
    }

    /// Keeps that a server cannot be reached.
    func keep(_ error: FetchError, of file: RemoteFile) {
        guard error.isNoNetwork else { return }
        state.withLock { $0.unreachable[FetchSettings.origin(of: file.url) ?? file.url] = error }
    }

    func note(_ text: String) { noteHandler(text) }

    /// Runs one transfer when there is room for it.
    func withSlot<Result>(_ body: () throws -> Result) rethrows -> Result {
        slots.wait()
        defer { slots.signal() }
        return try body()
    }

    func report(_ file: String, done: Int, total: Int?) {
        guard let progressHandler else { return }
        let progress = state.withLock { state in
            state.done[file] = done
            if let total { state.totals[file] = total }
            let total = state.totals.count == state.done.count ? state.totals.values.saturatingSum : nil
            return Progress(done: state.done.values.saturatingSum, total: total)
        }
        progressHandler(progress)
    }

    /// Does something for each of several things, some at once, each on a thread of its own: they wait for the network
    /// most of the time, so that their number has nothing to do with that of the processors.
    package static func concurrently<Element: Sendable, Result: Sendable>(
        _ elements: [Element], atOnce: Int, _ body: @escaping @Sendable (Element) -> Result
    ) -> [Result] {
        let queue = WorkQueue<Result>(count: elements.count)
        let group = DispatchGroup()
        for _ in 0..<min(max(1, atOnce), elements.count) {
            group.enter()
            Thread.detachNewThread {
                while let index = queue.next() { queue.finish(index, with: body(elements[index])) }
                group.leave()
            }
        }
        group.wait()
        return queue.results
    }
}

/// What several threads take their work from, and where they put what comes of it.
private final class WorkQueue<Result: Sendable>: Sendable {
    private let state: Mutex<(next: Int, results: [Result?])>
    private let count: Int

    init(count: Int) {
        self.count = count
        state = Mutex((0, Array(repeating: nil, count: count)))
    }

    func next() -> Int? {
        state.withLock { state in
            defer { state.next += 1 }
            return state.next < count ? state.next : nil
        }
    }

    func finish(_ index: Int, with result: Result) { state.withLock { $0.results[index] = result } }

    var results: [Result] { state.withLock { $0.results.compactMap { $0 } } }
}
