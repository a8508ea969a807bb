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
        // Who started the command may have blocked it, as the threads of libdispatch do.
        var watched = sigset_t()
        sigemptyset(&watched)
        sigaddset(&watched, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &watched, nil)
        return { isRequested.load(ordering: .relaxed) }
    }
}
