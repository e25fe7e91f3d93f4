// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// The settings may change while the file stays.
struct EmbeddedSettingsTests {
    private func domain(_ name: String, isVerified: Bool = true) -> MailDomain {
        MailDomain(name: name, isDefault: false, isVerified: isVerified)
    }

    @Test func `the first domain is the default one`() async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.domains = [domain("Example.org"), domain("example.com"), domain("example.org")]
            let organization = try fixture.open()
            #expect(try await organization.describeOrganization().defaultMailDomain == "example.org")
            #expect(try await organization.mailDomains().map(\.name) == ["example.com", "example.org"])
        }
    }

    @Test func `alias and domains follow the settings, and the id stays`() async throws {
        try await EmbeddedFixture.with { fixture in
            let before = try await fixture.open().describeOrganization()
            var changed = fixture
            changed.settings.alias = "other"
            changed.settings.domains = [domain("example.net"), domain("example.com")]
            let after = try await changed.open().describeOrganization()
            #expect(after.id == before.id)
            #expect(after.directoryID == before.directoryID)
            #expect(after.alias == "other")
            #expect(after.defaultMailDomain == "example.net")
            #expect(try await changed.open().mailDomains().map(\.name) == ["example.com", "example.net"])
        }
    }

    @Test func `a domain taken out stays known, not verified, while an address is in it`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let id = try await organization.directoryHolds("anna")
            try await organization.registerToWorkMail(id, email: EmailAddress("anna@example.org"))
            var without = fixture
            without.settings.domains = [domain("example.com")]
            let later = try without.open()
            #expect(
                try await later.mailDomains() == [
                    MailDomain(name: "example.com", isDefault: true, isVerified: true),
                    MailDomain(name: "example.org", isDefault: false, isVerified: false),
                ])
            #expect(try await later.describeUser(id).user.email == EmailAddress("anna@example.org"))
            await #expect(throws: MailOrganizationError.self) {
                try await later.createAlias(id, alias: EmailAddress("a@example.org"))
            }
            try await later.updatePrimaryEmailAddress(id, email: EmailAddress("anna@example.com"))
            try await later.deleteAlias(id, alias: EmailAddress("anna@example.org"))
            #expect(try await without.open().mailDomains().map(\.name) == ["example.com"])
        }
    }

    @Test func `an opening that finds everything in step writes nothing`() async throws {
        try await EmbeddedFixture.with { fixture in
            let first = try fixture.open()
            let size = try fixture.size("-wal")
            _ = try fixture.open()
            #expect(try fixture.size("-wal") == size)
            withExtendedLifetime(first) {}
        }
    }

    @Test func `an organization without a domain is refused`() async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.domains = []
            #expect(throws: EmbeddedOrganizationFailure.self) { try fixture.open() }
        }
    }

    @Test func `with interoperability the addresses of enabled users are Exchange's to change`() async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            #expect(try await !fixture.open().describeOrganization().interoperabilityEnabled)
            fixture.settings.interoperabilityEnabled = true
            let organization = try fixture.open()
            #expect(try await organization.describeOrganization().interoperabilityEnabled)
            let id = try await organization.directoryHolds("anna")
            let email = try EmailAddress("anna@example.com")
            try await organization.registerToWorkMail(id, email: email)
            let alias = try EmailAddress("a@example.com")
            for number in 0..<3 {
                let error = await #expect(throws: MailOrganizationError.self) {
                    switch number {
                    case 0: try await organization.updatePrimaryEmailAddress(id, email: alias)
                    case 1: try await organization.createAlias(id, alias: alias)
                    default: try await organization.deleteAlias(id, alias: alias)
                    }
                }
                #expect(error?.code == .unsupportedOperation)
            }
            #expect(try await organization.listAliases(id) == [email])
            try await organization.updateMailboxQuota(id, megabytes: 100)
            try await organization.deregisterFromWorkMail(id)
        }
    }

    @Test(arguments: [
        (EmbeddedSettings.DirectoryKind.workMail, 64), (.directoryBacked, 20),
    ])
    func `the longest user name is the directory kind's`(kind: EmbeddedSettings.DirectoryKind, limit: Int) {
        #expect(EmbeddedSettings(alias: "a", domains: [], directoryKind: kind).nameLimit == limit)
    }
}
