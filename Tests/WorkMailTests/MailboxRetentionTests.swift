// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// 30 × 24 hours from the disable: with one minute left everything comes back, at the moment itself it is gone.
struct MailboxRetentionTests {
    private static let days30 = Duration.seconds(30 * 24 * 3600)

    private struct Leaver {
        var id: EntityID
        var before: MailUserDetails
    }

    private func leaver(_ organization: EmbeddedOrganization) async throws -> Leaver {
        let id = try await organization.directoryHolds("anna")
        try await organization.registerToWorkMail(id, email: EmailAddress("anna@example.com"))
        try await organization.createAlias(id, alias: EmailAddress("a@example.com"))
        try await organization.createAlias(id, alias: EmailAddress("b@example.org"))
        let before = try await organization.describeUser(id)
        try await organization.deregisterFromWorkMail(id)
        return Leaver(id: id, before: before)
    }

    @Test func `a minute before the 30 days are over the mailbox and its addresses come back`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            fixture.clock.advance(by: Self.days30 - .seconds(60))
            #expect(try await organization.purgeExpiredMailboxes() == 0)
            #expect(try await organization.describeUser(leaver.id).mailboxDeprovisionedDate == nil)
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna@example.com"))
            let after = try await organization.describeUser(leaver.id)
            #expect(after.mailboxProvisionedDate == leaver.before.mailboxProvisionedDate)
            #expect(after.user.disabledDate == nil)
            #expect(
                try await organization.listAliases(leaver.id).map(\.text)
                    == ["a@example.com", "anna@example.com", "b@example.org"])
        }
    }

    @Test func `when the 30 days are over the mailbox is gone, and enabling gives a new one`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            fixture.clock.advance(by: Self.days30)
            let gone = try await organization.describeUser(leaver.id)
            #expect(gone.user.state == .disabled)
            #expect(gone.mailboxDeprovisionedDate == fixture.clock.now)
            #expect(try await organization.purgeExpiredMailboxes() == 0, "the description has done it already")
            fixture.clock.advance(by: .seconds(3600))
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna@example.com"))
            let after = try await organization.describeUser(leaver.id)
            #expect(after.mailboxProvisionedDate == fixture.clock.now)
            #expect(after.mailboxDeprovisionedDate == nil)
            #expect(try await organization.listAliases(leaver.id).map(\.text) == ["anna@example.com"])
        }
    }

    @Test func `a purge tells how many mailboxes it deleted`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            for number in 0..<3 {
                let id = try await organization.directoryHolds("user\(number)")
                try await organization.registerToWorkMail(id, email: EmailAddress("user\(number)@example.com"))
                if number < 2 { try await organization.deregisterFromWorkMail(id) }
            }
            fixture.clock.advance(by: Self.days30)
            #expect(try await organization.purgeExpiredMailboxes() == 2)
            #expect(try await organization.purgeExpiredMailboxes() == 0)
        }
    }

    @Test func `enabling for one day starts the 30 days anew`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            fixture.clock.advance(by: .seconds(29 * 24 * 3600))
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna@example.com"))
            fixture.clock.advance(by: .seconds(24 * 3600))
            try await organization.deregisterFromWorkMail(leaver.id)
            fixture.clock.advance(by: Self.days30 - .seconds(1))
            #expect(try await organization.purgeExpiredMailboxes() == 0)
            fixture.clock.advance(by: .seconds(1))
            #expect(try await organization.purgeExpiredMailboxes() == 1)
        }
    }

    @Test func `the addresses of a disabled user are anybody's, and those taken do not come back`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            #expect(try await organization.describeUser(leaver.id).user.email == nil)
            let bert = try await organization.directoryHolds("bert")
            try await organization.registerToWorkMail(bert, email: EmailAddress("anna@example.com"))
            try await organization.createAlias(bert, alias: EmailAddress("a@example.com"))
            await #expect(throws: MailOrganizationError.self) {
                try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna@example.com"))
            }
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna.silva@example.com"))
            #expect(
                try await organization.listAliases(leaver.id).map(\.text) == [
                    "anna.silva@example.com", "b@example.org",
                ])
            #expect(try await organization.describeEntity(EmailAddress("a@example.com"))?.id == bert)
        }
    }

    @Test func `the former primary address comes back as an alias of another one`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna.silva@example.com"))
            #expect(
                try await organization.listAliases(leaver.id).map(\.text)
                    == ["a@example.com", "anna.silva@example.com", "anna@example.com", "b@example.org"])
        }
    }
}
