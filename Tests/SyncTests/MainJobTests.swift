// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import TestSupport
import Testing
import WorkMail

/// From a real domain controller to an enabled mailbox.
@Suite(.tags(.server), .requiresSamba) struct `The main job` {
    @Test func `exactly the approved are enabled, and the second run changes nothing`() async throws {
        try await SyncRehearsal.with(people: .demo) { rehearsal in
            let first = try await rehearsal.sync()
            #expect(try await rehearsal.mailboxes().isEmpty)
            // What Tests/Lab/people says it put in. Nine addresses have an apostrophe (O'Brien, d'Angelo), three of
            // them in the other domain, so that the apostrophe is the reason that is named.
            #expect(first.counts.excluded[.computer] == 11, "ten workstations and the domain controller")
            #expect(first.counts.excluded[.managedServiceAccount] == 1)
            #expect(first.counts.excluded[.disabledInDirectory] == 8)
            #expect(first.counts.excluded[.expired] == 5)
            #expect(first.counts.excluded[.unusableAddress] == 9)
            #expect(first.counts.excluded[.foreignDomain] == 1)
            #expect(first.counts.candidates + first.counts.excluded.values.reduce(0, +) == first.counts.present)
            #expect(first.observation?.issues == [])

            try await rehearsal.approve("j.sommer", "m.weber", "z.nowak")
            let second = try await rehearsal.sync()
            #expect(second.applied.done.count == 3 && second.applied.failed.isEmpty)
            #expect(Set(try await rehearsal.mailboxes().keys) == ["j.sommer", "m.weber", "z.nowak"])

            let before = try await rehearsal.store.journalEnd()
            let third = try await rehearsal.sync()
            #expect(third.plan.changes.isEmpty && third.plan.waiting.isEmpty)
            #expect(third.observation?.rowsWritten == 0)
            #expect(try await rehearsal.store.journalEnd() == before)
        }
    }

    @Test func `whoever is renamed, moved and married keeps candidate, mailbox and old address`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.controller.modify(
                ldif: """
                    dn: OU=Lisboa,\(rehearsal.controller.baseDN)
                    changetype: add
                    objectClass: organizationalUnit

                    """)
            try await rehearsal.add("ana", mail: "ana.silva@example.com")
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            try await rehearsal.sync()
            let before = try await rehearsal.person("ana")

            try await rehearsal.set("mail", of: "ana", to: "ana.weber@example.com")
            try await rehearsal.set("sn", of: "ana", to: "Weber")
            try await rehearsal.set("sAMAccountName", of: "ana", to: "ana.weber")
            try await rehearsal.controller.modify(
                ldif: """
                    dn: CN=ana,CN=Users,\(rehearsal.controller.baseDN)
                    changetype: modrdn
                    newrdn: CN=Weber\\, Ana
                    deleteoldrdn: 1
                    newsuperior: OU=Lisboa,\(rehearsal.controller.baseDN)

                    """)
            let report = try await rehearsal.sync()
            #expect(
                report.applied.done.map(line)
                    == ["UpdatePrimaryEmailAddress ana.weber ana.silva@example.com > ana.weber@example.com"])
            let after = try await rehearsal.person("ana.weber")
            #expect(after.guid == before.guid && after.user.dn != before.user.dn)
            let entity = try #require(try await Explanation.about(after, parts: rehearsal.parts).entity)
            #expect(entity.email?.text == "ana.weber@example.com" && entity.name == "ana.weber")
            let aliases = try await rehearsal.organization.listAliases(entity.id).map(\.text)
            #expect(aliases.contains("ana.silva@example.com"))
            #expect(try await rehearsal.sync().plan == Plan())
        }
    }

    @Test func `whoever is deleted and created again under the same name is another person`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            try await rehearsal.sync()
            let first = try await rehearsal.person("ana")
            try await rehearsal.controller.modify(
                ldif: "dn: \(first.user.dn)\nchangetype: delete\n")
            try await rehearsal.add("ana", mail: "ana@example.com")
            let report = try await rehearsal.sync()
            #expect(report.plan.changes.isEmpty)
            #expect(report.plan.waiting.map(\.guid) == [first.guid], "the old mailbox waits for a decision")
            let second = try await rehearsal.person("ana")
            #expect(second.guid != first.guid)
            #expect(try await rehearsal.store.decision(about: second.guid) == nil)
            #expect(try await Explanation.about(second, parts: rehearsal.parts).namesakes.map(\.guid) == [first.guid])

            // Approved, the new person waits for the address, and the old mailbox stays with its owner.
            try await rehearsal.approve("ana")
            let held = try await rehearsal.sync()
            #expect(held.applied.done.isEmpty && held.plan.waiting.count == 2)
            let old = try await rehearsal.organization.describeUser(EntityID(first.user.sid.description)).user
            #expect(old.state == .enabled && old.email?.text == "ana@example.com")
        }
    }

    @Test func `an address given to somebody else, and two people who swap theirs, in one run`() async throws {
        try await SyncRehearsal.with { rehearsal in
            for name in ["ana", "bob", "cem", "dan"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob", "cem", "dan")
            try await rehearsal.sync()

            try await rehearsal.set("mail", of: "ana", to: "ana.new@example.com")
            try await rehearsal.set("mail", of: "bob", to: "ana@example.com")
            try await rehearsal.set("mail", of: "cem", to: "dan@example.com")
            try await rehearsal.set("mail", of: "dan", to: "cem@example.com")
            let report = try await rehearsal.sync()
            #expect(report.applied.failed.isEmpty && report.plan.waiting.isEmpty)
            #expect(
                try await rehearsal.mailboxes() == [
                    "ana": "ana.new@example.com", "bob": "ana@example.com", "cem": "dan@example.com",
                    "dan": "cem@example.com",
                ])
            #expect(try await rehearsal.sync().plan == Plan())
        }
    }

    @Test func `of two people with one address only these two wait, both named`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "same@example.com")
            try await rehearsal.add("bob", mail: "Same@Example.com")
            try await rehearsal.add("cem", mail: "cem@example.com")
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob", "cem")
            let report = try await rehearsal.sync()
            #expect(Set(try await rehearsal.mailboxes().keys) == ["cem"])
            #expect(report.plan.waiting.map(\.name) == ["ana", "bob"])
            #expect(
                report.plan.waiting.allSatisfy {
                    $0.hold.explanation.contains("CN=ana,") && $0.hold.explanation.contains("CN=bob,")
                })
            try await rehearsal.approve("bob", email: "bob@example.com")
            #expect(try await rehearsal.sync().applied.done.count == 2)
        }
    }

    @Test func `in a WorkMail directory whoever is approved is created and enabled in one run, and nobody else`()
        async throws
    {
        try await SyncRehearsal.with(rules: PlanningRules(directoryKind: .workmail)) { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            try await rehearsal.add("bob", mail: "bob@example.com")
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            let report = try await rehearsal.sync()
            #expect(report.applied.done.map(line) == ["CreateUser ana ana", "RegisterToWorkMail ana ana@example.com"])
            #expect(try await rehearsal.mailboxes() == ["ana": "ana@example.com"])
            #expect(try await rehearsal.organization.listUsers(nil, limit: 100, after: nil).elements.count == 1)
            #expect(try await rehearsal.sync().plan == Plan())
        }
    }
}
