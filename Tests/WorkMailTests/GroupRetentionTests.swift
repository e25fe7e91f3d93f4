// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// A group's former addresses are remembered for 30 days, as a user's are.
struct GroupRetentionTests {
    private static let days30 = Duration.seconds(30 * 24 * 3600)

    private func disabledGroup(_ organization: EmbeddedOrganization) async throws -> EntityID {
        let id = try await organization.directoryHolds(group: "sales")
        try await organization.registerToWorkMail(id, email: EmailAddress("sales@example.com"))
        try await organization.createAlias(id, alias: EmailAddress("s@example.com"))
        try await organization.createAlias(id, alias: EmailAddress("s@example.org"))
        try await organization.deregisterFromWorkMail(id)
        #expect(try await organization.describeGroup(id).email == nil)
        return id
    }

    @Test func `within the 30 days the former addresses come back, but for those taken`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let id = try await disabledGroup(organization)
            let anna = try await organization.directoryHolds("anna")
            try await organization.registerToWorkMail(anna, email: EmailAddress("s@example.org"))
            fixture.clock.advance(by: Self.days30 - .seconds(60))
            try await organization.registerToWorkMail(id, email: EmailAddress("verkauf@example.com"))
            #expect(
                try await organization.listAliases(id).map(\.text)
                    == ["s@example.com", "sales@example.com", "verkauf@example.com"])
            let group = try await organization.describeGroup(id)
            #expect(group.enabledDate == fixture.clock.now)
            #expect(group.disabledDate == nil)
        }
    }

    @Test func `after the 30 days they are forgotten, and no mailbox is counted`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let id = try await disabledGroup(organization)
            fixture.clock.advance(by: Self.days30)
            #expect(try await organization.purgeExpiredMailboxes() == 0)
            try await organization.registerToWorkMail(id, email: EmailAddress("sales@example.com"))
            #expect(try await organization.listAliases(id).map(\.text) == ["sales@example.com"])
        }
    }

    @Test func `where settings do not survive a disable, a group's aliases do not either`() async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.keepsSettingsOfDisabled = false
            let organization = try fixture.open()
            let id = try await disabledGroup(organization)
            try await organization.registerToWorkMail(id, email: EmailAddress("sales@example.com"))
            #expect(try await organization.listAliases(id).map(\.text) == ["sales@example.com"])
        }
    }

    @Test func `a group that the directory has lost keeps its addresses until somebody disables it`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let id = try await organization.directoryHolds(group: "sales")
            let anna = try await organization.directoryHolds("anna")
            try await organization.registerToWorkMail(anna, email: EmailAddress("anna@example.com"))
            try await organization.registerToWorkMail(id, email: EmailAddress("sales@example.com"))
            try await organization.putMailboxPermissions(anna, grantee: id, values: [.sendAs])
            try await organization.directoryLost([id])
            #expect(try await organization.describeEntity(EmailAddress("sales@example.com"))?.id == id)
            #expect(try await organization.listMailboxPermissions(anna).count == 1)
            try await organization.deregisterFromWorkMail(id)
            #expect(try await organization.describeGroup(id).state == .disabled)
            fixture.clock.advance(by: Self.days30)
            #expect(try await organization.describeGroup(id).state == .deleted)
            #expect(try await organization.listMailboxPermissions(anna).isEmpty)
        }
    }

    @Test func `a deleted group's addresses are forgotten with it`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let id = try await organization.createGroup(name: "sales")
            try await organization.registerToWorkMail(id, email: EmailAddress("sales@example.com"))
            try await organization.deregisterFromWorkMail(id)
            try await organization.deleteGroup(id)
            fixture.clock.advance(by: Self.days30)
            #expect(try await organization.describeGroup(id).state == .deleted)
        }
    }
}
