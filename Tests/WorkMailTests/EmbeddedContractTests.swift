// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

struct EmbeddedContractTests {
    @Test(arguments: MailOrganizationContract.rules)
    func `an embedded organization with a directory keeps the contract`(rule: MailOrganizationContract.Rule)
        async throws
    {
        try await EmbeddedFixture.with(.directoryBacked) { try await rule.check(on: $0.contractSubject()) }
    }

    @Test(arguments: MailOrganizationContract.rules)
    func `an embedded organization with a WorkMail directory keeps the contract`(
        rule: MailOrganizationContract.Rule
    ) async throws {
        try await EmbeddedFixture.with(.workMail) { try await rule.check(on: $0.contractSubject()) }
    }

    @MainActor @Test func `a call comes back to the actor that made it`() async throws {
        try await EmbeddedFixture.with { fixture in
            // Optimized builds once lost the way back; see EmbeddedDatabase.
            let organization = try fixture.open()
            _ = try await organization.mailDomains()
            MainActor.preconditionIsolated()
            try await organization.directoryHolds("anna")
            MainActor.preconditionIsolated()
            _ = try await EmbeddedOrganization.scratchCopy(of: fixture.file, settings: fixture.settings)
            MainActor.preconditionIsolated()
        }
    }
}
