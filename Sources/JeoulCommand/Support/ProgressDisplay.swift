import Foundation
import Jeoul
import Synchronization

/// Draws how far the work is, on standard error, when it takes more than a second and standard error is a terminal.
final class ProgressDisplay: Sendable {
    private let start = ContinuousClock.now
    private let isShown: Bool
    private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

    init(quiet: Bool) { isShown = !quiet && Terminal.isErrorTerminal }

    /// For work that tells how many bytes are done; nil where nothing is to be shown.
    var callback: (@Sendable (Int) -> Void)? {
        guard isShown else { return nil }
        return { self.draw($0, total: nil) }
    }

    /// For downloads.
    var downloads: (@Sendable (FetchSession.Progress) -> Void)? {
        guard isShown else { return nil }
        return { self.draw($0.done, total: $0.total) }
    }

    private func draw(_ bytes: Int, total: Int?) {
        let now = ContinuousClock.now
        guard now - start > .seconds(1) else { return }
        let isDue = lastDrawn.withLock { last in
            if let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let elapsed = (now - start).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        let bar = ProgressBar(done: bytes, total: total, unit: .bytes, seconds: seconds)
        Terminal.writeError("\r\u{1B}[K" + bar.text(width: 79))
    }

    /// Takes the line away.
    func clear() {
        let wasDrawn = lastDrawn.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if wasDrawn { Terminal.writeError("\r\u{1B}[K") }
    }

    deinit { clear() }
}
