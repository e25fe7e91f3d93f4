// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// The members of groups as the directory tells them.
struct DirectoryMembersTests {
    private static let sales = EntityID("S-1-5-21-1-2-3-1201")
    private static let anna = EntityID("S-1-5-21-1-2-3-1104")
    private static let bert = EntityID("S-1-5-21-1-2-3-1105")

    private func hold(_ members: [EntityID]?, _ organization: EmbeddedOrganization) async throws -> Int {
        try await organization.directoryHolds(groups: [.init(id: Self.sales, name: "sales", members: members)])
    }

    @Test func `members follow the directory, and what is already so costs no write`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.directoryHolds("bert", id: Self.bert)
            #expect(try await hold([Self.anna, Self.bert], organization) == 1)
            let size = try fixture.size("-wal")
            #expect(try await hold([Self.bert, Self.anna, Self.bert], organization) == 0)
            #expect(try await hold(nil, organization) == 0)
            #expect(try fixture.size("-wal") == size)
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.anna, Self.bert])
            #expect(try await hold([Self.bert], organization) == 1)
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.bert])
            #expect(try await hold([], organization) == 1)
            #expect(try await organization.listGroupMembers(Self.sales).isEmpty)
        }
    }

    @Test func `a group told under another name keeps the members that were not told`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            _ = try await hold([Self.anna], organization)
            try await organization.directoryHolds(groups: [.init(id: Self.sales, name: "Vertrieb")])
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.anna])
        }
    }

    @Test func `a member that nobody knows yet is listed from when it is known`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            _ = try await hold([Self.anna, EntityID("S-1-5-11")], organization)
            #expect(try await hold([Self.anna, EntityID("S-1-5-11")], organization) == 0)
            #expect(try await organization.listGroupMembers(Self.sales).isEmpty)
            try await organization.directoryHolds("anna", id: Self.anna)
            #expect(try await organization.listGroupMembers(Self.sales).map(\.name) == ["anna"])
            #expect(try await organization.listGroupsForEntity(Self.anna).map(\.id) == [Self.sales])
        }
    }

    @Test func `a lost member is listed while it has a mailbox, and again when the directory has it back`() async throws
    {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            for (name, id) in [("anna", Self.anna), ("bert", Self.bert)] {
                try await organization.directoryHolds(name, id: id)
            }
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            _ = try await hold([Self.anna, Self.bert], organization)
            try await organization.directoryLost([Self.anna, Self.bert])
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.anna])
            try await organization.directoryHolds("bert", id: Self.bert)
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.anna, Self.bert])
        }
    }

    @Test func `a directory may put groups into each other in a circle`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let other = try await organization.directoryHolds(group: "other")
            _ = try await hold([other, Self.sales], organization)
            try await organization.directoryHolds(groups: [.init(id: other, name: "other", members: [Self.sales])])
            #expect(try await Set(organization.listGroupsForEntity(Self.sales).map(\.id)) == [other, Self.sales])
        }
    }
}
