// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Logging
import Sync
import WorkMail

/// What one task goes round and round in: looks, mirrors, plans, rests. Belongs to that task alone.
final class DaemonLoop {
    let daemon: SyncDaemon
    let watchdog: Watchdog
    /// What holds at present, and what it was read from.
    var configuration: LoadedConfiguration
    var assembly: SyncAssembly
    var parts: SyncParts
    var schedule: DaemonSchedule
    /// The organization's domains, asked for with every whole run.
    var domains: [MailDomain]?
    /// What the latest look at the directory came to, and when that was by each of our clocks.
    var observation: Observation? { didSet { observedAt = (parts.clock(), daemon.clock.now()) } }
    private var observedAt: (date: Date, steady: ContinuousClock.Instant)?
    /// Whether the latest plan left somebody waiting, whom another change may release.
    var isAnybodyWaiting = false
    /// Who wants a whole run and waits for what it comes to.
    var callers: [Caller] = []
    /// Who decided something since the last plan.
    var decidedBy: Peer?
    var trouble: CommandFailure?
    /// Plans that failed one after the other.
    var planBackoff = Backoff(first: .seconds(5), longest: .seconds(300))

    struct Caller {
        var request: ControlRequest
        var peer: Peer
        var answer: @Sendable (ControlAnswer) -> Void
    }

    init(_ daemon: SyncDaemon) throws {
        let manager = daemon.manager
        let record = daemon.record
        let watchdog = Watchdog(limit: manager.watchdog, now: daemon.clock.now) {
            manager.alive(isStarting: !record.now.isReady)
        }
        self.daemon = daemon
        self.watchdog = watchdog
        configuration = daemon.configuration
        (assembly, parts) = try Self.assemble(configuration, daemon, watchdog)
        schedule = Self.schedule(configuration, at: daemon.clock.now())
        daemon.notifications.use(assembly)
    }

    /// Everything that a configuration says, made; whatever it names is looked at.
    static func assemble(
        _ configuration: LoadedConfiguration, _ daemon: SyncDaemon, _ watchdog: Watchdog
    ) throws -> (SyncAssembly, SyncParts) {
        var assembly = SyncAssembly(configuration, isVerbose: daemon.options.verbose)
        assembly.progress = { _ in watchdog.progressed() }
        assembly.clock = daemon.clock.date
        var parts = try assembly.parts()
        parts.directory.memory = ControllerMemory(now: daemon.clock.now)
        parts.tracking.looksWhoIsThere = false
        return (assembly, parts)
    }

    static func schedule(_ configuration: LoadedConfiguration, at now: ContinuousClock.Instant) -> DaemonSchedule {
        DaemonSchedule(
            interval: .seconds(configuration.settings.service.intervalSeconds),
            planPause: configuration.settings.organization.hosted == nil ? .seconds(1) : .seconds(30), at: now)
    }

    func connected(to directory: ActiveDirectory) {
        let server = directory.server.dnsHostName ?? "\(directory.choice.url)"
        let known = daemon.record.now.server
        if known != nil, trouble != nil || known != server || !directory.choice.failed.isEmpty {
            daemon.log.say(
                .directoryBack, .notice, "connected to \(server): \(directory.choice)", ["WORKMAIL_SERVER": server])
        }
        trouble = nil
        daemon.record.update { record in
            record.server = server
            record.isConnected = true
        }
        schedule.reconnected()
        progressed()
    }

    /// Goes on until the connection fails, the configuration becomes another or the task is cancelled.
    func follow(_ directory: ActiveDirectory) async throws {
        while true {
            try Task.checkCancellation()
            if try takeWakes() { return }
            switch schedule.next(at: daemon.clock.now()) {
            case .probe:
                schedule.probed(try await directory.highestCommittedUSN(), at: daemon.clock.now())
                daemon.record.update { $0.probes += 1 }
                progressed()
            case .mirror: try await mirror(directory)
            case .plan: try await plan()
            case .run:
                // Between runs, so that none has to be done again.
                if try await isToReturn(from: directory) { return }
                try await wholeRun(directory)
            case .rest(let pause): await daemon.bell.sleep(for: pause, daemon.clock.pause)
            }
        }
    }

    /// Whether a domain controller that is preferred to this one may be well again.
    private func isToReturn(from directory: ActiveDirectory) async throws -> Bool {
        if directory.choice.isPreferred { return false }
        return await parts.directory.prefersAnother(than: directory.choice.url)
    }

    /// Whether somebody set the clock since the directory was looked at: then what is due by date may not be.
    var wasClockSet: Bool {
        guard let (date, steady) = observedAt else { return false }
        let apart = parts.clock().timeIntervalSince(date) - (daemon.clock.now() - steady) / .seconds(1)
        return abs(apart) > 60
    }

    /// Says that something was achieved.
    func progressed() { watchdog.progressed() }

    /// Waits before the next try, and answers meanwhile.
    func rest(for pause: Duration) async {
        let end = daemon.clock.now() + pause
        while !Task.isCancelled, daemon.clock.now() < end {
            answerCallers(with: trouble)
            await daemon.bell.sleep(for: daemon.clock.now().duration(to: end), daemon.clock.pause)
            progressed()
            if (try? takeWakes()) == true { return }
        }
    }

    /// What was learned of the hosted service's rate, for `status` and for the commands after it.
    func keepRate() async {
        if let hosted = assembly.hosted { await assembly.keepRate(hosted, parts.store) }
    }

    /// The state database for this process alone, waited for where a command has it.
    func whileLocked<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await RunLock.whenFree(statePath: configuration.settings.state.file) {
            progressed()
            await daemon.clock.pause(.milliseconds(50))
            try Task.checkCancellation()
        } _: {
            try await body()
        }
    }
}
