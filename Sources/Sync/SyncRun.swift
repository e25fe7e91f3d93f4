// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
public import WorkMail

/// One run, from what the directory says to a journal line for every call. Read this first: it is the whole program.
public struct SyncRun: Sendable {
    let parts: SyncParts

    public init(_ parts: SyncParts) { self.parts = parts }

    /// Observes, mirrors, plans, holds, applies, and keeps the record of it.
    /// - Throws: `SafetyStop` before any mailbox was touched, and whatever made the run fail; both are recorded first.
    public func once() async throws -> RunReport { try await carryOut { try await Observation.make(parts) } }

    /// The first half of a run, on a connection that is open: the mirror becomes what the directory is now. Nothing is
    /// planned and nothing is recorded, so it may be done for every change of the directory.
    /// - Parameter domains: the organization's, for a caller who asked not long ago; `nil` to ask.
    public func observe(on directory: ActiveDirectory, domains: [MailDomain]? = nil) async throws -> Observation {
        try await Observation.make(parts, on: directory, domains: domains)
    }

    /// The second half: plans from the mirror, holds, applies, and keeps the record of the run.
    /// - Parameters:
    ///   - actor: who wanted it, for the journal.
    ///   - observe: the first half, or what it came to not long ago.
    public func carryOut(
        by actor: String = SyncRun.actor, after observe: () async throws -> Observation
    ) async throws -> RunReport {
        let started = parts.clock()
        do {
            let observation = try await observe()
            let run = knowing(observation.clocks)
            var report = try await run.planned(after: observation)
            try await run.apply(&report, by: actor)
            try await parts.store.keep(report.record(started: started, finished: parts.clock()))
            return report
        } catch {
            try? await parts.store.keep(RunRecord(failure: error, started: started, finished: parts.clock()))
            throw error
        }
    }

    /// Who the journal says it was when nobody in particular wanted a run.
    public static var actor: String { JournalRecord.run }

    /// Everything before the first write to the organization. Given a scratch copy of the state and of an embedded
    /// organization, this is the dry run, made by the same code and not by a flag.
    public func planned() async throws -> RunReport {
        let observation = try await Observation.make(parts)
        return try await knowing(observation.clocks).planned(after: observation)
    }

    private func knowing(_ clocks: ClockDifference) -> SyncRun {
        var parts = parts
        parts.rules.clocks = clocks
        return SyncRun(parts)
    }

    private func planned(after observation: Observation) async throws -> RunReport {
        parts.progress(.planning)
        try await InterruptedRun(organization: parts.organization, store: parts.store, clock: parts.clock).settle()
        let (situation, plan) = try await self.plan()
        try hold(plan, situation)
        var report = RunReport(observation: observation, counts: try await parts.store.counts(), plan: plan)
        report.orphans = situation.orphans
        report.disabledByDecision = situation.disabledByDecision
        return report
    }

    /// Looks at some people in the directory, before a decision about them counts at once.
    /// - Throws: when the directory is not to be had; then nothing is known and nothing may be done.
    public func refresh(_ people: Set<ObjectGUID>) async throws { try await Observation.refresh(people, parts) }

    /// What carrying out the decisions about some people would do: the same, up to the first write.
    public func planned(for people: Set<ObjectGUID>) async throws -> RunReport {
        let (situation, plan) = try await self.plan(for: people)
        try hold(plan, situation)
        return RunReport(observation: nil, counts: try await parts.store.counts(), plan: plan)
    }

    /// Carries out at once what was decided about some people.
    /// - Parameters:
    ///   - people: their objectGUIDs; nobody else is touched unless they hold an address that one of these gets.
    ///   - administrator: who wants it at once, for the journal.
    public func carryOut(for people: Set<ObjectGUID>, by administrator: String? = nil) async throws -> RunReport {
        try await InterruptedRun(organization: parts.organization, store: parts.store, clock: parts.clock).settle()
        let (situation, plan) = try await self.plan(for: people)
        try hold(plan, situation)
        var report = RunReport(observation: nil, counts: try await parts.store.counts(), plan: plan)
        try await apply(&report, for: people, by: administrator ?? JournalRecord.run)
        return report
    }

    private func plan(
        for people: Set<ObjectGUID>? = nil
    ) async throws -> (situation: Situation, plan: Plan) {
        let now = parts.clock()
        let situation = try await Situation.gather(
            from: parts.store, parts.organization, rules: parts.rules, now: now, lookingFor: people)
        try await parts.store.settle(situation.fulfilledApprovals)
        if people == nil { try await parts.store.note(subjects: situation.subjects.map(\.person.guid)) }
        try await parts.store.forgetSnapshots(of: situation.uselessSnapshots)
        if people == nil {
            try await parts.store.keep(
                leavers: situation.leavers, policy: parts.rules.leavers, at: parts.rules.clocks.later(now))
            try await parts.store.keep(awaited: situation.awaited)
        }
        var plan = Planner.plan(situation.subjects, owners: situation.owners, rules: parts.rules, now: now)
        plan.restore(situation.restorations, rules: parts.rules)
        return (situation, people.map { plan.restricted(to: $0) } ?? plan)
    }

    /// Stops with numbers when the plan does more than a run may do unasked.
    private func hold(_ plan: Plan, _ situation: Situation) throws {
        let disables = situation.unattendedDisables(in: plan)
        let allowed = parts.limits.allowedDisables(of: situation.enabledMailboxes)
        if disables > parts.accepted.allowedDisables(allowed) {
            throw SafetyStop.tooManyDisables(planned: disables, enabled: situation.enabledMailboxes, allowed: allowed)
        }
        let enables = plan.mailboxesAdded
        if enables > parts.accepted.allowedEnables(parts.limits.maxEnables) {
            throw SafetyStop.tooManyEnables(planned: enables, allowed: parts.limits.maxEnables)
        }
    }

    /// Carries the plan out, and then what could not be planned before: whoever it created is enabled, and a mailbox that
    /// it enabled again gets back what it had.
    private func apply(
        _ report: inout RunReport, for people: Set<ObjectGUID>? = nil, by actor: String = JournalRecord.run
    ) async throws {
        report.applied = try await apply(report.plan, by: actor)
        // A plan that was ended early has its sequel in the next one.
        guard report.applied.left.isEmpty else { return }
        var last = report.applied.done
        // Created, enabled, given back: three steps at the most, and only for them. What failed is the next run's.
        for _ in 1...2 {
            let begun = Set(last.filter(\.hasSequel).compactMap(\.guid))
            if begun.isEmpty { break }
            let plan = try await sequel(of: report) {
                let (situation, plan) = try await self.plan(for: people)
                let sequel = plan.restricted(to: begun)
                // What came meanwhile is the next run's, also when that is more than a run may do.
                try hold(sequel, situation)
                report.plan.waiting = plan.waiting
                return sequel
            }
            last = try await apply(plan, after: &report)
        }
    }

    /// Plans what comes after changes that were made.
    /// - Throws: `PartialRun` with those.
    private func sequel(of report: RunReport, _ plan: () async throws -> Plan) async throws -> Plan {
        do { return try await plan() } catch { throw PartialRun(applied: report.applied, cause: error) }
    }

    /// The same for users of the organization, some of whom no directory has.
    func apply(_ report: inout RunReport, forEntities entities: Set<EntityID>) async throws {
        report.applied = try await apply(report.plan)
        guard report.applied.done.contains(where: \.hasSequel) else { return }
        let plan = try await sequel(of: report) {
            let situation = try await self.plan().situation
            var plan = Plan()
            plan.restore(situation.restorations.filter { entities.contains($0.entity) }, rules: parts.rules)
            return plan
        }
        _ = try await apply(plan, after: &report)
    }

    private func apply(
        _ plan: Plan, after report: inout RunReport, by actor: String = JournalRecord.run
    ) async throws -> [Change] {
        report.plan.lost += plan.lost
        do {
            let more = try await apply(plan, by: actor)
            report.applied.append(more)
            return more.done
        } catch let partial as PartialRun {
            // With what was done before it.
            report.applied.append(partial.applied)
            throw PartialRun(applied: report.applied, cause: partial.cause)
        }
    }

    private func apply(_ plan: Plan, by actor: String = JournalRecord.run) async throws -> ApplyReport {
        let applier = Applier(
            organization: parts.organization, store: parts.store, clock: parts.clock, actor: actor,
            isToEnd: parts.isToEnd, checkpoint: parts.checkpoint)
        let report = try await applier.apply(plan) { parts.progress(.applying($0, of: plan.changes.count)) }
        // What was tried was tried: a grantee who is gone must not make every run fail from now on.
        let left = Set(report.left.compactMap(\.entity))
        try await parts.store.forgetSnapshots(of: plan.restored.filter { !left.contains($0) })
        return report
    }
}
