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
    /// What was done for them in a run that let a command have its turn.
    var doneBefore = ApplyReport()
    /// Until then a command is to have the state.
    var turnEnds: ContinuousClock.Instant?
    /// Who decided something since the last plan, in that order.
    var deciders: [Peer] = []
    /// What kept the service from the directory, or from what it wants there, until nothing is owed any more.
    var trouble: CommandFailure?
    var pauses = ReconnectPause()
    /// The latest connection, as long as not all is done on it that was owed.
    private var arrival: Arrival?
    /// Which reading ran into a safety limit: until one like it passes, what was read is nothing to plan from.
    var readingHold: ReadingHold?
    enum ReadingHold { case changes, everybody }
    /// Plans that failed one after the other.
    var planBackoff = Backoff(first: .seconds(5), longest: .seconds(300))

    private struct Arrival {
        var server: String
        var choice: ControllerChoice
        /// Whose connection was the one before.
        var previous: String?
    }

    struct Caller {
        var request: ControlRequest
        var peer: Peer
        var answer: @Sendable (ControlAnswer) -> Void
        /// Whether they still wait.
        var isAwaited: @Sendable () -> Bool
        /// Whether a part of it is done.
        var isContinued = false
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
        // Planning for a thousand people asks the service a thousand times before anything is changed.
        var assembly = SyncAssembly(configuration, isVerbose: daemon.options.verbose) { watchdog.progressed() }
        assembly.progress = { _ in watchdog.progressed() }
        assembly.clock = daemon.clock.date
        var parts = try assembly.parts()
        parts.directory.memory = ControllerMemory(now: daemon.clock.now)
        parts.directory.progress = { watchdog.progressed() }
        parts.tracking.looksWhoIsThere = false
        if let objection = SlowestStep(configuration.settings.directory).objection(to: daemon.manager.watchdog) {
            daemon.log.say(.watchdogTooShort, .warning, objection)
        }
        return (assembly, parts)
    }

    static func schedule(_ configuration: LoadedConfiguration, at now: ContinuousClock.Instant) -> DaemonSchedule {
        DaemonSchedule(
            interval: .seconds(configuration.settings.service.intervalSeconds),
            planPause: configuration.settings.organization.hosted == nil ? .seconds(1) : .seconds(30), at: now)
    }

    /// What a service before this one left: when a run last went well, so that somebody who waits for a sign of trouble does
    /// not begin anew with every start.
    func recall() async throws {
        let latest = try await parts.store.latestRun([.done, .waiting], by: parts.clock())
        daemon.record.update { $0.lastRun = latest?.finished }
        try await parts.stayWithLastController()
    }

    func connected(to directory: ActiveDirectory) {
        let server = directory.server.dnsHostName ?? "\(directory.choice.url)"
        let previous = daemon.record.update { record in
            defer { record.server = server }
            return record.server
        }
        arrival = Arrival(server: server, choice: directory.choice, previous: previous)
        schedule.reconnected()
        progressed()
    }

    /// Nothing is owed for the moment. That, and not the connection by itself, ends a trouble: a directory may let us in and
    /// refuse what is wanted there, each time anew.
    /// - Parameter hasRun: whether a whole run has just said so.
    func caughtUp(hasRun: Bool = false) {
        guard let arrival else { return }
        self.arrival = nil
        pauses.succeeded()
        reached()
        let wasAway = trouble != nil
        trouble = nil
        // Else the record of runs ends with one that failed, for as long as nothing happens.
        if wasAway, !hasRun { schedule.runWanted(at: daemon.clock.now()) }
        if let previous = arrival.previous, wasAway || previous != arrival.server || !arrival.choice.failed.isEmpty {
            daemon.log.say(
                .directoryBack, .notice, "connected to \(arrival.server): \(arrival.choice)",
                ["WORKMAIL_SERVER": arrival.server])
        }
    }

    /// The directory has answered what was asked, whatever may be wrong with the organization. Trouble with the directory is
    /// over by that, before a run says so.
    func reached() {
        daemon.record.update { record in
            record.isConnected = true
            if let trouble, record.lastFailure?.text == trouble.description { record.lastFailure = nil }
        }
        daemon.manager.status(daemon.record.status)
    }

    /// Goes on until the connection fails, the configuration becomes another or the task is cancelled.
    func follow(_ directory: ActiveDirectory) async throws {
        while true {
            try Task.checkCancellation()
            if try takeWakes() { return }
            if let left = turnLeft {
                await sleep(atMost: left)
                continue
            }
            switch schedule.next(at: daemon.clock.now()) {
            case .probe:
                caughtUp()
                schedule.probed(try await directory.highestCommittedUSN(), at: daemon.clock.now())
                daemon.record.update { $0.probes += 1 }
                progressed()
            case .mirror: try await mirror(directory)
            case .plan: try await plan()
            case .run:
                // Between runs, so that none has to be done again.
                if try await isToReturn(from: directory) { return }
                try await wholeRun(directory)
            case .rest(let pause):
                caughtUp()
                await sleep(atMost: pause)
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

    private var turnLeft: Duration? {
        let now = daemon.clock.now()
        guard let end = turnEnds, end > now else { return nil }
        return now.duration(to: end)
    }

    /// Until somebody rings, or it is time to go round again: while there is nothing to do, that is all that can be achieved.
    private func sleep(atMost pause: Duration) async {
        let longest = daemon.manager.watchdog.map { $0 / 4 } ?? .seconds(60)
        await daemon.bell.sleep(for: min(pause, longest), daemon.clock.pause)
        progressed()
    }

    /// Waits before the next try, and answers meanwhile. Reading everybody is what may end the trouble, so whoever asks for that
    /// has a try at once; not after a refused account, which another try might lock.
    func rest(for pause: Duration, after error: any Error) async {
        let isRefused = DirectoryTrouble(error)?.isRefusal == true
        let end = daemon.clock.now() + pause
        while !Task.isCancelled, daemon.clock.now() < end {
            answerCallers(with: trouble)
            await sleep(atMost: daemon.clock.now().duration(to: end))
            if (try? takeWakes()) == true { return }
            if !isRefused, callers.contains(where: \.request.readsEverybody) { return }
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
