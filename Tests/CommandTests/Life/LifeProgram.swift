// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Logging
import Synchronization
import Testing

@testable import workmail_sync

/// The service in this process, by a simulated clock: started, ended in the middle of whatever it does, and started anew on
/// the state that it left.
final class LifeProgram {
    let installation: Installation
    let clock: SimulatedClock
    private(set) var bell = Bell()
    private(set) var record = DaemonRecord()
    /// Of earlier lives of the service.
    private(set) var past: [DaemonRecord.Content] = []
    /// What it logged.
    let log = LifeLog()
    private var task: Task<Void, Never>?

    init(_ installation: Installation, _ clock: SimulatedClock) {
        self.installation = installation
        self.clock = clock
    }

    func start() throws {
        try Data(installation.configuration.utf8).write(to: URL(filePath: installation.configurationFile))
        let options = try ConfigurationOptions.parse(["--config", installation.configurationFile])
        bell = Bell()
        let record = DaemonRecord()
        self.record = record
        var handler = DaemonLog(.text)
        let (clock, log) = (clock, log)
        handler.now = { clock.date }
        handler.write = { log.add($0) }
        let template = handler
        let daemon = SyncDaemon(
            options: options, configuration: try options.load(), bell: bell,
            manager: ServiceManager(environment: [:]), record: record,
            log: Logger(label: "life") { _ in template }, notifications: NotificationDesk(), clock: clock.daemonClock)
        clock.begin { [bell] in bell.isRung }
        task = Task {
            do { try await daemon.run() } catch { clock.ended(error) }
        }
    }

    /// Runs it for as long as `body` takes.
    static func running(_ installation: Installation, _ body: (LifeProgram) async throws -> Void) async throws {
        let service = LifeProgram(installation, SimulatedClock(from: Date()))
        try service.start()
        do { try await body(service) } catch {
            await service.end()
            throw error
        }
        await service.end()
    }

    /// Ends it wherever it is; a change that is being made is made to its end.
    func end() async {
        task?.cancel()
        await task?.value
        task = nil
        past.append(record.now)
    }

    /// What the commands make their parts from; also with other values in the configuration.
    func assembly(changing values: [String: String?] = [:]) throws -> SyncAssembly {
        let text = installation.changing(values).configuration
        var assembly = SyncAssembly(try LoadedConfiguration(text: text, file: "life.yaml"), isVerbose: false)
        let clock = clock
        assembly.clock = { clock.date }
        return assembly
    }

    /// Somebody decided something, and the command tells the service.
    func tellOfDecision() {
        let peer = Peer(user: 0, group: 0, process: 1)
        bell.ring(.request(ControlRequest(kind: .decided), from: peer, answer: { _ in }))
    }
}

/// Lines of the service's log.
final class LifeLog: Sendable {
    private let all = Mutex<[String]>([])

    var lines: [String] { all.withLock { $0 } }
    func add(_ bytes: [UInt8]) { all.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } }
    func count(_ text: String) -> Int { lines.count { $0.contains(text) } }
}

extension LifeProgram {
    /// Somebody at the shell wants everybody read.
    func askFullRead() {
        let peer = Peer(user: 0, group: 0, process: 1)
        let request = ControlRequest(kind: .sync, readsEverybody: true)
        bell.ring(.request(request, from: peer, answer: { _ in }))
    }
}
