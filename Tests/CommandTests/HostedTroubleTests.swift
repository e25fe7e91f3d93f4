// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

/// What can be wrong with the hosted service: each a clear error, and nothing changed.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `Trouble with the hosted service` {
    struct Trouble: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the endpoint does.
        var endpoint: @Sendable (inout EndpointSettings) -> Void = { _ in }
        /// What the configuration says.
        var configuration: [String: String?] = [:]
        var environment: [String: String] = [:]
        /// What the error has to say.
        var words: [String]
        var code: Int32 = 1

        var testDescription: String { name }
    }

    static let troubles: [Trouble] = [
        Trouble(
            name: "wrong Region", configuration: ["organization.region": "us-east-1"],
            words: ["InvalidSignatureException", "organization.region"]),
        Trouble(
            name: "wrong organization", configuration: ["organization.id": "m-ffffffffffffffffffffffffffffffff"],
            words: ["OrganizationNotFoundException", "m-ffffffffffffffffffffffffffffffff"]),
        Trouble(
            name: "wrong secret", environment: ["AWS_SECRET_ACCESS_KEY": "wrong"],
            words: ["InvalidSignatureException", "secret key"]),
        Trouble(
            name: "no credentials", environment: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""],
            words: ["AWS credentials", "AWS_ACCESS_KEY_ID", "profile"]),
        Trouble(
            name: "expired token", endpoint: { $0.faults.expiredToken = .always },
            words: ["ExpiredTokenException", "environment"]),
        Trouble(
            name: "no permission to list", endpoint: { $0.faults.denied = ["ListUsers"] },
            words: ["AccessDeniedException", "workmail:ListUsers"]),
        Trouble(
            name: "no permission to enable", endpoint: { $0.faults.denied = ["RegisterToWorkMail"] },
            words: ["AccessDeniedException", "workmail:RegisterToWorkMail"]),
        Trouble(
            name: "a proxy's HTML", endpoint: { $0.faults.html = 1 }, words: ["HTTP502", "proxy"], code: 1),
        Trouble(
            name: "half of the JSON", endpoint: { $0.faults.truncated = 1 }, words: ["proxy"], code: 75),
        Trouble(
            name: "a listing without an end", endpoint: { $0.faults.endlessListing = .sameToken },
            words: ["goes in a circle"]),
        Trouble(
            name: "a listing that begins again", endpoint: { $0.faults.endlessListing = .never },
            words: ["goes in a circle"]),
        Trouble(
            name: "nobody there", configuration: ["organization.endpoint": "https://127.0.0.9:9"],
            words: ["127.0.0.9"], code: 75),
        Trouble(
            name: "a certificate of somebody else", configuration: ["organization.ca_file": nil],
            words: ["certificate"], code: 75),
        Trouble(
            name: "another kind of directory", endpoint: { $0.directoryService = .adConnector },
            words: ["directory.kind", "ad-connector"]),
        Trouble(
            name: "a directory that is not supported", endpoint: { $0.directoryService = .sharedMicrosoftAD },
            words: ["SharedMicrosoftAD"]),
    ]

    @Test(arguments: troubles)
    func `each is told, and nothing is changed`(trouble: Trouble) async throws {
        try await Installation.withPeople { installation in
            try await installation.succeed("approve", "dan")
            let before = try await installation.hostedFacts()
            try await installation.hosted(trouble.endpoint) { hosted in
                var hosted = hosted
                hosted.installation = hosted.installation.changing(trouble.configuration)
                let outcome = try await hosted.run("sync", environment: trouble.environment)
                #expect(outcome.code == trouble.code, "\(outcome.error)\(outcome.output)")
                for word in trouble.words { #expect(outcome.error.contains(word), "\(outcome.error)") }
                #expect(!outcome.error.contains(hosted.local.key.secret))
            }
            let isUnchanged = try await installation.hostedFacts() == before
            #expect(isUnchanged)
        }
    }

    @Test func `a clock that is 20 minutes off is corrected by the service's, and told`() async throws {
        try await Installation.withPeople { installation in
            try await installation.hosted { settings in
                settings.faults.clockOffsetSeconds = 20 * 60
            } _: { hosted in
                try await hosted.succeed("sync")
                let clock = try await hosted.run("doctor", "--output", "json").json().first(
                    "check", "service clock")
                #expect(clock?["verdict"] == .text("warning"), "\(String(describing: clock))")
                #expect(clock?["detail"]?.text?.contains(/1[12][0-9]{2} s/) == true, "\(String(describing: clock))")
            }
        }
    }
}

extension Installation {
    /// Who has which mailbox.
    func hostedFacts() async throws -> JSONValue { try await run("users", "list", "--output", "json").json() }
}
