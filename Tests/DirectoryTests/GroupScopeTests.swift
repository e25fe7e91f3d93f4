// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

/// Scopes as a real domain controller resolves them: groups in groups, subtrees, a filter, and all at once.
@Suite(.tags(.server), .requiresSamba) struct `The scope of a real domain` {
    @Test func `groups nest, go in circles and count as primary group, and combine with subtrees and a filter`()
        async throws
    {
        try await SambaDomainController.with { controller in
            try await Self.fill(controller)
            let base = controller.baseDN
            func group(_ name: String) -> String { "CN=\(name),OU=Groups,\(base)" }
            let staff = "OU=Staff,\(base)"
            let interns = "OU=Interns,OU=Staff,\(base)"

            // ana is in Leads, Leads in Team, Team in All, All in Leads again; bob in Team; cem has Primary as primary
            // group; dan is in no group; eve is in All and in the excluded subtree.
            let table: [(ScopeDefinition, Set<String>)] = [
                (ScopeDefinition(groups: [group("Leads")]), ["ana", "bob", "eve"]),
                (ScopeDefinition(groups: [group("Single")]), ["bob"]),
                (ScopeDefinition(groups: [group("Primary")]), ["cem"]),
                (ScopeDefinition(groups: [group("Outer")]), ["cem"]),
                (ScopeDefinition(groups: [group("Single"), group("Primary")]), ["bob", "cem"]),
                (ScopeDefinition(groups: [group("Empty")]), []),
                (ScopeDefinition(bases: [staff]), ["ana", "bob", "eve"]),
                (ScopeDefinition(bases: [staff.lowercased()], excludedSubtrees: [interns]), ["ana", "bob"]),
                (ScopeDefinition(excludedSubtrees: [interns], groups: [group("All")]), ["ana", "bob"]),
                (ScopeDefinition(bases: [staff], filter: "(|(cn=bob)(cn=eve)(cn=dan))"), ["bob", "eve"]),
                (
                    ScopeDefinition(
                        bases: [staff], excludedSubtrees: [interns], filter: "(cn=*n*)", groups: [group("All")]),
                    ["ana"]
                ),
            ]
            for (definition, expected) in table {
                let (inside, _) = try await Self.read(controller, definition)
                #expect(inside == expected, "\(definition)")
            }
        }
    }

    @Test func `a renamed group stays the group it was, and one that is gone stops the read`() async throws {
        try await SambaDomainController.with { controller in
            try await Self.fill(controller)
            let old = "CN=Single,OU=Groups,\(controller.baseDN)"
            let definition = ScopeDefinition(groups: [old])
            let (_, pins) = try await Self.read(controller, definition)
            #expect(pins.map(\.configuredDN) == [old, ""], "the group, and the domain itself")
            try await controller.modify(
                ldif: "dn: \(old)\nchangetype: modrdn\nnewrdn: CN=Renamed\ndeleteoldrdn: 1\n")
            // Somebody else now has the name, with other members.
            try await controller.modify(ldif: Self.group("Single", "CN=dan,CN=Users", controller))
            let (inside, again) = try await Self.read(controller, definition, pins: pins)
            #expect(inside == ["bob"] && again == pins)
            #expect(try await Self.read(controller, definition).inside == ["dan"], "what an unpinned read would mean")

            try await controller.modify(
                ldif: "dn: CN=Renamed,OU=Groups,\(controller.baseDN)\nchangetype: delete\n")
            await #expect(throws: ScopeFailure.gone(try #require(pins.first))) {
                try await Self.read(controller, definition, pins: pins)
            }
        }
    }

    @Test func `what cannot be resolved is refused by name before anybody is read`() async throws {
        try await SambaDomainController.with { controller in
            let base = controller.baseDN
            let missing = "OU=Nowhere,\(base)"
            let failure = await #expect(throws: ScopeFailure.self) {
                try await Self.read(controller, ScopeDefinition(bases: [missing]))
            }
            #expect(failure?.description.contains("“\(missing)” (base)") == true)
            await #expect(throws: ScopeFailure.outsideDomain(.base, dn: "DC=other,DC=net", domain: base)) {
                try await Self.read(controller, ScopeDefinition(bases: ["DC=other,DC=net"]))
            }
            await #expect(throws: ScopeFailure.notAGroup(dn: "CN=Users,\(base)")) {
                try await Self.read(controller, ScopeDefinition(groups: ["CN=Users,\(base)"]))
            }
            for scope in [ScopeDefinition(bases: ["Staff"]), ScopeDefinition(filter: "(cn=")] {
                await #expect(throws: ScopeFailure.self) { try await Self.read(controller, scope) }
            }
        }
    }

    @Test func `the members of a large group are read range by range, each once`() async throws {
        try await SambaDomainController.with(people: .bulk(1_600)) { controller in
            let members = (0..<1_600).map { number in
                let name = String("000000\(number)".suffix(7))
                let unit = String("0\(number % 20)".suffix(2))
                return "member: CN=u\(name),OU=Unit \(unit),OU=Bulk,\(controller.baseDN)\n"
            }
            let dn = "CN=Large,CN=Users,\(controller.baseDN)"
            try await controller.modify(ldif: "dn: \(dn)\nchangetype: add\nobjectClass: group\n\(members.joined())")
            let definition = ScopeDefinition(groups: [dn])
            let (inside, pins) = try await Self.read(controller, definition)
            #expect(inside.count == 1_600)
            let guid = try #require(pins.first?.guid)
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                // 800 ends exactly at the last member, 1,500 is what Windows hands out, 7 never fits.
                for step in [nil, 1_500, 800, 7] {
                    let members = try await RangedMembers.read(of: guid, dn: dn, step: step, on: directory.connection)
                    #expect(members.count == 1_600, "in steps of \(step ?? 0)")
                }
            }
        }
    }

    private static func fill(_ controller: SambaDomainController) async throws {
        let base = controller.baseDN
        for name in ["Staff", "Groups"] { try await controller.addOU(name) }
        try await controller.addOU("Interns", below: "OU=Staff,\(base)")
        let people = [
            "CN=ana,OU=Staff", "CN=bob,OU=Staff", "CN=cem,CN=Users", "CN=dan,CN=Users", "CN=eve,OU=Interns,OU=Staff",
        ]
        for person in people {
            let name = person.dropFirst(3).prefix(3)
            try await controller.modify(
                ldif: "dn: \(person),\(base)\nchangetype: add\nobjectClass: user\nsAMAccountName: \(name)\n")
        }
        let groups = [
            ("All", ["CN=eve,OU=Interns,OU=Staff", "CN=Team,OU=Groups"]), ("Single", ["CN=bob,OU=Staff"]),
            ("Empty", []),
            ("Primary", ["CN=cem,CN=Users"]), ("Outer", ["CN=Primary,OU=Groups"]),
            ("Leads", ["CN=ana,OU=Staff", "CN=All,OU=Groups"]), ("Team", ["CN=bob,OU=Staff", "CN=Leads,OU=Groups"]),
        ]
        // First all of them without members, so that they may go in circles.
        for (name, _) in groups { try await controller.modify(ldif: group(name, nil, controller)) }
        for (name, members) in groups where !members.isEmpty {
            let lines = members.map { "member: \($0),\(base)\n" }.joined()
            try await controller.modify(
                ldif: "dn: CN=\(name),OU=Groups,\(base)\nchangetype: modify\nadd: member\n\(lines)-\n")
        }
        // A primary group does not list its member.
        let (_, pins) = try await read(controller, ScopeDefinition(groups: ["CN=Primary,OU=Groups,\(base)"]))
        let primary = try #require(pins.first)
        let relativeID = try await ActiveDirectory.connect(try controller.configuration()) { directory in
            try await directory.connection.read(.guid(primary.guid.bytes), attributes: ["objectSid"])
                .flatMap { ObjectSID(bytes: $0.values("objectSid").first ?? [])?.relativeID }
        }
        try await controller.modify(
            ldif: """
                dn: CN=cem,CN=Users,\(base)
                changetype: modify
                replace: primaryGroupID
                primaryGroupID: \(try #require(relativeID))
                -

                """)
    }

    private static func group(_ name: String, _ member: String?, _ controller: SambaDomainController) -> String {
        "dn: CN=\(name),OU=Groups,\(controller.baseDN)\nchangetype: add\nobjectClass: group\n"
            + (member.map { "member: \($0),\(controller.baseDN)\n" } ?? "")
    }

    /// The people in scope, by sAMAccountName, without the accounts that every domain has.
    @discardableResult
    private static func read(
        _ controller: SambaDomainController, _ definition: ScopeDefinition, pins: [ScopePin] = []
    ) async throws -> (inside: Set<String>, pins: [ScopePin]) {
        try await ActiveDirectory.connect(try controller.configuration()) { directory in
            var inside: Set<String> = []
            let scope = try await directory.resolve(definition, pins: pins)
            try await directory.readEverybody(in: scope) { page in
                for observed in page.users where observed.scope == .inside && observed.user.kind == .person {
                    inside.insert(observed.user.sAMAccountName)
                }
            }
            return (inside.subtracting(["svc-workmail"]), scope.pins)
        }
    }
}
