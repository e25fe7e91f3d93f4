// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Logging
import Sync
import WorkMail

extension DaemonLoop {
    /// Brings the mirror up to the directory; nothing else.
    func mirror(_ directory: ActiveDirectory) async throws {
        let looked = try await directory.lookedAtAgain()
        let start = daemon.clock.now()
        var (mattersForPlan, isStopped) = (false, false)
        do {
            let observation = try await whileLocked {
                try await SyncRun(parts).observe(on: looked, domains: domains)
            }
            self.observation = observation
            if !daemon.record.now.isConnected { reached() }
            mattersForPlan = observation.concernsMailboxes || (isAnybodyWaiting && observation.rowsWritten > 0)
            tell(of: observation)
        } catch let stop as SafetyStop {
            readingHold = readingHold ?? .changes
            isStopped = true
            tell(of: stop)
        } catch {
            return try await planFailed(error, mirrorsMeanwhile: false)
        }
        let now = daemon.clock.now()
        schedule.mirrored(
            looked.server.highestCommittedUSN, mattersForPlan: mattersForPlan, took: now - start, at: now)
        if isStopped { schedule.mirrorRests(after: now - start, at: now) }
        if !isStopped, readingHold == .changes {
            // The same changes pass now, and a whole run is to say so.
            readingHold = nil
            schedule.runWanted(at: now)
        }
        progressed()
    }

    /// Plans from the mirror as it is, and applies.
    func plan() async throws {
        guard let observation, !wasClockSet else { return schedule.runWanted(at: daemon.clock.now()) }
        // Whoever decided learns from a whole run how it stands; what the directory brought waits for the next one.
        if readingHold != nil { return schedule.held(at: daemon.clock.now()) }
        let (actor, wanting) = (actor(), deciders)
        deciders = []
        // The next part begins with a look like the last one.
        let parts = endingEarly(parts, after: .seconds(observation.seconds))
        do {
            let report = try await whileLocked {
                try await assembly.requireAgreement()
                return try await SyncRun(parts).carryOut(by: actor) { observation }
            }
            planned(report)
            schedule.planned(at: daemon.clock.now())
            if !report.applied.left.isEmpty {
                deciders = wanting + deciders
                schedule.leftPart(at: daemon.clock.now())
            }
            await keepRate()
        } catch {
            deciders = wanting + deciders
            await keepRate()
            try await planFailed(error)
        }
    }

    /// A whole run, also for those who wait for one.
    func wholeRun(_ directory: ActiveDirectory) async throws {
        dropWithdrawn()
        let asked = callers
        var parts = endingEarly(parts, for: asked)
        parts.tracking.looksWhoIsThere = true
        parts.tracking.readsEverybody = asked.contains(where: \.request.readsEverybody)
        parts.accepted = Self.accepted(by: asked)
        let (actor, wanting) = (actor(asked.map(\.peer)), deciders)
        deciders = []
        let run = SyncRun(parts)
        do {
            let looked = try await directory.lookedAtAgain()
            let report = try await whileLocked {
                try await assembly.requireAgreement()
                domains = try await parts.organization.mailDomains()
                return try await run.carryOut(by: actor) {
                    let observation = try await run.observe(on: looked, domains: domains)
                    reached()
                    if let counts = try? await parts.store.counts() { daemon.record.update { $0.counts = counts } }
                    ready()
                    return observation
                }
            }
            observation = report.observation
            readingHold = nil
            report.observation.map(tell(of:))
            planned(report)
            schedule.ran(looked.server.highestCommittedUSN, at: daemon.clock.now())
            if report.applied.left.isEmpty {
                answer(asked, with: report)
            } else {
                deciders = wanting + deciders
                wentOn(asked, after: report)
            }
            caughtUp(hasRun: true)
            await keepRate()
        } catch {
            deciders = wanting + deciders
            await keepRate()
            let partial = error as? PartialRun
            let cause = partial?.cause ?? error
            // Another domain controller may do it yet; if none does, they are told when that is known.
            if DirectoryTrouble(cause) == nil {
                let failure = ForeignFailure.commandFailure(for: cause) ?? FailureReport.failure(cause)
                let isEnding = cause is CancellationError || Task.isCancelled
                answer(asked, with: isEnding ? Self.ending : failure, after: partial?.text ?? "")
            }
            // Without the organization's domains nobody's address can be judged.
            try await planFailed(error, mirrorsMeanwhile: domains != nil)
            ready()
        }
    }

    /// What those who wait accepted together, each for themselves: the most that one of them did.
    private static func accepted(by asked: [Caller]) -> AcceptedRisks {
        func most(_ number: (ControlRequest.Accepts) -> Int?, isLeft: Bool) -> Int? {
            asked.filter { $0.isContinued == isLeft }.compactMap { number($0.request.accepts) }.max()
        }
        var accepted = AcceptedRisks(
            missing: most(\.missing, isLeft: false), disables: most(\.disables, isLeft: false),
            enables: most(\.enables, isLeft: false))
        accepted.left = .init(
            missing: most(\.missing, isLeft: true) ?? 0, disables: most(\.disables, isLeft: true) ?? 0,
            enables: most(\.enables, isLeft: true) ?? 0)
        return accepted
    }

    /// The same for a plan that ends before its end when a command wants its turn, when it is time to look at the directory
    /// again, or when somebody waits no more who accepted what it does.
    /// - Parameter reading: how long it took to read what it is planned from, where that is done already.
    private func endingEarly(_ parts: SyncParts, for asked: [Caller] = [], after reading: Duration = .zero) -> SyncParts
    {
        let accepting = asked.filter { $0.request.accepts != .init() }.map(\.isAwaited)
        let bell = daemon.bell
        let patience = PlanPatience(after: reading, now: daemon.clock.now)
        var parts = parts
        parts.isToEnd = { done, tried in
            // The rest goes on with what the others accepted.
            !accepting.allSatisfy { $0() } || patience.isOver(done: done, tried: tried, isTurnWanted: bell.isTurnWanted)
        }
        return parts
    }

    /// What a run left that ended early: whoever waits for it waits for another one, the rest for the next plan.
    private func wentOn(_ asked: [Caller], after report: RunReport) {
        let now = daemon.clock.now()
        if asked.isEmpty { return schedule.leftPart(at: now) }
        // What failed is tried again, and tells then.
        doneBefore.done += report.applied.done
        doneBefore.snapshots.merge(report.applied.snapshots) { $1 }
        for index in asked.indices {
            callers[index].request.goesOn(after: report)
            callers[index].isContinued = true
        }
        schedule.runWanted(at: now)
    }

    /// Who wanted what comes now, for the journal.
    /// - Parameter callers: those who wait for it.
    private func actor(_ callers: [Peer] = []) -> String { Peer.actor(for: callers + deciders) }

    private func planned(_ report: RunReport) {
        isAnybodyWaiting = !report.plan.waiting.isEmpty
        planBackoff.succeeded()
        tell(of: report)
        daemon.notifications.cue()
    }

    /// What is the directory's ends the connection; what is the organization's, or the disk's, waits for its time.
    private func planFailed(_ error: any Error, mirrorsMeanwhile: Bool = true) async throws {
        defer { daemon.notifications.cue() }
        let cause = (error as? PartialRun)?.cause ?? error
        if let partial = error as? PartialRun { tell(of: partial.applied) }
        if cause is CancellationError || Task.isCancelled || DirectoryTrouble(cause) != nil { throw cause }
        let now = daemon.clock.now()
        if let stop = cause as? SafetyStop {
            if stop.isOfReading { readingHold = .everybody }
            tell(of: stop)
            schedule.ran(nil, at: now)
            return
        }
        var generator = SystemRandomNumberGenerator()
        let failure = FailureReport.failure(cause)
        let pause = planBackoff.next(using: &generator)
        daemon.log.say(.organizationFailed, .error, "\(failure); again in \(Int(pause / .seconds(1))) s")
        // Before a run begins nobody keeps that it could not.
        let interval = Double(configuration.settings.service.intervalSeconds)
        try? await parts.store.keep(failure: error, at: parts.clock(), every: interval)
        daemon.record.update { $0.failed(failure.description, at: Date()) }
        daemon.manager.status(daemon.record.status)
        schedule.failed(nextTry: now + pause, mirrorsMeanwhile: mirrorsMeanwhile)
    }
}
