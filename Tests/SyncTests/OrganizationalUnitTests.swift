// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import TestSupport
import Testing
import WorkMail

/// OUs that are renamed, deleted, hidden and replaced, while the configuration names them as they once were.
@Suite(.tags(.server), .requiresSamba) struct `The scope's organizational units` {
    let applying = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)

    @Test func `1,000 people whose OU is renamed call for nothing, and the scope stays in force`() async throws {
        try await SyncRehearsal.with(people: .bulk(1_000), rules: applying) { rehearsal in
            let controller = rehearsal.controller
            let top = "OU=Bulk,\(controller.baseDN)"
            var scoped = rehearsal
            scoped.parts.scope = ScopeDefinition(bases: [top])
            let first = try await scoped.sync()
            let inside = first.counts.candidates
            try #require(inside == 1_000)
            let people = try await rehearsal.store.undecided().filter(\.standing.isCandidate)
            for person in people.prefix(5) { try await rehearsal.approve(person.user.sAMAccountName) }
            let before = try await scoped.sync().counts

            try await controller.modify(
                ldif: "dn: \(top)\nchangetype: modrdn\nnewrdn: OU=Renamed, by us\ndeleteoldrdn: 1\n".replacing(
                    ", by", with: "\\, by"))
            let report = try await scoped.sync()
            #expect(report.plan == Plan() && report.observation?.gone == 0)
            #expect(report.counts == before)
            #expect((report.observation?.rowsWritten ?? 0) >= inside)
            for person in people.prefix(20) {
                let now = try #require(try await rehearsal.store.person(person.guid))
                #expect(now.user.dn.contains("OU=Renamed\\, by us,") && now.scope == .inside)
            }
            // Another OU that takes the old name is not the one that was meant.
            try await controller.modify(
                ldif: "dn: \(top)\nchangetype: add\nobjectClass: organizationalUnit\n")
            #expect(try await scoped.sync().observation?.rowsWritten == 0)
            #expect(try await rehearsal.mailboxes().count == 5)
        }
    }

    @Test func `an OU of the scope that is deleted or unreadable stops the run before anything is written`()
        async throws
    {
        try await SyncRehearsal.with(rules: applying) { rehearsal in
            let base = rehearsal.controller.baseDN
            var scoped = rehearsal
            for name in ["Staff", "Guests"] { try await rehearsal.controller.addOU(name) }
            scoped.parts.scope = ScopeDefinition(bases: ["OU=Staff,\(base)"], excludedSubtrees: ["OU=Guests,\(base)"])
            try await rehearsal.add("ana", mail: "ana@example.com", ou: "Staff")
            try await rehearsal.add("bob", mail: "bob@example.com", ou: "Guests")
            let first = try await scoped.sync()
            #expect(first.counts.candidates == 1)
            #expect(try await rehearsal.person("bob").scope == .outsideBases)
            try await rehearsal.approve("ana")
            try await scoped.sync()
            let before = try await rehearsal.person("ana")

            try await rehearsal.controller.modify(
                ldif: """
                    dn: CN=bob,OU=Guests,\(base)
                    changetype: delete

                    dn: OU=Guests,\(base)
                    changetype: delete

                    """)
            try await Self.expectGone(.excludedSubtree, "OU=Guests,\(base)", scoped)
            // Under its old name it is another one.
            try await rehearsal.controller.addOU("Guests")
            try await Self.expectGone(.excludedSubtree, "OU=Guests,\(base)", scoped)

            scoped.parts.scope.excludedSubtrees = []
            try await rehearsal.controller.forbidReading(of: "OU=Staff,\(base)")
            await #expect(throws: ScopeFailure.unreadable(.base, dn: "OU=Staff,\(base)")) { try await scoped.sync() }
            #expect(try await rehearsal.person("ana") == before)
            #expect(try await rehearsal.mailboxes() == ["ana": "ana@example.com"])
        }
    }

    @Test func `moved out of the scope and deleted are different things`() async throws {
        try await SyncRehearsal.with(rules: applying) { rehearsal in
            let base = rehearsal.controller.baseDN
            var scoped = rehearsal
            scoped.parts.limits = SafetyLimits(
                maxDisables: 10, maxDisablesPercent: 100, maxMissing: 10, maxMissingPercent: 100)
            try await rehearsal.controller.addOU("Staff")
            try await rehearsal.controller.addOU("Elsewhere")
            scoped.parts.scope = ScopeDefinition(bases: ["OU=Staff,\(base)"])
            for name in ["ana", "bob", "cem"] {
                try await rehearsal.add(name, mail: "\(name)@example.com", ou: "Staff")
            }
            try await scoped.sync()
            try await rehearsal.approve("ana", "bob", "cem")
            try await scoped.sync()
            let bob = try await rehearsal.person("bob")
            try await rehearsal.controller.modify(
                ldif: """
                    dn: CN=ana,OU=Staff,\(base)
                    changetype: modrdn
                    newrdn: CN=ana
                    deleteoldrdn: 1
                    newsuperior: OU=Elsewhere,\(base)

                    dn: CN=bob,OU=Staff,\(base)
                    changetype: delete

                    """)
            let report = try await scoped.sync()
            #expect(report.observation?.gone == 1)
            #expect(report.applied.done.map(line) == ["DeregisterFromWorkMail ana"])
            #expect(report.applied.done.first?.reason == "is outside the configured bases")
            #expect(try await rehearsal.person("ana").presence == .present)
            let gone = try #require(try await rehearsal.store.person(bob.guid))
            #expect(gone.presence != .present && gone.absentSince != nil && gone.scope == .inside)
            // This service account sees no tombstones, so for bob the absence alone has to suffice, and does not.
            #expect(report.plan.waiting.map(\.hold) == [.leaver(gone.presence == .deleted ? .deleted : .missing)])
            #expect(Set(try await rehearsal.mailboxes().keys) == ["bob", "cem"])
        }
    }

    private static func expectGone(_ role: ScopePin.Role, _ dn: String, _ rehearsal: SyncRehearsal) async throws {
        let end = try await rehearsal.store.journalEnd()
        let counts = try await rehearsal.store.counts()
        let failure = await #expect(throws: ScopeFailure.self) { try await rehearsal.sync() }
        guard case .gone(let pin) = failure, pin.role == role, pin.configuredDN == dn else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(try await rehearsal.store.journalEnd() == end)
        #expect(try await rehearsal.store.counts() == counts)
    }
}
