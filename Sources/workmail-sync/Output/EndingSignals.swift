// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Dispatch
import Glibc

/// The signals that end a process, while something of the user's has to be given back first, such as a terminal's mode.
enum EndingSignals {
    /// In raw mode the keys for the first and the last of them are keys, so these come from outside.
    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Runs `body`. A signal meanwhile calls `restore` and then ends the process by the same signal: only for work that
    /// has changed nothing yet.
    static func end<Result, Failure: Error>(
        after restore: @escaping @Sendable () -> Void = {}, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // One that somebody already listens to keeps its handler, which all listeners share; see ``Interruption``.
        let ours = numbers.filter { cposix_is_default($0) != 0 }
        for number in ours { _ = signal(number, SIG_IGN) }
        let listening = DispatchSemaphore(value: 0)
        let sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                restore()
                cposix_end_by(number)
            }
            source.setRegistrationHandler { listening.signal() }
            source.activate()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in ours { _ = signal(number, SIG_DFL) }
        }
        // What came before that would be lost.
        for _ in sources { listening.wait() }
        return try body()
    }
}
