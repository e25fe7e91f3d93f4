// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

/// What stays with a disabled user's mailbox for 30 days beside the mail, and goes with it.
struct KeptSettingsTests {
    private static let hour = Duration.seconds(3600)

    /// Somebody with something of everything, and those who may use the mailbox.
    private struct Leaver {
        var id: EntityID
        var permissions: [MailboxPermission]
        var devices: [MobileDevice]
        var overrides: [MobileDeviceAccessOverride]
        let email = "anna@example.com"
        let aliases = ["a@example.com", "b@example.org"]
        let details = MailboxDetails(quotaMegabytes: 2_500, sizeMegabytes: 41.5)
    }

    private func leaver(_ organization: EmbeddedOrganization) async throws -> Leaver {
        let id = try await organization.directoryHolds("anna")
        var leaver = Leaver(id: id, permissions: [], devices: [], overrides: [])
        try await organization.registerToWorkMail(id, email: EmailAddress(leaver.email))
        for alias in leaver.aliases { try await organization.createAlias(id, alias: EmailAddress(alias)) }
        try await organization.updateMailboxQuota(id, megabytes: leaver.details.quotaMegabytes)
        try await organization.mailboxHolds(id, megabytes: leaver.details.sizeMegabytes)
        let bert = try await organization.directoryHolds("bert")
        let sales = try await organization.directoryHolds(group: "sales")
        try await organization.putMailboxPermissions(id, grantee: bert, values: [.fullAccess, .sendAs])
        try await organization.putMailboxPermissions(id, grantee: sales, values: [.sendOnBehalf])
        _ = try await organization.deviceSynchronizes(id, device: MobileDeviceReport(deviceID: "phone1"))
        try await organization.putMobileDeviceAccessOverride(id, deviceID: "phone2", effect: .deny, description: "lost")
        leaver.permissions = try await organization.listMailboxPermissions(id)
        leaver.devices = try await organization.mobileDevices(of: id)
        leaver.overrides = try await organization.listMobileDeviceAccessOverrides(id)
        #expect(leaver.permissions.count == 2 && leaver.devices.count == 1 && leaver.overrides.count == 1)
        return leaver
    }

    @Test func `after 29 days and 23 hours everything comes back with the mailbox`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            try await organization.deregisterFromWorkMail(leaver.id)
            fixture.clock.advance(by: Self.hour * (29 * 24 + 23))
            #expect(try await organization.mailboxDetails(leaver.id) == leaver.details)
            #expect(try await organization.listMailboxPermissions(leaver.id) == leaver.permissions)
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress(leaver.email))
            #expect(try await organization.mailboxDetails(leaver.id) == leaver.details)
            #expect(try await organization.listMailboxPermissions(leaver.id) == leaver.permissions)
            #expect(try await organization.mobileDevices(of: leaver.id) == leaver.devices)
            #expect(try await organization.listMobileDeviceAccessOverrides(leaver.id) == leaver.overrides)
            let expected = Set(leaver.aliases + [leaver.email])
            #expect(try await Set(organization.listAliases(leaver.id).map(\.text)) == expected)
        }
    }

    @Test(arguments: [true, false])
    func `after 30 days everything is gone, and the quota is the default again`(looksFirst: Bool) async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            try await organization.deregisterFromWorkMail(leaver.id)
            fixture.clock.advance(by: Self.hour * (30 * 24))
            if looksFirst { try await hasNothing(leaver, organization) }
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress(leaver.email))
            try await hasNothing(leaver, organization)
            #expect(try await organization.listAliases(leaver.id).map(\.text) == [leaver.email])
        }
    }

    private func hasNothing(_ leaver: Leaver, _ organization: EmbeddedOrganization) async throws {
        let empty = MailboxDetails(quotaMegabytes: 51_200, sizeMegabytes: 0)
        #expect(try await organization.mailboxDetails(leaver.id) == empty)
        #expect(try await organization.listMailboxPermissions(leaver.id).isEmpty)
        #expect(try await organization.mobileDevices(of: leaver.id).isEmpty)
        #expect(try await organization.listMobileDeviceAccessOverrides(leaver.id).isEmpty)
    }

    @Test func `where settings are not kept, a disable loses quota, permissions and aliases, and nothing else`()
        async throws
    {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.keepsSettingsOfDisabled = false
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            try await organization.deregisterFromWorkMail(leaver.id)
            var details = leaver.details
            details.quotaMegabytes = 51_200
            #expect(try await organization.mailboxDetails(leaver.id) == details)
            #expect(try await organization.listMailboxPermissions(leaver.id).isEmpty)
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress("anna.silva@example.com"))
            #expect(try await organization.mailboxDetails(leaver.id) == details)
            #expect(try await organization.listMailboxPermissions(leaver.id).isEmpty)
            #expect(try await organization.listAliases(leaver.id).map(\.text) == ["anna.silva@example.com"])
            #expect(try await organization.mobileDevices(of: leaver.id) == leaver.devices)
            #expect(try await organization.listMobileDeviceAccessOverrides(leaver.id) == leaver.overrides)
        }
    }

    @Test func `a grantee keeps what it was given until it is DELETED, and does not get it back`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            let owner = try await organization.directoryHolds("owner")
            try await organization.registerToWorkMail(owner, email: EmailAddress("owner@example.com"))
            try await organization.putMailboxPermissions(owner, grantee: leaver.id, values: [.fullAccess])
            func grantees() async throws -> [EntityID] {
                try await organization.listMailboxPermissions(owner).map(\.grantee)
            }
            // Disabled, and past the 30 days: still a user.
            try await organization.deregisterFromWorkMail(leaver.id)
            fixture.clock.advance(by: Self.hour * (30 * 24))
            #expect(try await grantees() == [leaver.id])
            // Lost by the directory with a mailbox, which is kept once more: still not DELETED.
            try await organization.registerToWorkMail(leaver.id, email: EmailAddress(leaver.email))
            try await organization.directoryLost([leaver.id])
            try await organization.deregisterFromWorkMail(leaver.id)
            fixture.clock.advance(by: Self.hour * (29 * 24 + 23))
            #expect(try await grantees() == [leaver.id])
            fixture.clock.advance(by: Self.hour)
            #expect(try await grantees().isEmpty)
            try await organization.directoryHolds("anna", id: leaver.id)
            #expect(try await organization.describeUser(leaver.id).user.state == .disabled)
            #expect(try await grantees().isEmpty)
        }
    }

    @Test func `the file tells the same after a restart`() async throws {
        try await EmbeddedFixture.with { fixture in
            let leaver = try await leaver(fixture.open())
            let organization = try fixture.open()
            #expect(try await organization.mailboxDetails(leaver.id) == leaver.details)
            #expect(try await organization.listMailboxPermissions(leaver.id) == leaver.permissions)
            #expect(try await organization.mobileDevices(of: leaver.id) == leaver.devices)
            #expect(try await organization.listMobileDeviceAccessOverrides(leaver.id) == leaver.overrides)
        }
    }

    @Test(arguments: [-0.001, .nan, .infinity, -.infinity])
    func `what is no size of a mailbox is refused`(megabytes: Double) async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let leaver = try await leaver(organization)
            await #expect(throws: MailOrganizationError.self) {
                try await organization.mailboxHolds(leaver.id, megabytes: megabytes)
            }
            #expect(try await organization.mailboxDetails(leaver.id) == leaver.details)
        }
    }
}
