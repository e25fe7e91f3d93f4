// SPDX-License-Identifier: Apache-2.0
import Directory
import Logging

/// Listens on a connection of its own for the directory's word that something changed, and wakes the loop. A cue and no
/// more: without it the loop asks often enough by itself, so when it fails there is no hurry to try again.
struct NotificationWatch: Sendable {
    let directory: DirectoryConfiguration
    let clock: DaemonClock
    let bell: Bell
    let log: Logger

    @concurrent func listen() async {
        var pauses = ReconnectPause(Backoff(first: .seconds(10), longest: .seconds(3_600)))
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let pause: Duration
            do {
                try await ActiveDirectory.connect(directory) { directory in
                    for try await _ in directory.changeSignals() {
                        pauses.succeeded()
                        bell.ring(.notification)
                    }
                }
                // Only an error ends them.
                return
            } catch {
                if Task.isCancelled { return }
                log.say(
                    .notificationsUnavailable, pauses.isFirst ? .info : .debug,
                    "the directory gives no notifications: \(error); asking goes on")
                pause = pauses.next(after: error, using: &generator)
            }
            await clock.listenerPause(pause)
        }
    }
}
