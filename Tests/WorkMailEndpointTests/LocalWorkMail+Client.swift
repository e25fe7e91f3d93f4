// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import WorkMailEndpoint

extension LocalWorkMail {
    /// Our own client, which tries once and has its own clock.
    func client(
        credentials: AccessKeys.Key? = nil, now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> ServiceClient {
        try ServiceClient(url: url, caFile: caFile, region: region, key: credentials ?? key, now: now)
    }
}

extension ServiceClient {
    /// One that tries once.
    init(
        url text: String, caFile: String? = nil, region: String, key: AccessKeys.Key,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        guard let url = URL(string: text) else { throw CocoaError(.fileReadInvalidFileName) }
        let settings = ServiceSettings(
            signingName: "workmail", targetPrefix: "WorkMailService", region: region, endpoint: url,
            network: NetworkSettings(caFile: caFile), attemptSeconds: 20, maxAttempts: 1, now: now, sleep: { _ in })
        let credentials = AWSCredentials(
            accessKeyID: key.id, secretAccessKey: key.secret, sessionToken: key.sessionToken, source: "the test")
        try self.init(settings, credentials: CredentialCache(StaticCredentials(credentials), now: now))
    }

    /// Asks with these members beside the organization, and decodes the answer.
    nonisolated func ask(
        _ operation: String, organization: String, _ members: [String: Any] = [:]
    ) async throws -> [String: Any] {
        let members = members.merging(["OrganizationId": organization]) { given, _ in given }
        let call = ServiceCall(operation, body: try JSONSerialization.data(withJSONObject: members), isRead: true)
        let answer = try await send(call)
        guard !answer.body.isEmpty else { return [:] }
        return try JSONSerialization.jsonObject(with: answer.body) as? [String: Any] ?? [:]
    }

    nonisolated func ask(
        _ operation: String, in local: LocalWorkMail, _ members: [String: Any] = [:]
    ) async throws -> [String: Any] {
        try await ask(operation, organization: local.organizationID, members)
    }
}
