// SPDX-License-Identifier: Apache-2.0
import AWS
import ArgumentParser
import Foundation
import WorkMail

/// The benchmark of reading an organization; `run` beside it is how it is started.
@main
struct OrganizationBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reading an organization over the service's protocol, beside botocore.",
        subcommands: [Fill.self, Read.self, Compare.self])
}

/// Makes an organization whose directory holds many users.
struct Fill: AsyncParsableCommand {
    @Argument var file: String
    @Argument var entities: Int

    func run() async throws {
        let organization = try EmbeddedOrganization(
            file: file,
            settings: EmbeddedSettings(
                alias: "local", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)]))
        for start in stride(from: 0, to: entities, by: 1_000) {
            let users = (start..<min(start + 1_000, entities)).map { number in
                var profile = MailProfile()
                profile.displayName = "Person \(number) Ünïcode"
                return DirectorySourcedUser(
                    id: EntityID("S-1-5-21-1-2-3-\(1_000 + number)"), name: "person\(number)", role: .user,
                    profile: profile)
            }
            try await organization.directoryHolds(users)
        }
    }
}

/// Reads all users with the program's own client, and prints how many there are.
struct Read: AsyncParsableCommand {
    @Argument var url: String
    @Argument var organization: String

    func run() async throws {
        let environment = AWSEnvironment.process
        let location = try ServiceLocation(
            endpointPrefix: "workmail", serviceID: "WorkMail", environment: environment, region: "eu-west-1",
            endpoint: url)
        let settings = ServiceSettings(
            signingName: "workmail", targetPrefix: API.target, region: location.region, endpoint: location.endpoint)
        let client = try ServiceClient(settings, credentials: CredentialCache(CredentialChain(environment)))
        let hosted = HostedOrganization(organizationID: organization, transport: client)
        var count = 0
        try await hosted.forEachUser { count += $0.count }
        print(count)
    }
}
