// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import TestSupport
import Testing
import WorkMail

/// The grace of leavers against a real domain controller, with a clock that is moved by hand.
@Suite(.tags(.server), .requiresSamba) struct `Leavers in grace` {
    static func with(_ body: (SyncRehearsal, MovableClock) async throws -> Void) async throws {
        let rules = PlanningRules(
            ownership: OwnershipFacts(directoryKind: .simpleAD), leavers: LeaverPolicy(.apply, graceDays: 3))
        try await SyncRehearsal.with(rules: rules) { rehearsal in
            let clock = MovableClock(Date())
            var rehearsal = rehearsal
            rehearsal.parts.clock = { clock.now }
            // One leaver of two would not be a share that a run disables unasked.
            for name in ["ana", "bob", "cem"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob", "cem")
            try await rehearsal.sync()
            try await body(rehearsal, clock)
        }
    }

    @Test func `an account that is switched off keeps its mailbox for three days, and loses it then`() async throws {
        try await Self.with { rehearsal, clock in
            try await rehearsal.set("userAccountControl", of: "ana", to: "546")
            let first = try await rehearsal.sync()
            #expect(first.plan.changes.isEmpty && first.plan.waiting.map(\.name) == ["ana"] && !first.isWaiting)
            let seen = clock.now
            clock.advance(days: 2.99)
            let second = try await rehearsal.sync()
            #expect(second.plan.changes.isEmpty && !second.isWaiting)
            guard case .leaverInGrace(_, let until)? = second.plan.waiting.first?.hold else {
                Issue.record("\(second.plan.waiting)")
                return
            }
            #expect(abs(until.timeIntervalSince(seen + 3 * People.day)) < 0.001, "counted from the first run")
            clock.advance(days: 0.011)
            let third = try await rehearsal.sync()
            #expect(third.applied.done.map(line) == ["DeregisterFromWorkMail ana"])
            let id = try #require(third.applied.done.first?.entity)
            #expect(third.snapshots[id]?.primary == "ana@example.com")
            #expect(try await rehearsal.mailboxes().keys.sorted() == ["bob", "cem"])
            let fourth = try await rehearsal.sync()
            #expect(fourth.plan == Plan() && !fourth.isWaiting)
            #expect(try await rehearsal.store.leavers().isEmpty)
        }
    }

    @Test func `whoever is switched on again within the grace keeps the mailbox, and a second grace starts anew`()
        async throws
    {
        try await Self.with { rehearsal, clock in
            try await rehearsal.set("userAccountControl", of: "ana", to: "546")
            try await rehearsal.sync()
            clock.advance(days: 2)
            try await rehearsal.set("userAccountControl", of: "ana", to: "544")
            #expect(try await rehearsal.sync().plan == Plan())
            try await rehearsal.set("userAccountControl", of: "ana", to: "546")
            clock.advance(days: 2)
            let again = try await rehearsal.sync()
            #expect(again.plan.changes.isEmpty && again.plan.waiting.count == 1)
            clock.advance(days: 2)
            #expect(try await rehearsal.sync().plan.changes.isEmpty, "four days after the first time")
            clock.advance(days: 1.001)
            #expect(try await rehearsal.sync().applied.done.map(line) == ["DeregisterFromWorkMail ana"])
        }
    }

    @Test func `an account that is no longer found is never acted on, however long ago`() async throws {
        try await Self.with { rehearsal, clock in
            // The service account sees no tombstones.
            let dn = try await rehearsal.person("ana").user.dn
            try await rehearsal.controller.modify(ldif: "dn: \(dn)\nchangetype: delete\n")
            for _ in 0..<3 {
                let report = try await rehearsal.sync()
                #expect(report.plan.changes.isEmpty && report.plan.waiting.map(\.hold) == [.leaver(.missing)])
                #expect(report.isWaiting)
                clock.advance(days: 100)
            }
        }
    }
}
