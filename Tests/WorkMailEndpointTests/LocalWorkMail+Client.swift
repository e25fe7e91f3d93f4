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
        try ServiceClient.plain(url: url, caFile: caFile, region: region, key: credentials ?? key) { settings in
            (settings.attemptSeconds, settings.maxAttempts, settings.now) = (20, 1, now)
        }
    }
}

extension ServiceClient {
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
