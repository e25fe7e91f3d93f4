// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import WorkMail
import WorkMailEndpoint

extension LocalWorkMail {
    /// Our own client, which tries once and has its own clock.
    func client(
        attempts: Int = 1, credentials: AccessKeys.Key? = nil, now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> ServiceClient {
        let key = credentials ?? key
        let settings = ServiceSettings(
            signingName: "workmail", targetPrefix: "WorkMailService", region: region,
            endpoint: try url(), network: NetworkSettings(caFile: caFile), attemptSeconds: 20, maxAttempts: attempts,
            now: now, sleep: { _ in })
        return try ServiceClient(
            settings,
            credentials: CredentialCache(
                StaticCredentials(
                    AWSCredentials(
                        accessKeyID: key.id, secretAccessKey: key.secret, sessionToken: key.sessionToken,
                        source: "the test")), now: now))
    }

    private func url() throws -> URL {
        guard let url = URL(string: url) else { throw CocoaError(.fileReadInvalidFileName) }
        return url
    }
}

extension ServiceClient {
    /// Asks with these members beside the organization, and decodes the answer.
    nonisolated func ask(
        _ operation: String, in local: LocalWorkMail, _ members: [String: Any] = [:]
    ) async throws -> [String: Any] {
        var members = members
        members["OrganizationId"] = local.organizationID
        let call = ServiceCall(operation, body: try JSONSerialization.data(withJSONObject: members), isRead: true)
        let answer = try await send(call)
        guard !answer.body.isEmpty else { return [:] }
        return try JSONSerialization.jsonObject(with: answer.body) as? [String: Any] ?? [:]
    }
}
