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
struct SchemaMigrationTests {
    private static let original = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Files/organization-1.db")

    private func withFile(_ body: (EmbeddedFixture) async throws -> Void) async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            try Data(contentsOf: Self.original).write(to: URL(filePath: fixture.file))
            try await body(fixture)
        }
    }

    private func ids(_ organization: EmbeddedOrganization) async throws -> [String: EntityID] {
        let users = try await organization.listUsers(nil, limit: 100, after: nil).elements
        return Dictionary(uniqueKeysWithValues: users.map { ($0.name, $0.id) })
    }

    @Test func `users, states and addresses are as they were`() async throws {
        try await withFile { fixture in
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
        try await withFile { fixture in
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

    @Test func `a rehearsal on a copy leaves the file with the schema it has`() async throws {
        try await withFile { fixture in
            let clock = fixture.clock
            let copy = try await EmbeddedOrganization.scratchCopy(of: fixture.file, settings: fixture.settings) {
                clock.now
            }
            _ = try await copy.createGroup(name: "sales")
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == Data(contentsOf: Self.original))
        }
    }

    @Test func `many programs may bring one file up to date at the same time`() async throws {
        try await withFile { fixture in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.open().listGroups().count } }
                for try await count in group { #expect(count == 0) }
            }
        }
    }
}
