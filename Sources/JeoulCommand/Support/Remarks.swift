import Jeoul
import Synchronization

/// What is to be said beside a result: warnings, notes, which limit was passed. It waits until the result has been written, so that whoever
/// reads both streams, at a terminal or in one pipe, has the answer first. Errors do not wait.
enum Remarks {
    private static let held = Mutex<[Words]>([])
    private static let language = Mutex(SentenceLanguage.english)

    /// Says all in that language.
    static func use(_ asked: SentenceLanguage) { language.withLock { $0 = asked } }

    /// Keeps a remark until the result is there; nothing where the same is kept already.
    static func add(_ remark: Words) {
        held.withLock { if !$0.contains(remark) { $0.append(remark) } }
    }

    /// Writes what was kept, each once.
    ///
    /// - Parameter isBelowResult: whether a result stands above: at a terminal an empty line then parts the two.
    static func write(isBelowResult: Bool) {
        let remarks = held.withLock { held in
            defer { held = [] }
            return held
        }
        guard !remarks.isEmpty else { return }
        let language = language.withLock { $0 }
        if isBelowResult, Terminal.isOutputTerminal, Terminal.isErrorTerminal { Terminal.writeError("\n") }
        for remark in remarks { Terminal.printError(remark.text(language)) }
    }
}
