// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The two calls of the Security Token Service that exchange one identity for another. Query protocol, answers in XML.
struct STS {
    var endpoint: URL
    var region: String
    var transport: MetadataTransport
    var now: @Sendable () -> Date

    /// `AssumeRole`, signed with the credentials of who assumes it.
    func assumeRole(
        _ parameters: [(name: String, value: String)], with credentials: AWSCredentials, source: String
    ) async throws -> AWSCredentials {
        try await call("AssumeRole", parameters, credentials: credentials, source: source)
    }

    /// `AssumeRoleWithWebIdentity`, for which the token vouches and no signature does.
    func assumeRoleWithWebIdentity(
        _ parameters: [(name: String, value: String)], source: String
    ) async throws -> AWSCredentials {
        try await call("AssumeRoleWithWebIdentity", parameters, credentials: nil, source: source)
    }

    private func call(
        _ operation: String, _ parameters: [(name: String, value: String)], credentials: AWSCredentials?, source: String
    ) async throws -> AWSCredentials {
        let all = [("Action", operation), ("Version", "2011-06-15")] + parameters.map { ($0.name, $0.value) }
        let body = all.map { "\($0.0)=\(PercentEncoding.text($0.1))" }.joined(separator: "&")
        let request = SignableRequest(
            method: "POST", url: endpoint,
            headers: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Data(body.utf8))
        let signed = credentials.map {
            Signature(request, credentials: $0, region: region, service: "sts", date: now()).headers
        }
        let exchange = HTTPExchange(
            method: "POST", url: endpoint, headers: request.headers + (signed ?? []), body: request.body)
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(exchange, timeoutSeconds: 10, attempts: 3)
        } catch let failure as HTTPFailure {
            throw ServiceTrouble(
                source, "STS \(operation): \(failure.words)", remedy: "check the way to \(endpoint.host ?? "STS")")
        }
        let answer = STSAnswer(reply.body)
        guard reply.status == 200, let result = answer?.credentials(source: source) else {
            let words = answer?.refusal ?? "status \(reply.status), “\(reply.status == 200 ? "" : reply.beginning)”"
            throw ServiceTrouble(
                source, "STS \(operation) was refused: \(words)",
                remedy: "see the role's trust policy" + (credentials.map { "; asked with \($0)" } ?? ""),
                isTransient: reply.status >= 500 || answer?.code.map(RetryRule.throttlingCodes.contains) ?? false)
        }
        return result
    }
}
