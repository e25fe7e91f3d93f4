// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

/// The settings that decide what nobody knows of the hosted service.
struct OpenPointsTests {
    private func email(_ text: String) throws -> EmailAddress { try EmailAddress("\(text)@example.com") }

    @Test func `a connector may refuse alias, quota and permission writes, and nothing else`() async throws {
        try await EmbeddedFixture.with { fixture in
            let before = try fixture.open()
            let anna = try await before.directoryHolds("anna")
            let bert = try await before.directoryHolds("bert")
            try await before.registerToWorkMail(anna, email: email("anna"))
            try await before.createAlias(anna, alias: email("a"))
            var fixture = fixture
            fixture.settings.connectorRefusesMailboxWrites = true
            let organization = try fixture.open()
            let writes: [@Sendable () async throws -> Void] = [
                { try await organization.createAlias(anna, alias: email("b")) },
                { try await organization.deleteAlias(anna, alias: email("a")) },
                { try await organization.updateMailboxQuota(anna, megabytes: 100) },
                { try await organization.putMailboxPermissions(anna, grantee: bert, values: [.sendAs]) },
                { try await organization.deleteMailboxPermissions(anna, grantee: bert) },
            ]
            for write in writes {
                let error = await #expect(throws: MailOrganizationError.self) { try await write() }
                #expect(error?.code == .unsupportedOperation)
            }
            try await organization.registerToWorkMail(bert, email: email("bert"))
            try await organization.updatePrimaryEmailAddress(anna, email: email("a"))
            #expect(try await organization.listAliases(anna).map(\.text) == ["a@example.com", "anna@example.com"])
            try await organization.deregisterFromWorkMail(anna)
        }
    }

    @Test(arguments: [true, false])
    func `UpdateUser replaces or patches`(replaces: Bool) async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            var fixture = fixture
            fixture.settings.updateUserReplaces = replaces
            let organization = try fixture.open()
            let id = try await organization.createUser(
                name: "anna", displayName: "Anna", firstName: "Anna", lastName: "Silva", password: nil)
            var profile = MailProfile()
            profile.city = "Porto"
            profile.hiddenFromGlobalAddressList = true
            try await organization.updateUser(id, profile: profile)
            if !replaces {
                profile.displayName = "Anna"
                profile.firstName = "Anna"
                profile.lastName = "Silva"
            }
            let details = try await organization.describeUser(id)
            #expect(details.profile == profile)
            #expect(details.user.displayName == profile.displayName)
            #expect(
                try await organization.listUsers(.displayNamePrefix("Anna"), limit: 1, after: nil).elements.isEmpty
                    == replaces)
        }
    }

    @Test(arguments: [(true, 63), (false, 64)])
    func `a password of 64 characters is refused or not`(refuses: Bool, longest: Int) async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            var fixture = fixture
            fixture.settings.refusesPasswordOf64 = refuses
            let organization = try fixture.open()
            let id = try await organization.createUser(
                name: "anna", displayName: "Anna", firstName: "", lastName: "", password: nil)
            func password(_ count: Int, of text: String = "aB3") -> Password {
                Password(utf8: Array((text + String(repeating: "x", count: count - text.count)).utf8))
            }
            try await organization.resetPassword(id, password: password(longest))
            for refused in [password(longest + 1), password(longest, of: "xxx")] {
                let error = await #expect(throws: MailOrganizationError.self) {
                    try await organization.resetPassword(id, password: refused)
                }
                #expect(error?.code == .invalidPassword)
            }
        }
    }

    @Test(arguments: [true, false])
    func `ListAliases has the primary address among them or not`(listsPrimary: Bool) async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.listsPrimaryAmongAliases = listsPrimary
            let organization = try fixture.open()
            let anna = try await organization.directoryHolds("anna")
            let sales = try await organization.directoryHolds(group: "sales")
            for (id, name) in [(anna, "anna"), (sales, "sales")] {
                try await organization.registerToWorkMail(id, email: email(name))
                try await organization.createAlias(id, alias: email("a.\(name)"))
                let aliases = try [email("a.\(name)")] + (listsPrimary ? [email(name)] : [])
                #expect(try await organization.listAliases(id) == aliases)
            }
        }
    }

    @Test func `an organization takes so many users and no more, and groups are not counted`() async throws {
        try await EmbeddedFixture.with { fixture in
            var fixture = fixture
            fixture.settings.userLimit = 2
            let organization = try fixture.open()
            var ids: [EntityID] = []
            for name in ["anna", "bert", "carl"] { ids.append(try await organization.directoryHolds(name)) }
            let sales = try await organization.directoryHolds(group: "sales")
            try await organization.registerToWorkMail(ids[0], email: email("anna"))
            try await organization.registerToWorkMail(sales, email: email("sales"))
            try await organization.registerToWorkMail(ids[1], email: email("bert"))
            let carl = ids[2]
            let error = await #expect(throws: MailOrganizationError.self) {
                try await organization.registerToWorkMail(carl, email: email("carl"))
            }
            #expect(error?.code == .limitExceeded)
            #expect(try await organization.describeEntity(email("carl")) == nil)
            try await organization.deregisterFromWorkMail(ids[0])
            try await organization.registerToWorkMail(carl, email: email("carl"))
        }
    }

    @Test func `a request id is shown with the error where there is one`() {
        let error = MailOrganizationError(.resourceNotFound, operation: "Op", message: "no")
        #expect(error.description == "Op: no (ResourceNotFoundException)")
        var answered = error
        answered.requestID = "7a62"
        #expect(answered.description == "Op: no (ResourceNotFoundException, request 7a62)")
    }
}
