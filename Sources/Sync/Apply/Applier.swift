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
    /// Not tried, since somebody else was to have their turn: the next plan has them.
    public var left: [Change] = []
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
    /// Who carries out decisions, for the journal.
    var actor = JournalRecord.run
    /// Whether to end before the next change.
    var isToEnd: @Sendable (_ done: Int, _ tried: Int) -> Bool = { _, _ in false }
    /// Called between any two steps with what has just happened; tests end the process there.
    var checkpoint: @Sendable (Checkpoint) -> Void = { _ in }

    /// - Throws: `PartialRun` when going on makes no sense for anybody: the organization or its directory is not to be had,
    ///   the state database cannot be written, the task was cancelled. What concerns one person is a `Failure` in the
    ///   report.
    func apply(_ plan: Plan, progress: (Int) -> Void = { _ in }) async throws -> ApplyReport {
        var report = ApplyReport()
        do { try await apply(plan, into: &report, progress) } catch {
            let tried = report.done.count + report.failed.count + report.skipped.count
            report.skipped += plan.changes.dropFirst(tried)
            throw PartialRun(applied: report, cause: error)
        }
        return report
    }

    private func apply(_ plan: Plan, into report: inout ApplyReport, _ progress: (Int) -> Void) async throws {
        var succeeded: Set<Int> = []
        var failuresOfService = 0
        checkpoint(.planned)
        for (index, change) in plan.changes.enumerated() {
            try Task.checkCancellation()
            // Not between changes of which one needs the other: an address that is released has its new owner first.
            if change.requires.isEmpty, isToEnd(report.done.count, report.done.count + report.failed.count) {
                report.left = Array(plan.changes[index...])
                return
            }
            guard change.requires.allSatisfy(succeeded.contains) else {
                report.skipped.append(change)
                continue
            }
            // A task of its own: whoever is told to end meanwhile ends after this change and not within it.
            switch try await Task(operation: { try await make(change) }).value {
            case .done(let snapshot):
                succeeded.insert(index)
                report.done.append(change)
                failuresOfService = 0
                if let snapshot, let id = change.entity { report.snapshots[id] = snapshot }
            case .refused(let error):
                report.failed.append(.init(change: change, message: "\(error)" + error.hint))
                // It may fail at one person for ever, and the others are not to wait for that; but not at everybody.
                failuresOfService = error.code.isModelled ? 0 : failuresOfService + 1
                if failuresOfService >= 3 { throw error }
            case .decidedOtherwise:
                report.skipped.append(change)
                continue
            }
            progress(index + 1)
        }
    }

    /// What became of one change.
    private enum Outcome: Sendable {
        case done(MailboxSnapshot?)
        case refused(MailOrganizationError)
        /// Somebody decided otherwise since it was planned.
        case decidedOtherwise
    }

    private func make(_ change: Change) async throws -> Outcome {
        let snapshot = try await snapshot(before: change)
        guard let intent = try await store.intend(change, snapshot: snapshot, by: actor, at: clock()) else {
            return .decidedOtherwise
        }
        checkpoint(.intended)
        let requests = RequestLog()
        do {
            let entity = try await requests.during { try await Call(organization: organization).make(change) }
            checkpoint(.called)
            try await store.conclude(
                intent, result: JournalRecord.done, entity: entity, requests: requests.ids, at: clock())
        } catch let error as MailOrganizationError {
            try await store.conclude(intent, result: "\(error)", entity: nil, requests: requests.ids, at: clock())
            if error.concernsEverybody { throw error }
            checkpoint(.concluded)
            return .refused(error)
        }
        checkpoint(.concluded)
        return .done(snapshot)
    }

    /// What a mailbox has that is about to be disabled.
    private func snapshot(before change: Change) async throws -> MailboxSnapshot? {
        guard change.operation == .deregister, let id = change.entity else { return nil }
        let snapshot = try await MailboxSnapshot.taken(of: id, in: organization, at: clock())
        return try await store.snapshots()[id].map { snapshot.joined(with: $0) } ?? snapshot
    }
}

extension MailOrganizationError {
    /// What an administrator does about a refusal that only the service could know of.
    fileprivate var hint: String {
        code == .unsupportedOperation
            ? "; the directory behind the organization is read-only for it: change it there, see workmail-sync ownership"
            : ""
    }

    /// Whether the refusal is about the organization or its directory and not about one entity.
    var concernsEverybody: Bool {
        let codes: Set<Code> = [
            .organizationNotFound, .organizationState, .directoryUnavailable, .directoryServiceAuthenticationFailed,
        ]
        // What no model of the service's has is about the caller: no permission, no valid signature, too fast.
        let words = [
            "AccessDenied", "Signature", "Token", "UnrecognizedClient", "Throttl", "TooManyRequests", "Unauthorized",
        ]
        return codes.contains(code) || (!code.isModelled && words.contains { code.rawValue.contains($0) })
    }
}
