// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import TestSupport
import Testing
import WorkMail

/// A directory that shows suddenly less, and plans that do suddenly more.
@Suite(.tags(.server), .requiresSamba) struct `The safety limits` {
    @Test func `a shrunken directory stops the run with numbers, and accepting them lets exactly that through`()
        async throws
    {
        let rules = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)
        try await SyncRehearsal.with(people: .bulk(200), rules: rules) { rehearsal in
            try await rehearsal.sync()
            let everybody = try await rehearsal.store.undecided().filter(\.standing.isCandidate)
            let leavers = everybody.prefix(30)
            for person in leavers.prefix(12) { try await rehearsal.approve(person.user.sAMAccountName) }
            try await rehearsal.sync()
            let known = try await rehearsal.store.counts().present
            try await rehearsal.controller.modify(
                ldif: leavers.map { "dn: \($0.user.dn)\nchangetype: delete\n" }.joined(separator: "\n"))

            let before = try await State(of: rehearsal)
            let stop = await #expect(throws: SafetyStop.self) { try await rehearsal.sync() }
            guard case .tooManyMissing(30, _, 10) = stop else {
                Issue.record("\(String(describing: stop))")
                return
            }
            #expect(stop?.description.contains("30 of the") == true && stop?.remedy.contains("30") == true)
            #expect(try await State(of: rehearsal) == before)
            #expect(try await rehearsal.store.runs(limit: 1).first?.outcome == .stopped)

            // One too few is not enough; the number is.
            var accepting = rehearsal
            accepting.parts.accepted.missing = 29
            await #expect(throws: SafetyStop.self) { try await accepting.sync() }
            #expect(try await State(of: rehearsal) == before)
            accepting.parts.accepted.missing = 30
            // Whoever is missing without a tombstone to be seen waits for an administrator, limits or not.
            let report = try await accepting.sync()
            #expect(report.observation?.gone == 30 && report.counts.present == known - 30)
            #expect(report.plan.changes.isEmpty && report.plan.waiting.count == 12)
            #expect(try await rehearsal.mailboxes().count == 12)
            #expect(try await rehearsal.sync().observation?.gone == 0, "and the stop is over")
        }
    }

    @Test func `an OU that the account may no longer read stops the run`() async throws {
        try await SyncRehearsal.with(rules: .init(directoryKind: .simpleAD, leaverAction: .apply)) { rehearsal in
            try await rehearsal.controller.addOU("Staff")
            let names = (1...12).map { "p\($0)" }
            for name in names { try await rehearsal.add(name, mail: "\(name)@example.com", ou: "Staff") }
            try await rehearsal.sync()
            for name in names { try await rehearsal.approve(name) }
            try await rehearsal.sync()
            let before = try await State(of: rehearsal)
            try await rehearsal.controller.forbidReading(of: "OU=Staff,\(rehearsal.controller.baseDN)")
            let stop = await #expect(throws: SafetyStop.self) { try await rehearsal.sync() }
            guard case .tooManyMissing(12, _, 1) = stop else {
                Issue.record("\(String(describing: stop))")
                return
            }
            #expect(try await State(of: rehearsal) == before)
        }
    }

    @Test func `a directory without anybody stops the run, whatever was accepted`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            try await rehearsal.sync()
            let before = try await State(of: rehearsal)
            var blind = rehearsal
            blind.parts.accepted = AcceptedRisks(missing: 1_000, disables: 1_000, enables: 1_000)
            try await rehearsal.controller.forbidReading(of: "CN=Users,\(rehearsal.controller.baseDN)")
            await #expect(throws: SafetyStop.emptyDirectory(known: 2)) { try await blind.sync() }
            #expect(try await State(of: rehearsal) == before)
        }
    }

    @Test func `too many disables and too many enables stop with numbers until they are accepted`() async throws {
        let rules = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)
        try await SyncRehearsal.with(rules: rules) { rehearsal in
            var limited = rehearsal
            let names = ["ana", "bob", "cem", "dan"]
            for name in names { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob", "cem", "dan")
            limited.parts.limits.maxEnables = 3
            await #expect(throws: SafetyStop.tooManyEnables(planned: 4, allowed: 3)) { try await limited.sync() }
            #expect(try await rehearsal.mailboxes().isEmpty)
            limited.parts.accepted.enables = 4
            #expect(try await limited.sync().applied.done.count == 4)

            for name in names.prefix(3) { try await rehearsal.set("userAccountControl", of: name, to: "546") }
            let stop = SafetyStop.tooManyDisables(planned: 3, enabled: 4, allowed: 1)
            await #expect(throws: stop) { try await rehearsal.sync() }
            #expect(try await rehearsal.mailboxes().count == 4)
            // What an administrator decided one by one is not counted.
            for name in names.prefix(2) {
                let decision = Decision(verdict: .disable, by: "root", at: Date())
                try await rehearsal.store.record([(try await rehearsal.person(name), decision)])
            }
            #expect(try await rehearsal.sync().applied.done.count == 3)
            #expect(Set(try await rehearsal.mailboxes().keys) == ["dan"])
        }
    }

    /// What a stopped run must not touch.
    private struct State: Hashable {
        var mailboxes: [String: String]
        var journalEnd: Int64
        var decisions: [ObjectGUID: Decision]
        var gone: Int
        var users: Int

        init(of rehearsal: SyncRehearsal) async throws {
            mailboxes = try await rehearsal.mailboxes()
            journalEnd = try await rehearsal.store.journalEnd()
            decisions = try await rehearsal.store.decisions()
            gone = try await rehearsal.store.counts().gone
            var users = 0
            try await rehearsal.organization.forEachUser { users += $0.count { $0.state != .deleted } }
            self.users = users
        }
    }
}
