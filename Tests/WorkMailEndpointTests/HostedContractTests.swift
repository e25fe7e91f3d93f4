// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

/// The contract, unchanged, on the client of the hosted service that talks to the endpoint over TLS.
@Suite(.tags(.server)) struct HostedContractTests {
    @Test(arguments: MailOrganizationContract.rules)
    func `the client of a directory-backed organization keeps the contract`(
        rule: MailOrganizationContract.Rule
    ) async throws {
        try await check(rule, .directoryBacked)
    }

    @Test(arguments: MailOrganizationContract.rules)
    func `the client of a WorkMail directory keeps the contract`(rule: MailOrganizationContract.Rule) async throws {
        try await check(rule, .workMail)
    }

    private func check(
        _ rule: MailOrganizationContract.Rule, _ kind: EmbeddedSettings.DirectoryKind
    ) async throws {
        try await EmbeddedFixture.with(kind) { fixture in
            let served = try fixture.open()
            try await LocalWorkMail.with(served) { local in
                let hosted = try local.hostedOrganization()
                try await rule.check(on: try fixture.contractSubject(through: hosted))
            }
        }
    }
}
