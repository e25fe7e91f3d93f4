// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// What an embedded organization makes of what its directory holds and loses.
struct DirectoryHoldsTests {
    private static let anna = EntityID("S-1-5-21-1-2-3-1104")
    private static let other = EntityID("S-1-5-21-1-2-3-1105")

    @Test func `a page of users appears DISABLED, with role and profile`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            var profile = MailProfile()
            profile.displayName = "Anna\u{0}Silva"
            profile.lastName = "Mu\u{308}ller"
            profile.office = String(repeating: "é", count: 300)
            profile.hiddenFromGlobalAddressList = true
            let users = [
                DirectorySourcedUser(id: Self.anna, name: "anna", role: .user, profile: profile),
                .person(Self.other, "krbtgt", role: .systemUser),
            ]
            #expect(try await organization.directoryHolds(users) == 2)
            let details = try await organization.describeUser(Self.anna)
            #expect(details.user.state == .disabled)
            #expect(details.user.name == "anna")
            #expect(details.profile == profile)
            #expect(Array(details.profile.displayName.utf8) == Array(profile.displayName.utf8))
            #expect(Array(details.profile.lastName.utf8) == Array(profile.lastName.utf8))
            #expect(try await organization.describeUser(Self.other).user.role == .systemUser)
        }
    }

    @Test func `what is already so costs no write`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let users = (1000..<2000).map {
                DirectorySourcedUser.person(EntityID("S-1-5-21-1-2-3-\($0)"), "user\($0)")
            }
            #expect(try await organization.directoryHolds(users) == 1000)
            let size = try fixture.size("-wal")
            #expect(try await organization.directoryHolds(users) == 0)
            #expect(try await fixture.open().directoryHolds(users) == 0)
            #expect(try fixture.size("-wal") == size)
            var changed = users
            changed[500].profile.city = "Köln"
            changed[501].role = .systemUser
            changed[502].name = "renamed"
            #expect(try await organization.directoryHolds(changed) == 3)
            #expect(try await organization.directoryHolds([]) == 0)
        }
    }

    @Test func `canonically equivalent names are different names`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds([.person(Self.anna, "m\u{FC}ller")])
            #expect(try await organization.directoryHolds([.person(Self.anna, "mu\u{308}ller")]) == 1)
            #expect(Array(try await organization.describeUser(Self.anna).user.name.utf8) == Array("mu\u{308}ller".utf8))
        }
    }

    @Test func `a rename is followed, and state and addresses stay`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna.silva", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna.silva@example.com"))
            let before = try await organization.describeUser(Self.anna).user
            try await organization.directoryHolds("anna.costa", displayName: "Anna Costa", id: Self.anna)
            var expected = before
            expected.name = "anna.costa"
            expected.displayName = "Anna Costa"
            #expect(try await organization.describeUser(Self.anna).user == expected)
        }
    }

    @Test func `two users exchange their names in one page`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds([.person(Self.anna, "anna"), .person(Self.other, "other")])
            let exchanged = [DirectorySourcedUser.person(Self.anna, "other"), .person(Self.other, "anna")]
            #expect(try await organization.directoryHolds(exchanged) == 2)
            #expect(try await organization.directoryHolds(exchanged) == 0)
            #expect(try await organization.describeUser(Self.anna).user.name == "other")
            #expect(try await organization.describeUser(Self.other).user.name == "anna")
        }
    }

    @Test(arguments: [true, false])
    func `a person made again under the same name is another user and inherits nothing`(lostFirst: Bool) async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            if lostFirst { try await organization.directoryLost([Self.anna]) }
            try await organization.directoryHolds("anna", id: Self.other)
            if !lostFirst { try await organization.directoryLost([Self.anna]) }
            let new = try await organization.describeUser(Self.other)
            #expect(new.user.state == .disabled)
            #expect(new.user.email == nil)
            #expect(try await organization.describeEntity(EmailAddress("anna@example.com"))?.id == Self.anna)
            #expect(try await organization.describeUser(Self.anna).user.state == .enabled)
        }
    }

    @Test func `a lost user who never had a mailbox is DELETED, and DISABLED again when the directory has it back`()
        async throws
    {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.directoryLost([Self.anna, EntityID("S-1-5-21-1-2-3-9999")])
            #expect(try await organization.describeUser(Self.anna).user.state == .deleted)
            #expect(try await organization.directoryHolds([.person(Self.anna, "anna")]) == 1)
            #expect(try await organization.describeUser(Self.anna).user.state == .disabled)
        }
    }

    @Test func `a lost user who is ENABLED keeps the mail until disabled, and then for 30 days`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            let before = try await organization.describeUser(Self.anna)
            try await organization.directoryLost([Self.anna])
            fixture.clock.advance(by: .seconds(100 * 24 * 3600))
            #expect(try await organization.describeUser(Self.anna) == before)
            try await organization.deregisterFromWorkMail(Self.anna)
            fixture.clock.advance(by: .seconds(30 * 24 * 3600 - 1))
            #expect(try await organization.describeUser(Self.anna).user.state == .disabled)
            fixture.clock.advance(by: .seconds(1))
            #expect(try await organization.describeUser(Self.anna).user.state == .deleted)
        }
    }

    @Test func `a user lost while the mailbox is kept keeps it, and can have it back`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            let before = try await organization.describeUser(Self.anna)
            try await organization.deregisterFromWorkMail(Self.anna)
            fixture.clock.advance(by: .seconds(10 * 24 * 3600))
            try await organization.directoryLost([Self.anna])
            #expect(try await organization.describeUser(Self.anna).user.state == .disabled)
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            let after = try await organization.describeUser(Self.anna)
            #expect(after.mailboxProvisionedDate == before.mailboxProvisionedDate)
        }
    }

    @Test func `a user lost after the 30 days is DELETED at once`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna", id: Self.anna)
            try await organization.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            try await organization.deregisterFromWorkMail(Self.anna)
            fixture.clock.advance(by: .seconds(30 * 24 * 3600))
            try await organization.directoryLost([Self.anna])
            #expect(try await organization.describeUser(Self.anna).user.state == .deleted)
        }
    }

    @Test(arguments: ["S-1-5", "", "S-1-5-21-1-2-3-1104\u{0}", String(repeating: "1", count: 257)])
    func `an id that the service could not have is refused, and nothing of the page is kept`(id: String) async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            await #expect(throws: MailOrganizationError.self) {
                try await organization.directoryHolds([.person(Self.anna, "anna"), .person(EntityID(id), "odd")])
            }
            await #expect(throws: MailOrganizationError.self) { try await organization.describeUser(Self.anna) }
        }
    }

    @Test func `ids are compared byte by byte`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let ids = [
                "s-1-5-21-1-2-3-A", "S-1-5-21-1-2-3-A", "S-1-5-21-1-2-3-a", "S-1-5-21-1-2-3-é",
                "S-1-5-21-1-2-3-e\u{301}",
            ]
            for id in ids { try await organization.directoryHolds([.person(EntityID(id), "user")]) }
            let listed = try await organization.listUsers(nil, limit: 100, after: nil).elements.map(\.id)
            #expect(listed == ids.map(EntityID.init).sorted())
            await #expect(throws: MailOrganizationError.self) {
                try await organization.describeUser(EntityID("S-1-5-21-1-2-3-A\u{0}"))
            }
        }
    }

    @Test func `an organization with a WorkMail directory has no such source`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            await #expect(throws: MailOrganizationError.self) {
                try await organization.directoryHolds([.person(Self.anna, "anna")])
            }
            await #expect(throws: MailOrganizationError.self) { try await organization.directoryLost([Self.anna]) }
        }
    }
}
