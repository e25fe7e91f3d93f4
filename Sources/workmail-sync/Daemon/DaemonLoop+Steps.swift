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
        var mattersForPlan = false
        do {
            let observation = try await whileLocked {
                try await SyncRun(parts).observe(on: looked, domains: domains)
            }
            self.observation = observation
            mattersForPlan = observation.concernsMailboxes || (isAnybodyWaiting && observation.rowsWritten > 0)
            tell(of: observation)
        } catch let stop as SafetyStop {
            tell(of: stop)
        }
        let now = daemon.clock.now()
        schedule.mirrored(
            looked.server.highestCommittedUSN, mattersForPlan: mattersForPlan, took: now - start, at: now)
        progressed()
    }

    /// Plans from the mirror as it is, and applies.
    func plan() async throws {
        guard let observation, !wasClockSet else { return schedule.runWanted(at: daemon.clock.now()) }
        let actor = decidedBy.map { "\(SyncRun.actor), for \($0)" } ?? SyncRun.actor
        decidedBy = nil
        do {
            let report = try await whileLocked {
                try await assembly.requireAgreement()
                return try await SyncRun(parts).carryOut(by: actor) { observation }
            }
            planned(report)
            schedule.planned(at: daemon.clock.now())
            await keepRate()
        } catch {
            await keepRate()
            try planFailed(error)
        }
    }

    /// A whole run, also for those who wait for one.
    func wholeRun(_ directory: ActiveDirectory) async throws {
        let asked = callers
        var parts = parts
        parts.tracking.looksWhoIsThere = true
        parts.tracking.readsEverybody = asked.contains(where: \.request.readsEverybody)
        parts.accepted = AcceptedRisks(
            missing: asked.compactMap(\.request.accepts.missing).max(),
            disables: asked.compactMap(\.request.accepts.disables).max(),
            enables: asked.compactMap(\.request.accepts.enables).max())
        let actor = asked.first.map { "\(SyncRun.actor), for \($0.peer)" } ?? SyncRun.actor
        let run = SyncRun(parts)
        do {
            let looked = try await directory.lookedAtAgain()
            let report = try await whileLocked {
                try await assembly.requireAgreement()
                domains = try await parts.organization.mailDomains()
                return try await run.carryOut(by: actor) { try await run.observe(on: looked, domains: domains) }
            }
            observation = report.observation
            report.observation.map(tell(of:))
            planned(report)
            schedule.ran(looked.server.highestCommittedUSN, at: daemon.clock.now())
            answer(asked, with: report)
            ready()
            await keepRate()
        } catch {
            await keepRate()
            // Another domain controller may do it yet; if none does, they are told when that is known.
            let isOfDirectory = DirectoryTrouble((error as? PartialRun)?.cause ?? error) != nil
            if !isOfDirectory {
                answer(asked, with: ForeignFailure.commandFailure(for: error) ?? FailureReport.failure(error))
            }
            try planFailed(error)
            ready()
        }
    }

    private func planned(_ report: RunReport) {
        isAnybodyWaiting = !report.plan.waiting.isEmpty
        planBackoff.succeeded()
        tell(of: report)
        daemon.notifications.cue()
    }

    /// What is the directory's ends the connection; what is the organization's waits for its time, and the mirror goes on.
    private func planFailed(_ error: any Error) throws {
        defer { daemon.notifications.cue() }
        let cause = (error as? PartialRun)?.cause ?? error
        if let partial = error as? PartialRun { tell(of: partial.applied) }
        if cause is CancellationError || Task.isCancelled || DirectoryTrouble(cause) != nil { throw cause }
        let now = daemon.clock.now()
        if let stop = cause as? SafetyStop {
            tell(of: stop)
            schedule.ran(nil, at: now)
            return
        }
        var generator = SystemRandomNumberGenerator()
        let failure = FailureReport.failure(cause)
        let pause = planBackoff.next(using: &generator)
        daemon.log.say(.organizationFailed, .error, "\(failure); again in \(Int(pause / .seconds(1))) s")
        daemon.record.update { $0.failed(failure.description, at: Date()) }
        schedule.failed(nextTry: now + pause)
    }
}
