// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import WorkMail
import WorkMailEndpoint

extension Installation {
    /// The same installation with the hosted service behind it: the organization that this one has in its file, served over
    /// TLS for as long as `body` runs.
    /// - Parameter change: what is to be another than the default in the endpoint's settings, faults among it.
    func hosted<Result: Sendable>(
        _ change: (inout EndpointSettings) -> Void = { _ in },
        _ body: (HostedInstallation) async throws -> Result
    ) async throws -> Result {
        let served = try organization()
        return try await LocalWorkMail.with(served) { settings in
            settings.directoryService = .simpleAD
            change(&settings)
        } _: { local in
            let installation = changing([
                "organization.backend": "aws", "organization.id": local.organizationID,
                "organization.region": local.region, "organization.endpoint": local.url,
                "organization.ca_file": local.caFile, "organization.requests_per_second": "1000",
                "organization.file": nil, "organization.domains": nil,
            ])
            return try await body(HostedInstallation(installation: installation, local: local))
        }
    }
}

/// The program in front of the hosted service, with credentials in its environment.
struct HostedInstallation: Sendable {
    var installation: Installation
    let local: LocalWorkMail

    /// The key, and nobody asked for another.
    var credentials: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": local.key.id, "AWS_SECRET_ACCESS_KEY": local.key.secret,
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
        ]
    }

    /// Runs the program.
    /// - Parameter environment: beside the key.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        try await run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
        try await installation.run(
            Installation.program, arguments, input: "", environment: credentials.merging(environment) { $1 })
    }
}
