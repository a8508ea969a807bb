import Foundation
import Synchronization

/// Control-C: once, the work ends with what is done so far; twice, at once.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Whether Control-C was pressed.
    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// What reading asks for; from then on Control-C is watched, unless whoever started the command has it ignored (nohup, a job in
    /// the background).
    static var flag: @Sendable () -> Bool {
        var before = sigaction()
        sigaction(SIGINT, nil, &before)
        if isIgnored(before) { return { false } }
        var action = sigaction()
        let handler: @convention(c) (Int32) -> Void = { _ in
            Interruption.requested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        // Without SA_RESTART: what waits for input is to look up.
        sigaction(SIGINT, &action, nil)
        // Who started the command may have blocked it, as the threads of libdispatch do.
        var watched = sigset_t()
        sigemptyset(&watched)
        sigaddset(&watched, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &watched, nil)
        return { isRequested }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
