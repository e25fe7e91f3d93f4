// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

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
        checkpoint(.planned)
        for (index, change) in plan.changes.enumerated() {
            try Task.checkCancellation()
            guard change.requires.allSatisfy(succeeded.contains) else {
                report.skipped.append(change)
                continue
            }
            guard let intent = try await store.intend(change, at: clock()) else {
                report.skipped.append(change)
                continue
            }
            checkpoint(.intended)
            do {
                let entity = try await call(change)
                checkpoint(.called)
                try await store.conclude(intent, result: JournalRecord.done, entity: entity, at: clock())
                succeeded.insert(index)
                report.done.append(change)
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

    /// Makes the call. A refusal that says "it is so already" counts as success once that has been looked at.
    /// - Returns: the entity the change was about.
    private func call(_ change: Change) async throws -> EntityID? {
        if case .createUser(let user) = change.operation {
            return try await organization.createUser(
                name: user.name, displayName: user.displayName, firstName: user.firstName, lastName: user.lastName,
                password: nil)
        }
        guard let id = change.entity else { return nil }
        switch change.operation {
        case .createUser: break
        case .register(let email):
            do {
                try await organization.registerToWorkMail(id, email: email)
            } catch MailOrganizationError.Code.entityAlreadyRegistered {
                let actual = try await organization.describeUser(id).user.email
                guard actual == email else {
                    throw MailOrganizationError(
                        .entityAlreadyRegistered, operation: "RegisterToWorkMail",
                        message: "enabled already, with the address \(actual?.text ?? "none")")
                }
            }
        case .deregister:
            do {
                try await organization.deregisterFromWorkMail(id)
            } catch MailOrganizationError.Code.entityState {
                guard try await organization.describeUser(id).user.state != .enabled else { throw stillEnabled }
            }
        case .updatePrimary(_, let to): try await organization.updatePrimaryEmailAddress(id, email: to)
        case .deleteAlias(let alias): try await organization.deleteAlias(id, alias: alias)
        }
        return id
    }

    private var stillEnabled: MailOrganizationError {
        MailOrganizationError(.entityState, operation: "DeregisterFromWorkMail", message: "refused, and still enabled")
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
