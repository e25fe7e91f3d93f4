// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

/// A file that an earlier version has made.
///
/// `Files/organization-1.db` was made by the version whose schema was the first one, on the day at which the fixture's
/// clock stands: anna is enabled and has an alias, bert was enabled, had an alias and is disabled, carl was
/// never enabled, dora is deleted.
///
/// `Files/organization-2.db` was made by the version whose schema was the second one, with the same four people. Anna has
/// a password, a quota, an override and a device; carl and the group sales may do something with her mailbox; the group
/// old is deleted.
struct SchemaMigrationTests {
    private static func original(_ schema: Int) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Files/organization-\(schema).db")
    }

    private func withFile(_ schema: Int, _ body: (EmbeddedFixture) async throws -> Void) async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            try Data(contentsOf: Self.original(schema)).write(to: URL(filePath: fixture.file))
            try await body(fixture)
        }
    }

    private func ids(_ organization: EmbeddedOrganization) async throws -> [String: EntityID] {
        let users = try await organization.listUsers(nil, limit: 100, after: nil).elements
        return Dictionary(uniqueKeysWithValues: users.map { ($0.name, $0.id) })
    }

    @Test(arguments: [1, 2]) func `users, states and addresses are as they were`(schema: Int) async throws {
        try await withFile(schema) { fixture in
            let organization = try fixture.open()
            let ids = try await ids(organization)
            let states =
                [("anna", .enabled), ("bert", .disabled), ("carl", .disabled), ("dora", .deleted)]
                as [(String, EntityState)]
            #expect(ids.keys.sorted() == states.map(\.0))
            for (name, state) in states {
                let id = try #require(ids[name])
                #expect(try await organization.describeUser(id).user.state == state)
            }
            let anna = try #require(ids["anna"])
            #expect(try await organization.listAliases(anna).map(\.text) == ["a@example.org", "anna@example.com"])
            let bert = try #require(ids["bert"])
            try await organization.registerToWorkMail(bert, email: EmailAddress("bert@example.com"))
            #expect(try await organization.listAliases(bert).map(\.text) == ["b@example.com", "bert@example.com"])
        }
    }

    @Test func `everything that is new works with the old users`() async throws {
        try await withFile(1) { fixture in
            let organization = try fixture.open()
            let ids = try await ids(organization)
            let (anna, carl) = (try #require(ids["anna"]), try #require(ids["carl"]))
            let empty = MailboxDetails(quotaMegabytes: 51_200, sizeMegabytes: 0)
            #expect(try await organization.mailboxDetails(anna) == empty)
            #expect(try await organization.listGroups().isEmpty)
            try await organization.updateMailboxQuota(anna, megabytes: 100)
            let group = try await organization.createGroup(name: "dora")
            for grantee in [carl, group] {
                try await organization.putMailboxPermissions(anna, grantee: grantee, values: [.sendAs])
            }
            try await organization.resetPassword(carl, password: Password(utf8: Array("Mörder-42".utf8)))
            _ = try await organization.deviceSynchronizes(anna, device: MobileDeviceReport(deviceID: "phone1"))
            let again = try fixture.open()
            #expect(try await again.mailboxDetails(anna).quotaMegabytes == 100)
            #expect(try await again.listMailboxPermissions(anna).count == 2)
            #expect(try await again.verifies(Password(utf8: Array("Mörder-42".utf8)), of: carl))
            #expect(try await again.mobileDevices(of: anna).count == 1)
        }
    }

    @Test func `mailboxes and groups of the second schema are as they were, and groups get addresses and members`()
        async throws
    {
        try await withFile(2) { fixture in
            let organization = try fixture.open()
            let ids = try await ids(organization)
            let (anna, bert, carl) = (
                try #require(ids["anna"]), try #require(ids["bert"]), try #require(ids["carl"])
            )
            let groups = try await organization.listGroups()
            let sales = try #require(groups.first { $0.name == "sales" })
            #expect(groups.first { $0.name == "old" }?.state == .deleted)
            #expect(sales == MailGroup(id: sales.id, name: "sales", state: .disabled))
            #expect(try await organization.describeGroup(sales.id).hiddenFromGlobalAddressList == false)
            #expect(try await organization.mailboxDetails(anna).quotaMegabytes == 1000)
            #expect(try await Set(organization.listMailboxPermissions(anna).map(\.grantee)) == [carl, sales.id])
            #expect(try await organization.listMobileDeviceAccessOverrides(anna).map(\.deviceID) == ["phone1"])
            #expect(try await organization.mobileDevices(of: anna).map(\.deviceID) == ["phone2"])
            #expect(try await organization.verifies(Password(utf8: Array("Geheim-2026".utf8)), of: anna))
            await #expect(throws: MailOrganizationError.self) {
                try await organization.registerToWorkMail(sales.id, email: EmailAddress("anna@example.com"))
            }
            // Bert's former address is anybody's.
            try await organization.registerToWorkMail(sales.id, email: EmailAddress("bert@example.com"))
            try await organization.registerToWorkMail(bert, email: EmailAddress("bert@example.org"))
            #expect(try await organization.listAliases(bert).map(\.text) == ["b@example.com", "bert@example.org"])
            try await organization.associateMember(group: sales.id, member: carl)
            let again = try fixture.open()
            #expect(try await again.listGroupMembers(sales.id).map(\.id) == [carl])
            #expect(try await again.describeGroup(sales.id).email == EmailAddress("bert@example.com"))
        }
    }

    @Test(arguments: [1, 2]) func `a rehearsal on a copy leaves the file with the schema it has`(schema: Int)
        async throws
    {
        try await withFile(schema) { fixture in
            let clock = fixture.clock
            let copy = try await EmbeddedOrganization.scratchCopy(of: fixture.file, settings: fixture.settings) {
                clock.now
            }
            _ = try await copy.createGroup(name: "support")
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == Data(contentsOf: Self.original(schema)))
        }
    }

    @Test(arguments: [1, 2]) func `many programs may bring one file up to date at the same time`(schema: Int)
        async throws
    {
        try await withFile(schema) { fixture in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.open().listGroups().count } }
                for try await count in group { #expect(count == (schema == 1 ? 0 : 2)) }
            }
        }
    }
}
