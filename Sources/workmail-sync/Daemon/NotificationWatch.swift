// SPDX-License-Identifier: Apache-2.0
import Directory
import Logging

/// Listens on a connection of its own for the directory's word that something changed, and wakes the loop. A cue and no
/// more: without it the loop asks often enough by itself, so when it fails it is left until the next connection.
struct NotificationWatch: Sendable {
    let directory: DirectoryConfiguration
    let bell: Bell
    let log: Logger

    @concurrent func listen() async {
        do {
            try await ActiveDirectory.connect(directory) { directory in
                for try await _ in directory.changeSignals() { bell.ring(.notification) }
            }
        } catch {
            if Task.isCancelled { return }
            log.say(.notificationsUnavailable, .info, "the directory gives no notifications: \(error); asking goes on")
        }
    }
}
