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
        let loop = try begin()
        try await loop.recall()
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            do {
                // The first connection may wait for a name server before it begins.
                loop.progressed()
                try await ActiveDirectory.connect(loop.parts.directory) { directory in
                    loop.connected(to: directory)
                    let watch = NotificationWatch(
                        directory: loop.parts.directory.only(directory.choice.url), clock: clock, bell: bell, log: log)
                    // Ends with this connection.
                    async let _: Void = watch.listen()
                    try await loop.follow(directory)
                }
            } catch {
                if Task.isCancelled { break }
                let pause = loop.pauses.next(after: error, using: &generator)
                try await loop.failed(error, nextTry: pause)
                await loop.rest(for: pause, after: error)
            }
        }
        loop.ended()
    }

    /// - Throws: with the exit code after which systemd does not try again where the secret is the trouble: no start brings one.
    private func begin() throws -> DaemonLoop {
        do { return try DaemonLoop(self) } catch let failure as SecretFailure {
            throw CommandFailure(failure.thing, failure.cause, remedy: failure.remedy, exit: .configuration)
        }
    }
}
