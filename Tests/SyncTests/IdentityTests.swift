// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Sync
import TestSupport
import Testing
import WorkMail

/// The same person through deletion and return, and people of whom something is wrong.
@Suite(.tags(.server), .requiresSamba) struct `The same person` {
    @Test func `restored without mail is still the same, with the same mailbox`() async throws {
        try await SyncRehearsal.with(rules: .init(directoryKind: .simpleAD, leaverAction: .apply)) { rehearsal in
            for name in ["ana", "bob"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            try await rehearsal.sync()
            let before = try await rehearsal.person("ana")
            let id = EntityID(before.user.sid.description)
            try await rehearsal.controller.modify(ldif: "dn: \(before.user.dn)\nchangetype: delete\n")
            let gone = try await rehearsal.sync()
            #expect(gone.observation?.gone == 1 && gone.plan.waiting.map(\.guid) == [before.guid])
            #expect(try await rehearsal.organization.describeUser(id).user.state == .enabled)

            try await rehearsal.controller.reanimate(
                "ana", guid: before.guid.description, to: before.user.dn)
            let back = try await rehearsal.sync()
            #expect(back.plan == Plan() && back.counts.gone == 0)
            let after = try #require(try await rehearsal.store.person(before.guid))
            #expect(after.presence == .present && after.absentSince == nil && after.user.mail == nil)
            let user = try await rehearsal.organization.describeUser(id).user
            #expect(user.state == .enabled && user.email?.text == "ana@example.com", "the mailbox keeps its address")
            #expect(try await rehearsal.store.decision(about: before.guid)?.isSettled == true)
        }
    }

    @Test func `where tombstones can be seen, a deletion is proof enough to act on`() async throws {
        try await SyncRehearsal.with(rules: .init(directoryKind: .simpleAD, leaverAction: .apply)) { rehearsal in
            var rehearsal = rehearsal
            let password = try Data(contentsOf: URL(filePath: rehearsal.controller.adminPasswordFile))
            rehearsal.parts.directory.bindName = rehearsal.controller.adminUPN
            rehearsal.parts.directory.bindPassword = Secret(Array(password))
            for name in ["ana", "bob"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob")
            try await rehearsal.sync()
            let ana = try await rehearsal.person("ana")
            try await rehearsal.controller.modify(ldif: "dn: \(ana.user.dn)\nchangetype: delete\n")
            let report = try await rehearsal.sync()
            #expect(report.applied.done.map(line) == ["DeregisterFromWorkMail ana"])
            #expect(try await rehearsal.person("ana").presence == .deleted)
            #expect(try await rehearsal.sync().plan == Plan(), "and then there is nothing left to decide")
        }
    }

    @Test func `an approval whose mailbox somebody else enabled does not enable it a second time`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            try await rehearsal.sync()
            let id = EntityID(try await rehearsal.person("ana").user.sid.description)
            try await rehearsal.organization.registerToWorkMail(id, email: try EmailAddress("ana@example.com"))
            try await rehearsal.approve("ana")
            #expect(try await rehearsal.sync().applied.done.isEmpty)
            try await rehearsal.organization.deregisterFromWorkMail(id)
            let report = try await rehearsal.sync()
            #expect(report.applied.done.isEmpty && report.plan.waiting.map(\.hold) == [.disabledSince])
        }
    }

    @Test func `an enabled mailbox of nobody in the directory is reported and left alone`() async throws {
        try await SyncRehearsal.with(rules: .init(directoryKind: .simpleAD, leaverAction: .apply)) { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            let organization = try #require(rehearsal.organization as? any DirectoryBackedOrganization)
            let stranger = EntityID("S-1-5-21-9-9-9-1234")
            try await organization.directoryHolds([
                DirectorySourcedUser(id: stranger, name: "zed", role: .user, profile: MailProfile())
            ])
            try await organization.registerToWorkMail(stranger, email: try EmailAddress("zed@example.com"))
            let report = try await rehearsal.sync()
            #expect(report.orphans.map(\.id) == [stranger] && report.plan == Plan())
            #expect(try await rehearsal.mailboxes() == ["zed": "zed@example.com"])
        }
    }

    @Test func `disabled and expired people are excluded, and with a mailbox leavers, until they come back`()
        async throws
    {
        try await SyncRehearsal.with { rehearsal in
            let people = ["ana", "bob", "cem"]
            for name in people { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob")
            try await rehearsal.sync()
            try await rehearsal.set("userAccountControl", of: "ana", to: "546")
            // 2020-01-01 in 100 ns since 1601.
            try await rehearsal.set("accountExpires", of: "bob", to: "132223104000000000")
            try await rehearsal.set("accountExpires", of: "cem", to: "132223104000000000")
            let report = try await rehearsal.sync()
            #expect(report.counts.excluded[.disabledInDirectory] ?? 0 >= 1 && report.counts.excluded[.expired] == 2)
            #expect(report.plan.changes.isEmpty && report.plan.waiting.map(\.name) == ["ana", "bob"])
            #expect(
                report.plan.waiting.map(\.hold.explanation)
                    == ["is disabled in the directory", "has expired in the directory (on 2020-01-01)"])
            #expect(try await rehearsal.store.undecided().contains { $0.user.sAMAccountName == "cem" } == false)
            try await rehearsal.set("userAccountControl", of: "ana", to: "544")
            try await rehearsal.set("accountExpires", of: "bob", to: "0")
            #expect(try await rehearsal.sync().plan == Plan())
            #expect(try await rehearsal.mailboxes() == ["ana": "ana@example.com", "bob": "bob@example.com"])
        }
    }

    @Test func `a broken entry becomes an issue that names it, and stops nobody else`() async throws {
        let rules = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)
        try await SyncRehearsal.with(rules: rules) { rehearsal in
            for name in ["ana", "bob", "cem"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana", "bob")
            try await rehearsal.sync()
            let two = "SMTP:ana@example.com\nproxyAddresses: SMTP:boss@example.com"
            try await rehearsal.set("proxyAddresses", of: "ana", to: two)
            try await rehearsal.set("mail", of: "ana", to: "boss@example.com")
            try await rehearsal.add("dan", mail: "dan@example.com")
            try await rehearsal.set("proxyAddresses", of: "dan", to: two)
            try await rehearsal.approve("cem")

            let report = try await rehearsal.sync()
            let issues = try #require(report.observation?.issues)
            #expect(issues.map(\.attribute) == ["proxyAddresses", "proxyAddresses"])
            #expect(Set(issues.map { String($0.dn.prefix(6)) }) == ["CN=ana", "CN=dan"])
            #expect(issues.allSatisfy { $0.problem.contains("boss@example.com") && $0.guid != nil })
            #expect(Set(try await rehearsal.store.issues()) == Set(issues))
            // Nothing is done about ana, not even what her other attributes say; cem gets his mailbox.
            #expect(report.applied.done.map(line) == ["RegisterToWorkMail cem cem@example.com"])
            #expect(report.plan.waiting.map(\.name) == ["ana"] && report.observation?.gone == 0)
            #expect(try await rehearsal.mailboxes()["ana"] == "ana@example.com")
            #expect(try await rehearsal.person("ana").standing.exclusion == .unreadable)
            let again = try await rehearsal.sync()
            #expect(again.plan.changes.isEmpty && again.plan.waiting.count == 1 && again.observation?.rowsWritten == 0)

            for name in ["ana", "dan"] { try await rehearsal.set("proxyAddresses", of: name, to: nil) }
            let mended = try await rehearsal.sync()
            #expect(mended.observation?.issues == [] && mended.counts.excluded[.unreadable] == nil)
            #expect(try await rehearsal.store.issues().isEmpty)
            #expect(try await rehearsal.mailboxes()["ana"] == "boss@example.com")
        }
    }
}
