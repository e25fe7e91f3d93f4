// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
public import WorkMail

/// How a plan went.
public struct ApplyReport: Hashable, Sendable {
    public struct Failure: Hashable, Sendable {
        public var change: Change
        public var message: String
    }

    public var done: [Change] = []
    public var failed: [Failure] = []
    /// Not tried, because a change that had to succeed first did not, or because somebody decided otherwise meanwhile.
    public var skipped: [Change] = []
    /// What the mailboxes had that were disabled.
    public var snapshots: [EntityID: MailboxSnapshot] = [:]

    public init() {}
}

/// Carries out a plan, one call after the other: intent into the journal, call, outcome into the journal.
///
/// Every change is safe to repeat, so a crash at any instruction is healed by the next run.
struct Applier {
    let organization: any MailOrganization
    let store: SyncStore
    let clock: @Sendable () -> Date
    /// Called between any two steps with what has just happened; tests end the process there.
    var checkpoint: @Sendable (Checkpoint) -> Void = { _ in }

    /// - Throws: when going on makes no sense for anybody: the organization or its directory is not to be had, the state
    ///   database cannot be written, the task was cancelled. What concerns one person is a `Failure` in the report.
    func apply(_ plan: Plan, progress: (Int) -> Void = { _ in }) async throws -> ApplyReport {
        var report = ApplyReport()
        var succeeded: Set<Int> = []
        let call = Call(organization: organization)
        checkpoint(.planned)
        for (index, change) in plan.changes.enumerated() {
            try Task.checkCancellation()
            guard change.requires.allSatisfy(succeeded.contains) else {
                report.skipped.append(change)
                continue
            }
            let snapshot = try await snapshot(before: change)
            guard let intent = try await store.intend(change, snapshot: snapshot, at: clock()) else {
                report.skipped.append(change)
                continue
            }
            checkpoint(.intended)
            do {
                let entity = try await call.make(change)
                checkpoint(.called)
                try await store.conclude(intent, result: JournalRecord.done, entity: entity, at: clock())
                succeeded.insert(index)
                report.done.append(change)
                if let snapshot, let id = change.entity { report.snapshots[id] = snapshot }
            } catch let error as MailOrganizationError where !error.concernsEverybody {
                try await store.conclude(intent, result: "\(error)", entity: nil, at: clock())
                report.failed.append(.init(change: change, message: "\(error)"))
            } catch let error as MailOrganizationError {
                try await store.conclude(intent, result: "\(error)", entity: nil, at: clock())
                throw error
            }
            checkpoint(.concluded)
            progress(index + 1)
        }
        return report
    }

    /// What a mailbox has that is about to be disabled.
    private func snapshot(before change: Change) async throws -> MailboxSnapshot? {
        guard change.operation == .deregister, let id = change.entity else { return nil }
        let snapshot = try await MailboxSnapshot.taken(of: id, in: organization, at: clock())
        return try await store.snapshots()[id].map { snapshot.joined(with: $0) } ?? snapshot
    }
}

extension MailOrganizationError {
    /// Whether the refusal is about the organization or its directory and not about one entity.
    var concernsEverybody: Bool {
        let codes: Set<Code> = [
            .organizationNotFound, .organizationState, .directoryUnavailable, .directoryServiceAuthenticationFailed,
        ]
        return codes.contains(code)
    }
}
