// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// What a batch of edits comes to: all of its calls in order. There is no plan for a part of a batch.
public struct EditPlan: Sendable {
    public var plan = Plan()
    /// Who has already what was asked for, by label.
    public var unchanged: [String] = []
    /// Decisions that go with it: an address that an administrator chooses for an approved person is chosen for good, or
    /// the next run would follow the directory again.
    public var decisions: [(person: MirroredPerson, decision: Decision)] = []
}

/// One reason why a batch cannot be carried out.
public struct EditProblem: Hashable, Sendable, CustomStringConvertible {
    public var place: String?
    public var user: String
    /// A clause about the user.
    public var clause: String

    public init(place: String? = nil, user: String, clause: String) {
        self.place = place
        self.user = user
        self.clause = clause
    }

    public var description: String { (place.map { "\($0): " } ?? "") + "\(user) \(clause)" }
}

/// A batch that was refused as a whole, with every reason.
public struct EditProblems: Error, Hashable, Sendable {
    public var problems: [EditProblem]
    public init(_ problems: [EditProblem]) { self.problems = problems }
}

/// Makes plans of edits: looks at everybody, checks everything, and only then plans anything.
public struct EditPlanner {
    private let parts: SyncParts
    private let administrator: String
    private let reason: String
    private var rules: EditRules
    private var facts: [EntityID: AccountFacts] = [:]
    /// Who gets which address within the batch, and which addresses it gives up.
    private var claimed: [EmailAddress: (id: EntityID, user: String)] = [:]
    private var released: Set<EmailAddress> = []
    /// Of whom a field was set already, as they were named.
    private var edited: [AccountField: [EntityID: String]] = [:]

    /// - Parameters:
    ///   - administrator: for the journal.
    ///   - reason: why, as a sentence part.
    public init(_ parts: SyncParts, by administrator: String, reason: String) async throws {
        self.parts = parts
        self.administrator = administrator
        self.reason = reason
        let domains = try await parts.organization.mailDomains()
        rules = EditRules(
            domains: Dictionary(domains.map { ($0.name, $0.isVerified) }, uniquingKeysWith: { $0 || $1 }),
            masked: parts.maskedFields)
    }

    /// - Throws: `EditProblems` with everything that is wrong; what the organization refuses.
    public mutating func plan(_ requests: [EditRequest]) async throws -> EditPlan {
        var result = EditPlan()
        var problems: [EditProblem] = []
        for (index, request) in requests.enumerated() {
            try Task.checkCancellation()
            parts.progress(.checking(index, of: requests.count))
            do {
                let operations = try await operations(for: request)
                if operations.isEmpty { result.unchanged.append(request.account.label) }
                for operation in operations { append(operation, for: request, to: &result) }
            } catch let refusal as EditRefusal {
                let column = request.place.flatMap { _ in refusal.field.map { ", column \($0.rawValue)" } } ?? ""
                problems.append(
                    EditProblem(
                        place: request.place.map { $0 + column }, user: request.user, clause: refusal.description))
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return result
    }

    private mutating func operations(for request: EditRequest) async throws -> [Change.Operation] {
        let (account, edit) = (request.account, request.edit)
        guard let id = account.user?.id else { throw EditRefusal.notListed }
        if let field = edit.exclusiveField,
            let other = edited[field, default: [:]].updateValue(request.place ?? request.user, forKey: id)
        {
            throw EditRefusal.editedTwice(other: other)
        }
        var facts = self.facts[id] ?? AccountFacts(account: account)
        try await facts.read(for: edit, in: parts.organization)
        var rules = rules
        if let address = edit.wantedAddress {
            if let other = claimed[address], other.id != id {
                throw EditRefusal.addressClaimedTwice(address, other: other.user)
            }
            let owner = try await parts.organization.describeEntity(address)
            rules.owner = owner.flatMap { $0.id == id || released.contains(address) ? nil : $0 }
        }
        let operations = try rules.operations(for: edit, on: facts)
        if let address = edit.wantedAddress { claimed[address] = (id, request.user) }
        for operation in operations {
            facts.move(on: operation)
            if case .deleteAlias(let alias) = operation {
                released.insert(alias)
                claimed[alias] = nil
            }
        }
        self.facts[id] = facts
        return operations
    }

    private func append(_ operation: Change.Operation, for request: EditRequest, to result: inout EditPlan) {
        let account = request.account
        result.plan.changes.append(
            Change(
                guid: account.guid, label: account.label, entity: account.user?.id, operation: operation,
                reason: reason, actor: administrator))
        guard case .updatePrimary(_, let email) = operation, let person = account.person,
            let decision = account.decision, decision.verdict == .approved
        else { return }
        result.decisions.append(
            (
                person,
                Decision(
                    verdict: .approved, email: email, reason: reason, by: administrator, at: parts.clock(),
                    isSettled: decision.isSettled)
            ))
    }
}

extension SyncRun {
    /// What carrying out the edits would do.
    public func rehearsed(_ edits: EditPlan) -> RunReport {
        RunReport(observation: nil, counts: MirrorCounts(), plan: edits.plan)
    }

    /// Carries out what an administrator edited, at once: first the decisions, then the calls, then what a mailbox that
    /// was enabled again had before.
    public func carryOut(_ edits: EditPlan) async throws -> RunReport {
        try await InterruptedRun(organization: parts.organization, store: parts.store, clock: parts.clock).settle()
        if !edits.decisions.isEmpty { try await parts.store.record(edits.decisions) }
        var report = RunReport(observation: nil, counts: try await parts.store.counts(), plan: edits.plan)
        try await apply(&report, forEntities: Set(edits.plan.changes.compactMap(\.entity)))
        return report
    }
}
