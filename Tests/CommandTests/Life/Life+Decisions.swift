// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import Testing
import WorkMail

@testable import workmail_sync

/// What the mail organization's administrator decides: by the same code as the commands, on the state that the service has.
extension Life {
    func isDecided(_ event: LifeEvent) async throws -> Bool {
        guard let index = someoneFor(event) else { return false }
        try await decide(event, about: index)
        return true
    }

    func decide(_ event: LifeEvent, about index: Int) async throws {
        let person = book.people[index]
        let assembly = try program.assembly()
        let address = "chosen\(number())@example.com"
        figures.decisions += 1
        do {
            switch event {
            case .isApproved, .isApprovedWithAddress:
                let email = event == .isApproved ? nil : address
                let store = try assembly.store()
                let approval = try await Approval(
                    store: store, assembly: assembly, organization: try assembly.organization())
                let decisions = try await approval.decisions(
                    [.init(user: "\(person.guid)", email: email)], by: "root", at: clock.date)
                try await store.record(decisions)
                book.people[index].decision = decisions[0].decision
                book.people[index].wasEverApproved = true
                if let email = decisions[0].decision.email { book.people[index].addresses.insert(email.text) }
            case .isRejected:
                let store = try assembly.store()
                let decision = Decision(verdict: .rejected, reason: "by chance", by: "root", at: clock.date)
                try await store.record([(try await store.resolve(UserReference("\(person.guid)")), decision)])
                book.people[index].decision = decision
            case .getsAlias:
                try await assembly.whileLocked(asksDirectory: false, waits: true) { parts in
                    let account = try await AccountBook(parts.store, parts.organization).account("\(person.guid)")
                    var planner = try await EditPlanner(parts, by: "root", reason: "by chance")
                    let alias = try EmailAddress(address)
                    let plan = try await planner.plan([
                        EditRequest(user: person.account, account: account, edit: .addAlias(alias))
                    ])
                    let report = try await SyncRun(parts).carryOut(plan)
                    #expect(report.applied.failed.isEmpty)
                }
                book.people[index].aliases.insert(address)
            default:
                let now = clock.date
                let decision = Decision(
                    verdict: .disable, email: person.decision?.email, reason: "by chance", by: "root", at: now)
                try await assembly.whileLocked(asksDirectory: false, waits: true) { parts in
                    let mirrored = try await parts.store.resolve(UserReference("\(person.guid)"))
                    let account = try await AccountBook(parts.store, parts.organization).account(of: mirrored)
                    guard account.user?.state == .enabled else { throw EditProblems([]) }
                    try await parts.store.record([(mirrored, decision)])
                    _ = try await SyncRun(parts).carryOut(for: [person.guid], by: "root")
                }
                book.people[index].decision = decision
                book.people[index].disablings.append(now)
            }
        } catch let error where error is CommandFailure || error is EditProblems || error is UserReferenceFailure {
            figures.refusedDecisions += 1
            trace.append("\(moment): \(event) of \(person.account) refused: \(error)")
            if let wrong = try await wrongRefusal(of: event, about: person) {
                throw Disorder(moment: moment, wrong: ["\(event) was refused without a reason: \(error); \(wrong)"])
            }
            return
        }
        program.tellOfDecision()
    }

    /// About whom it is decided. Most are approved, some rejected, some never decided about.
    private func someoneFor(_ event: LifeEvent) -> Int? {
        let indices = book.people.indices.filter { index in
            let person = book.people[index]
            return switch event {
            case .isApproved, .isApprovedWithAddress:
                person.number % 7 != 0 && (person.decision?.verdict != .approved || chance.isOne(in: 4))
            case .isRejected: person.decision == nil && person.existence == .here
            default: person.decision?.verdict == .approved
            }
        }
        return chance.pick(indices)
    }
}
