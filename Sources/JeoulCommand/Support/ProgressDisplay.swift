import Foundation
import Jeoul
import Synchronization

/// Draws how far the work is, on standard error, when it takes more than a second and standard error is a terminal.
final class ProgressDisplay: Sendable {
    private let start = ContinuousClock.now
    private let isShown: Bool
    private let state = Mutex(State())

    private struct State {
        var lastDrawn: ContinuousClock.Instant?
        /// The pass that runs, and when it began.
        var pass = 0
        var passStart = ContinuousClock.now
    }

    init(quiet: Bool) {
        isShown = !quiet && Terminal.isErrorTerminal
    }

    /// For a command that prints while it reads: where that goes to the terminal too, a line in its midst would be in the way.
    static func ofStream(quiet: Bool) -> ProgressDisplay {
        ProgressDisplay(quiet: quiet || (Terminal.isOutputTerminal && !StandardOutput.isRedirected))
    }

    /// For the weighing of a corpus; nil where nothing is to be shown.
    var callback: (@Sendable (WeighingProgress) -> Void)? {
        guard isShown else { return nil }
        return { progress in
            var part: String?
            if progress.passes != 1 || progress.pass > 1 {
                part = "pass \(progress.pass)" + (progress.passes.map { " of \(max($0, progress.pass))" } ?? "")
            }
            self.draw(
                ProgressBar(
                    done: progress.bytes, total: progress.total, unit: .bytes, seconds: 0,
                    doneBefore: progress.bytesBefore, part: part), pass: progress.pass)
        }
    }

    /// For downloads.
    var downloads: (@Sendable (FetchSession.Progress) -> Void)? {
        guard isShown else { return nil }
        return { self.draw(ProgressBar(done: $0.done, total: $0.total, unit: .bytes, seconds: 0), pass: 1) }
    }

    private func draw(_ bar: ProgressBar, pass: Int) {
        let now = ContinuousClock.now
        let began: ContinuousClock.Instant? = state.withLock { state in
            if state.pass != pass { (state.pass, state.passStart) = (pass, state.pass == 0 ? start : now) }
            guard now - start > .seconds(1) else { return nil }
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return nil }
            state.lastDrawn = now
            return state.passStart
        }
        guard let began else { return }
        var bar = bar
        bar.seconds = (now - began) / .seconds(1)
        Terminal.drawLine(bar.text(width: (Terminal.errorWidth ?? 80) - 1))
    }

    /// Takes the line away.
    func clear() { Terminal.clearLine() }

    deinit { clear() }
}
