// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Sync

/// Everything that can happen to somebody in a directory, seen through its changes alone.
@Suite(.tags(.server), .requiresSamba) struct `A run by changes` {
    @Test(arguments: [TrackingMethod.dirSync, .usn])
    func `sees what a full read would see`(method: TrackingMethod) async throws {
        try await ChangeRehearsal.with(method: method, scope: { ScopeDefinition(bases: ["OU=Staff,\($0)"]) }) { lab in
            let (base, people) = (lab.base, lab.rehearsal)
            for name in ["Staff", "Elsewhere"] { try await lab.controller.addOU(name) }
            try await lab.controller.addOU("Team", below: "OU=Staff,\(base)")
            for name in ["ana", "bob", "cem"] { try await people.add(name, mail: "\(name)@example.com", ou: "Staff") }
            #expect(try await lab.reasonOfFullRead() == .first)
            try await lab.follow("nothing", by: method)

            try await people.add("dia", mail: "dia@example.com", ou: "Staff")
            #expect(try await !lab.isInStep())
            let created = try await lab.follow("created", by: method)
            #expect(created.usersRead == 1 && created.rowsWritten == 1)
            #expect(try await people.person("dia").standing.isCandidate)

            try await lab.change("CN=ana,OU=Staff", "replace: mail", "mail: anna@example.com")
            try await lab.follow("modified", by: method)
            #expect(try await people.person("ana").user.mail == "anna@example.com")
            try await lab.change("CN=ana,OU=Staff", "delete: mail")
            try await lab.follow("cleared", by: method)
            #expect(try await people.person("ana").standing.exclusion == .noAddress)
            try await lab.change("CN=bob,OU=Staff", "replace: userAccountControl", "userAccountControl: 546")
            try await lab.follow("disabled", by: method)
            #expect(try await people.person("bob").standing.exclusion == .disabledInDirectory)

            try await lab.rename("CN=cem,OU=Staff", to: "CN=cem kaya", in: "OU=Staff")
            try await lab.follow("renamed", by: method)
            #expect(try await people.person("cem").user.dn == "CN=cem kaya,OU=Staff,\(base)")
            try await lab.rename("CN=cem kaya,OU=Staff", to: "CN=cem kaya", in: "OU=Elsewhere")
            try await lab.follow("moved out of the scope", by: method)
            #expect(try await people.person("cem").scope == .outsideBases)
            try await lab.rename("CN=cem kaya,OU=Elsewhere", to: "CN=cem", in: "OU=Team,OU=Staff")
            try await lab.follow("moved into the scope", by: method)
            #expect(try await people.person("cem").scope == .inside)

            try await lab.rename("OU=Team,OU=Staff", to: "OU=Crew", in: "OU=Staff")
            let renamed = try await lab.follow("an OU renamed", by: method)
            #expect(renamed.usersRead == 1)
            #expect(try await people.person("cem").user.dn == "CN=cem,OU=Crew,OU=Staff,\(base)")
            try await lab.rename("OU=Crew,OU=Staff", to: "OU=Crew", in: "OU=Elsewhere")
            try await lab.follow("an OU moved out of the scope", by: method)
            #expect(try await people.person("cem").scope == .outsideBases)
            try await lab.rename("OU=Staff", to: "OU=Renamed", in: "")
            try await lab.follow("the scope's own OU renamed", by: method)
            #expect(try await people.person("dia").scope == .inside)
            try await lab.rename("OU=Renamed", to: "OU=Staff", in: "")

            let before = try await people.person("dia")
            try await lab.delete("CN=dia,OU=Staff")
            let deleted = try await lab.follow("deleted", by: method)
            #expect(deleted.gone == 1)
            #expect(try await people.store.person(before.guid)?.presence == .missing, "tombstones are hidden here")
            try await lab.controller.reanimate(
                "dia", guid: before.guid.description, to: "CN=dia,OU=Staff,\(base)")
            try await lab.follow("restored", by: method)
            let restored = try #require(try await people.store.person(before.guid))
            #expect(restored.presence == .present && restored.user.mail == nil)

            try await lab.delete("CN=dia,OU=Staff")
            try await people.add("dia", mail: "dia2@example.com", ou: "Staff")
            try await lab.follow("deleted and made anew under the same name", by: method)
            #expect(try await people.store.person(before.guid)?.presence == .missing)
            #expect(try await people.person("dia").user.mail == "dia2@example.com")
            #expect(try await lab.isInStep())
            let last = try await lab.follow("nothing again", by: method)
            #expect(last.usersRead == 0 && last.extent == .changes(0, by: method))
        }
    }

    @Test(arguments: [TrackingMethod.dirSync, .usn])
    func `sees who joins and leaves the scope's groups, however deep`(method: TrackingMethod) async throws {
        let group = { (base: String) in ScopeDefinition(groups: ["CN=Mail,CN=Users,\(base)"]) }
        try await ChangeRehearsal.with(method: method, scope: group) { lab in
            let (base, people) = (lab.base, lab.rehearsal)
            for name in ["ana", "bob", "cem"] { try await people.add(name, mail: "\(name)@example.com") }
            try await lab.controller.addGroup("Inner", members: ["CN=bob,CN=Users,\(base)"])
            try await lab.controller.addGroup("Mail", members: ["CN=ana,CN=Users,\(base)"])
            #expect(try await lab.reasonOfFullRead() == .first)
            func inside() async throws -> Set<String> {
                Set(try await people.store.undecided().filter { $0.scope == .inside }.map(\.user.sAMAccountName))
            }
            #expect(try await inside() == ["ana"])
            try await lab.change("CN=Mail,CN=Users", "add: member", "member: CN=Inner,CN=Users,\(base)")
            try await lab.follow("a group joins", by: method)
            #expect(try await inside() == ["ana", "bob"])
            try await lab.change("CN=Inner,CN=Users", "add: member", "member: CN=cem,CN=Users,\(base)")
            try await lab.follow("somebody joins an inner group", by: method)
            #expect(try await inside() == ["ana", "bob", "cem"])
            try await lab.change("CN=Mail,CN=Users", "delete: member", "member: CN=ana,CN=Users,\(base)")
            try await lab.follow("somebody leaves", by: method)
            #expect(try await inside() == ["bob", "cem"])
            try await lab.delete("CN=Inner,CN=Users")
            try await lab.follow("the inner group is deleted", by: method)
            #expect(try await inside() == [])
            // A primary group has somebody without a `member`.
            try await lab.change("CN=Mail,CN=Users", "add: member", "member: CN=ana,CN=Users,\(base)")
            try await lab.follow("back", by: method)
            try await lab.change(
                "CN=ana,CN=Users", "replace: primaryGroupID",
                "primaryGroupID: \(try await lab.relativeID(of: "CN=Mail,CN=Users"))")
            try await lab.follow("as the primary group", by: method)
            #expect(try await inside() == ["ana"])
        }
    }

    @Test func `sees who comes to match the scope's filter, by what is not otherwise read`() async throws {
        let filter = { (_: String) in ScopeDefinition(filter: "(employeeType=mail)") }
        try await ChangeRehearsal.with(scope: filter) { lab in
            for name in ["ana", "bob"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            #expect(try await lab.reasonOfFullRead() == .first)
            try await lab.change("CN=ana,CN=Users", "replace: employeeType", "employeeType: mail")
            try await lab.follow("matches")
            #expect(try await lab.rehearsal.person("ana").scope == .inside)
            try await lab.change("CN=ana,CN=Users", "delete: employeeType")
            try await lab.follow("no longer matches")
            #expect(try await lab.rehearsal.person("ana").scope == .notMatchingFilter)
        }
    }
}

extension ChangeRehearsal {
    func isInStep() async throws -> Bool {
        try await ActiveDirectory.connect(rehearsal.parts.directory) { directory in
            try await SyncRun(rehearsal.parts).isInStep(with: directory)
        }
    }

    func relativeID(of dn: String) async throws -> UInt32 {
        try await controller.withAdministrator { connection in
            let entry = try await connection.read(.text("\(dn),\(base)"), attributes: ["objectSid"])
            return try #require(ObjectSID(bytes: entry?.first("objectSid") ?? [])?.relativeID)
        }
    }

    /// Modifies what is at a DN without the domain.
    func change(_ dn: String, _ lines: String...) async throws {
        let text = lines.joined(separator: "\n")
        try await controller.modify(ldif: "dn: \(dn),\(base)\nchangetype: modify\n\(text)\n-\n")
    }

    func rename(_ dn: String, to rdn: String, in parent: String) async throws {
        let superior = parent.isEmpty ? base : "\(parent),\(base)"
        try await controller.modify(
            ldif: "dn: \(dn),\(base)\nchangetype: modrdn\nnewrdn: \(rdn)\ndeleteoldrdn: 1\nnewsuperior: \(superior)\n")
    }

    func delete(_ dn: String) async throws {
        try await controller.modify(ldif: "dn: \(dn),\(base)\nchangetype: delete\n")
    }
}
