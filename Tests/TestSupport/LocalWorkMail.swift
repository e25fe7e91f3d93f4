// SPDX-License-Identifier: Apache-2.0
public import WorkMail
public import WorkMailEndpoint

/// An organization served over the wire in this process, on a free port of 127.0.0.1, for as long as a closure runs.
///
///     try await LocalWorkMail.with(organization) { local in
///         … local.url, local.caFile, local.key …
///     }
public struct LocalWorkMail: Sendable {
    /// Such as `https://127.0.0.1:41234`.
    public let url: String
    /// The certificate of the test's authority, which a client has to trust; `nil` over plain HTTP.
    public let caFile: String?
    /// Good for every operation.
    public let key: AccessKeys.Key
    public let region: String
    /// `m-` and 32 hex digits.
    public let organizationID: String
    /// How often each fault was played.
    public let faults: FaultCounts

    /// - Parameters:
    ///   - organization: has a clock of its own; the endpoint's is in its settings.
    ///   - tls: HTTPS with a certificate of a new ``TestAuthority``, or plain HTTP.
    ///   - change: what is to be another than the default in the endpoint's settings, faults among it.
    public static func with<R: Sendable>(
        _ organization: any MailOrganization, tls: Bool = true, _ change: (inout EndpointSettings) -> Void = { _ in },
        _ body: (LocalWorkMail) async throws -> R
    ) async throws -> R {
        let keys = AccessKeys.random()
        var settings = EndpointSettings(keys: keys)
        change(&settings)
        let endpoint = try await WorkMailEndpoint(organization, settings: settings)
        guard tls else {
            return try await serve(endpoint, settings, EndpointListener(), caFile: nil, body)
        }
        let authority = try await TestAuthority()
        defer { authority.remove() }
        let files = try await authority.issue(names: ["IP:127.0.0.1", "DNS:localhost"])
        let listener = EndpointListener(tls: .init(certificateFile: files.certificateFile, keyFile: files.keyFile))
        return try await serve(endpoint, settings, listener, caFile: authority.caFile, body)
    }

    private static func serve<R: Sendable>(
        _ endpoint: WorkMailEndpoint, _ settings: EndpointSettings, _ listener: EndpointListener, caFile: String?,
        _ body: (LocalWorkMail) async throws -> R
    ) async throws -> R {
        guard let key = settings.keys.keys.first else {
            throw LabFailure(command: "LocalWorkMail", message: "the settings have no access key")
        }
        return try await endpoint.serve(on: listener) { url in
            try await body(
                LocalWorkMail(
                    url: url, caFile: caFile, key: key, region: settings.region,
                    organizationID: endpoint.organizationID, faults: endpoint.faultCounts))
        }
    }
}
