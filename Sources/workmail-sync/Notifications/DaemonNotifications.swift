// SPDX-License-Identifier: Apache-2.0
import Foundation
import Logging
import ServiceLifecycle
import Sync

/// Tells administrators, beside the loop and not within it: what hangs here holds up no run and feeds no watchdog. It has no
/// lock of a run, and ends at once when the service ends; what was not told then is told by the next one.
struct DaemonNotifications: Service {
    let desk: NotificationDesk
    let record: DaemonRecord
    let log: Logger
    var clock = DaemonClock()
    var date: @Sendable () -> Date = { Date() }

    /// Also without any news, since time itself may be: no run for hours, a day less of a mailbox.
    static let schedule = Duration.seconds(60)
    /// News come in bursts.
    static let gathering = Duration.milliseconds(200)

    func run() async throws {
        await cancelWhenGracefulShutdown { await follow() }
    }

    @concurrent private func follow() async {
        var teller: DaemonTeller?
        var version = 0
        while !Task.isCancelled {
            await desk.sleep(for: Self.schedule, clock)
            await clock.pause(Self.gathering)
            guard !Task.isCancelled, let content = desk.now else { continue }
            guard content.assembly.isLookedAfter else {
                teller = nil
                continue
            }
            do {
                if teller == nil || version != content.version {
                    teller = try DaemonTeller(content.assembly, record: record, log: log)
                    version = content.version
                }
                try await teller?.tell(at: date(), clock.now())
            } catch {
                if Task.isCancelled { return }
                log.say(.notTold, .warning, "nothing can be told: \(FailureReport.failure(error))")
            }
        }
    }
}

/// What that keeps for as long as one configuration holds.
final class DaemonTeller {
    private let look: DeadlineLook
    private let settings: NotificationSettings
    private let round: NotificationRound
    private let record: DaemonRecord
    private let log: Logger
    private var nextLook: ContinuousClock.Instant?
    private var nextDigest: ContinuousClock.Instant?
    /// Between two looks at who is new: as long as nobody is, each reads the whole mirror.
    private static let digestPause = Duration.seconds(30)
    /// Of ways that failed.
    private var backoffs: [String: (backoff: Backoff, notBefore: ContinuousClock.Instant)] = [:]

    init(_ assembly: SyncAssembly, record: DaemonRecord, log: Logger) throws {
        let parts = try assembly.parts(asksDirectory: false)
        look = DeadlineLook(assembly: assembly, parts: parts)
        settings = assembly.settings.notifications
        round = NotificationRound(
            store: parts.store, organization: assembly.organizationName,
            rules: NoticeRules(thresholds: settings.thresholds))
        self.record = record
        self.log = log
    }

    @concurrent func tell(at date: Date, _ now: ContinuousClock.Instant) async throws {
        let policy = look.parts.rules.leavers
        if nextLook.map({ now >= $0 }) ?? true, record.now.isReady {
            let deadlines = await look.look(binds: record.now.isConnected)
            try Task.checkCancellation()
            nextLook = now + .seconds(DeadlineLook.pauseSeconds)
            record.update { $0.deadlines = deadlines }
        }
        let facts = try await NotificationFacts.gather(
            from: round.store, policy, deadlines: record.now.deadlines, held: record.now.held, at: date)
        record.update { content in
            content.leavers = facts.leavers.count
            content.leaversInGrace = facts.leavers.count { $0.disables.map { $0 > date } ?? false }
        }
        let looksForCandidates = record.now.isReady && nextDigest.map { now >= $0 } ?? true
        if looksForCandidates { nextDigest = now + Self.digestPause }
        for way in settings.ways {
            if let failed = backoffs[way.name], now < failed.notBefore { continue }
            note(
                try await round.tell(facts, by: way, looksForCandidates: looksForCandidates, at: date), at: now)
        }
    }

    private func note(_ outcome: NotificationRound.Outcome, at now: ContinuousClock.Instant) {
        for notice in outcome.told {
            log.say(
                .told, .info, "told by \(outcome.way): \(notice.summary)", ["WORKMAIL_NOTICE": notice.kind.rawValue])
        }
        record.update { $0.notificationsSent += outcome.told.count }
        guard let (notice, reason) = outcome.failure else {
            // A round without anything to tell says nothing of whether the way works again.
            if !outcome.told.isEmpty { backoffs[outcome.way] = nil }
            return
        }
        var backoff = backoffs[outcome.way]?.backoff ?? Backoff(first: .seconds(30), longest: .seconds(3600))
        var generator = SystemRandomNumberGenerator()
        let pause = backoff.next(using: &generator)
        backoffs[outcome.way] = (backoff, now + pause)
        record.update { $0.notificationsFailed += 1 }
        log.say(
            .notTold, .warning,
            "not told by \(outcome.way): \(notice.summary): \(reason); again in \(Int(pause / .seconds(1))) s",
            ["WORKMAIL_NOTICE": notice.kind.rawValue])
    }
}

extension SyncAssembly {
    /// Whether anybody is told or shown what this looks after.
    fileprivate var isLookedAfter: Bool { settings.notifications.isOn || settings.service.metrics != nil }
}
