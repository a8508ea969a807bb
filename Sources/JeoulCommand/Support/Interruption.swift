import Foundation
import Synchronization

/// Control-C: once, the work ends with what is done so far; twice, at once.
enum Interruption {
    private static let isRequested = Atomic<Bool>(false)

    /// What reading asks for; from then on Control-C is watched.
    static var flag: @Sendable () -> Bool {
        signal(SIGINT) { _ in
            Interruption.isRequested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        // Whoever starts the command may have kept the signal from its threads, and so from this process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return { isRequested.load(ordering: .relaxed) }
    }
}
