// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// The 30 × 24 hours of a disabled mailbox, to the second: before they are over it comes back, after that it is gone.
@Suite struct `The 30 days of a disabled mailbox` {
    /// ana, whose mailbox was disabled at the moment that is handed on.
    static func withDisabledMailbox(
        _ kind: PlanningRules.DirectoryKind = .simpleAD,
        _ body: (Workbench, MirroredPerson, EntityID, Date) async throws -> Void
    ) async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: kind)) { bench in
            let person = try People.person(1, "ana", mail: "ana@example.com")
            try await bench.add(person)
            let report = try await bench.carryOut(.approved, person)
            let id = try #require(try await bench.store.links()[person.guid], "\(report.applied.failed)")
            try await bench.organization.createAlias(id, alias: try EmailAddress("a1@example.com"))
            try await bench.organization.updateMailboxQuota(id, megabytes: 700)
            try await bench.carryOut(.disable, person)
            let date = try await bench.organization.describeUser(id).user.disabledDate
            try await body(bench, person, id, try #require(date))
        }
    }

    static func approve(_ bench: Workbench, _ person: MirroredPerson, at moment: Date) async throws {
        let decision = Decision(verdict: .approved, by: "root", at: moment)
        try await bench.store.record([(person, decision)])
    }

    @Test(arguments: [PlanningRules.DirectoryKind.simpleAD, .adConnector, .workmail])
    func `after 29 days and 23 hours it is restored`(kind: PlanningRules.DirectoryKind) async throws {
        try await Self.withDisabledMailbox(kind) { bench, person, id, disabled in
            let provisioned = try await bench.organization.describeUser(id).mailboxProvisionedDate
            bench.clock.advance(disabled.timeIntervalSince(bench.clock.now) + (29 * 24 + 23) * 3_600)
            try await Self.approve(bench, person, at: bench.clock.now)
            let report = try await bench.run.carryOut(for: [person.guid])
            #expect(report.applied.done.map(\.operationName) == ["RegisterToWorkMail"])
            #expect(try await bench.addresses(id) == ["a1@example.com", "*ana@example.com"])
            #expect(try await bench.organization.mailboxDetails(id).quotaMegabytes == 700)
            let restored = try await bench.organization.describeUser(id).mailboxProvisionedDate
            #expect(restored == provisioned && provisioned != nil, "it is the old mailbox")
        }
    }

    @Test func `at 30 days it is gone, an approval from before waits, and a new one gives an empty mailbox`()
        async throws
    {
        try await Self.withDisabledMailbox { bench, person, id, disabled in
            let end = disabled + 30 * People.day
            try await Self.approve(bench, person, at: end - 3_600)
            bench.clock.advance(end.timeIntervalSince(bench.clock.now))
            let held = try await bench.run.carryOut(for: [person.guid])
            #expect(held.applied.done.isEmpty && held.plan.waiting.map(\.hold) == [.mailboxExpired] && held.isWaiting)
            #expect(
                held.plan.waiting[0].hold.explanation == "the old mailbox was deleted 30 days after it was disabled")
            let state = try await bench.organization.describeUser(id)
            #expect(state.user.state == .disabled && state.mailboxDeprovisionedDate == end)

            try await Self.approve(bench, person, at: end)
            let report = try await bench.run.carryOut(for: [person.guid])
            #expect(report.applied.done.map(\.operationName) == ["RegisterToWorkMail"])
            #expect(try await bench.addresses(id) == ["*ana@example.com"])
            #expect(try await bench.organization.mailboxDetails(id).quotaMegabytes == 51_200)
            #expect(try await bench.organization.describeUser(id).mailboxProvisionedDate == end)
            #expect(try await bench.store.snapshots().isEmpty)
        }
    }

    @Test func `the same approval a second before the end still brings the old mailbox`() async throws {
        try await Self.withDisabledMailbox { bench, person, id, disabled in
            let end = disabled + 30 * People.day
            try await Self.approve(bench, person, at: end - 3_600)
            bench.clock.advance(end.timeIntervalSince(bench.clock.now) - 1)
            #expect(try await bench.run.carryOut(for: [person.guid]).applied.done.count == 1)
            #expect(try await bench.addresses(id) == ["a1@example.com", "*ana@example.com"])
        }
    }

    @Test func `days left are whole ones, rounded up, and none when it is over`() {
        let rows: [(Double, Int, Bool)] = [
            (0, 30, false), (1, 30, false), (86_400, 29, false), (86_401, 29, false), (29 * 86_400, 1, false),
            (30 * 86_400 - 1, 1, false), (30 * 86_400, 0, true), (31 * 86_400, 0, true),
        ]
        for (seconds, days, isOver) in rows {
            let now = People.now + seconds
            #expect(MailboxRetentionPeriod.daysLeft(disabled: People.now, at: now) == days, "\(seconds)")
            #expect(MailboxRetentionPeriod.isOver(disabled: People.now, at: now) == isOver, "\(seconds)")
        }
    }

    /// 30 × 24 hours, whatever the clocks on the wall do meanwhile.
    @Test func `a change of the clocks in between makes no hour's difference`() throws {
        for text in ["2026-03-10T12:00:00Z", "2026-10-10T12:00:00Z", "2028-02-10T00:00:00Z"] {
            let disabled = try Date(text, strategy: .iso8601)
            #expect(MailboxRetentionPeriod.end(disabled: disabled).timeIntervalSince(disabled) == 2_592_000)
        }
    }
}
