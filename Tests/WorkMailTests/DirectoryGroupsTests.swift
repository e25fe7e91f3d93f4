// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// What an embedded organization makes of the groups that its directory holds and loses.
struct DirectoryGroupsTests {
    private static let sales = EntityID("S-1-5-21-1-2-3-1201")
    private static let support = EntityID("S-1-5-21-1-2-3-1202")

    @Test func `groups appear DISABLED, and what is already so costs no write`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let groups = (1000..<1500).map {
                DirectorySourcedGroup(id: EntityID("S-1-5-21-1-2-3-\($0)"), name: "g\($0)")
            }
            #expect(try await organization.directoryHolds(groups: groups) == 500)
            let size = try fixture.size("-wal")
            #expect(try await organization.directoryHolds(groups: groups) == 0)
            #expect(try await organization.directoryHolds(groups: []) == 0)
            #expect(try fixture.size("-wal") == size)
            let listed = try await organization.listGroups()
            #expect(listed.count == 500)
            #expect(listed.allSatisfy { $0.state == .disabled && $0.email == nil })
            var changed = groups
            changed[7].name = "G1007"
            changed[8].name = "other"
            #expect(try await organization.directoryHolds(groups: changed) == 2)
        }
    }

    @Test func `names are what the directory says, byte by byte`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            for name in ["Vertrieb", "VERTRIEB", "m\u{FC}ller", "mu\u{308}ller", "a\u{0}b", "a", "名"] {
                #expect(try await organization.directoryHolds(groups: [.init(id: Self.sales, name: name)]) == 1)
                #expect(try await organization.directoryHolds(groups: [.init(id: Self.sales, name: name)]) == 0)
                let listed = try await organization.listGroups().map { Array($0.name.utf8) }
                #expect(listed == [Array(name.utf8)])
            }
        }
    }

    @Test func `a lost group is DELETED, and DISABLED again when the directory has it back, without its rights`()
        async throws
    {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds(group: "sales", id: Self.sales)
            try await organization.directoryHolds(group: "support", id: Self.support)
            let anna = try await organization.directoryHolds("anna")
            try await organization.registerToWorkMail(anna, email: EmailAddress("anna@example.com"))
            for group in [Self.sales, Self.support] {
                try await organization.putMailboxPermissions(anna, grantee: group, values: [.sendAs])
            }
            try await organization.directoryLost([Self.sales, EntityID("S-1-5-21-1-2-3-9999")])
            #expect(try await organization.listGroups().map(\.state) == [.deleted, .disabled])
            #expect(try await organization.listMailboxPermissions(anna).map(\.grantee) == [Self.support])
            #expect(try await organization.directoryHolds(groups: [.init(id: Self.sales, name: "sales")]) == 1)
            #expect(try await organization.listGroups().map(\.state) == [.disabled, .disabled])
            #expect(try await organization.listMailboxPermissions(anna).map(\.grantee) == [Self.support])
            #expect(try await organization.describeUser(anna).user.state == .enabled)
        }
    }

    @Test(arguments: ["S-1-5", "", "S-1-5-21-1-2-3-1104\u{0}", String(repeating: "1", count: 257)])
    func `an id that the service could not have is refused, and nothing of the call is kept`(id: String) async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            await #expect(throws: MailOrganizationError.self) {
                try await organization.directoryHolds(groups: [
                    .init(id: Self.sales, name: "sales"), .init(id: EntityID(id), name: "odd"),
                ])
            }
            #expect(try await organization.listGroups().isEmpty)
        }
    }

    @Test func `an organization with a WorkMail directory has no such source`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            await #expect(throws: MailOrganizationError.self) {
                try await organization.directoryHolds(groups: [.init(id: Self.sales, name: "sales")])
            }
        }
    }
}
