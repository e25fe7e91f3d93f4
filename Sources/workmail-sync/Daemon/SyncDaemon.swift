// SPDX-License-Identifier: Apache-2.0
import Directory
import Logging
import ServiceLifecycle
import Sync

/// The service: the mirror follows the directory, and the organization follows the mirror, for as long as it runs.
///
/// One task does all of it, one step after the other, so that whatever hangs is noticed: no step, no sign of life.
struct SyncDaemon: Service {
    let options: ConfigurationOptions
    let configuration: LoadedConfiguration
    let bell: Bell
    let manager: ServiceManager
    let record: DaemonRecord
    let log: Logger
    let notifications: NotificationDesk
    var clock = DaemonClock()

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown { try await keepInStep() }
        } onGracefulShutdown: {
            manager.stopping()
            log.say(.stopping, .notice, "ending after the change under way")
        }
    }

    @concurrent private func keepInStep() async throws {
        let loop = try DaemonLoop(self)
        var backoff = Backoff()
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            do {
                try await ActiveDirectory.connect(loop.parts.directory) { directory in
                    loop.connected(to: directory)
                    backoff.succeeded()
                    let watch = NotificationWatch(
                        directory: loop.parts.directory.only(directory.choice.url), clock: clock, bell: bell, log: log)
                    // Ends with this connection.
                    async let _: Void = watch.listen()
                    try await loop.follow(directory)
                }
            } catch {
                if Task.isCancelled { break }
                let pause = backoff.next(using: &generator)
                try loop.failed(error, nextTry: pause)
                await loop.rest(for: pause)
            }
        }
        loop.ended()
    }
}
