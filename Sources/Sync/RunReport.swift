// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
public import WorkMail

/// Everything a run has to tell.
public struct RunReport: Sendable {
    /// `nil` when the directory was not read.
    public var observation: Observation?
    public var counts: MirrorCounts
    public var plan: Plan
    public var applied = ApplyReport()
    /// Enabled mailboxes that belong to nobody in the directory. They are shown and never touched.
    public var orphans: [MailUser] = []
    /// Whose mailboxes an administrator decided to disable.
    var disabledByDecision: Set<ObjectGUID> = []

    /// How many mailboxes were disabled of those that count for the safety limit.
    public var unattendedDisables: Int { applied.done.count { $0.isUnattendedDisable(disabledByDecision) } }

    init(observation: Observation?, counts: MirrorCounts, plan: Plan) {
        self.observation = observation
        self.counts = counts
        self.plan = plan
    }

    /// Whether an administrator has something to decide before everything is in step.
    public var isWaiting: Bool {
        plan.waiting.contains(where: \.hold.needsDecision) || !applied.failed.isEmpty || !applied.skipped.isEmpty
    }

    /// What the mailboxes had that were disabled.
    public var snapshots: [EntityID: MailboxSnapshot] { applied.snapshots }

    /// Takes over what another run of the same command did.
    public mutating func append(_ other: RunReport) {
        plan.changes += other.plan.changes
        plan.waiting += other.plan.waiting
        plan.lost += other.plan.lost
        applied.append(other.applied)
    }

    func record(started: Date, finished: Date) -> RunRecord {
        let done =
            "\(applied.done.count) changes made, \(applied.failed.count) failed, \(plan.waiting.count) waiting"
            + (applied.left.isEmpty ? "" : ", \(applied.left.count) left to the next plan")
        let asked = observation?.choice.map { "; asked \($0)" } ?? ""
        let detail = observation.map { "\(done); \($0.extent)\(asked)" } ?? done
        return RunRecord(
            started: started, finished: finished, outcome: isWaiting ? .waiting : .done, detail: detail,
            server: observation?.server.dnsHostName, invocationID: observation?.server.invocationID,
            usn: observation?.server.highestCommittedUSN)
    }
}

extension RunRecord {
    init(failure: any Error, started: Date, finished: Date) {
        let partial = failure as? PartialRun
        let done = partial.map { "\($0.applied.done.count) changes made, then: " } ?? ""
        self.init(
            started: started, finished: finished, outcome: failure is SafetyStop ? .stopped : .failed,
            detail: "\(done)\(partial?.cause ?? failure)")
    }
}

extension ApplyReport {
    /// Takes over what was done after it.
    public mutating func append(_ other: ApplyReport) {
        done += other.done
        failed += other.failed
        skipped += other.skipped
        left += other.left
        snapshots.merge(other.snapshots) { $1 }
    }
}

extension Change {
    /// Whether something is to be done for the same person once this is done: enabling whom it created, or giving an
    /// enabled mailbox what it had.
    var hasSequel: Bool {
        switch operation {
        case .createUser, .register: true
        default: false
        }
    }
}

extension Plan {
    /// The part of the plan that concerns some people, with whatever it requires of others.
    func restricted(to people: Set<ObjectGUID>) -> Plan {
        var wanted: Set<Int> = []
        // A change requires only earlier ones, so one pass from the end finds them all.
        for index in changes.indices.reversed()
        where changes[index].guid.map(people.contains) ?? false || wanted.contains(index) {
            wanted.insert(index)
            wanted.formUnion(changes[index].requires)
        }
        let kept = wanted.sorted()
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        var plan = Plan()
        plan.changes = kept.map { index in
            var change = changes[index]
            change.requires = change.requires.compactMap { places[$0] }
            return change
        }
        plan.waiting = waiting.filter { people.contains($0.guid) }
        plan.lost = lost
        plan.restored = restored.filter { entity in
            changes.allSatisfy { $0.entity != entity || $0.guid.map(people.contains) ?? false }
        }
        return plan
    }
}
