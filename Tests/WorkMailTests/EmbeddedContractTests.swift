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
}
