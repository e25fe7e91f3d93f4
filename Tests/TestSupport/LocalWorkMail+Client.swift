// SPDX-License-Identifier: Apache-2.0
public import AWS
import Foundation
public import WorkMail
public import WorkMailEndpoint

extension LocalWorkMail {
    /// The program's own client of this endpoint. It waits for nothing longer than a millisecond, and keeps to no rate.
    /// - Parameter observer: told of each attempt.
    public func hostedOrganization(
        settling: Settling = .quick, observer: CallObserver? = nil, _ change: (inout ServiceSettings) -> Void = { _ in }
    ) throws -> HostedOrganization {
        HostedOrganization(
            organizationID: organizationID, transport: try serviceClient(observer: observer, change), settling: settling
        )
    }

    /// A client of the service `workmail` at this endpoint.
    public func serviceClient(
        observer: CallObserver? = nil, _ change: (inout ServiceSettings) -> Void = { _ in }
    ) throws -> ServiceClient {
        try ServiceClient.plain(url: url, caFile: caFile, region: region, key: key) { settings in
            settings.observer = observer
            change(&settings)
        }
    }
}

extension ServiceClient {
    /// A client of the service `workmail` at any address, which waits for nothing and keeps to no rate.
    public static func plain(
        url: String, caFile: String? = nil, region: String, key: AccessKeys.Key,
        _ change: (inout ServiceSettings) -> Void = { _ in }
    ) throws -> ServiceClient {
        var settings = ServiceSettings(
            signingName: "workmail", targetPrefix: "WorkMailService", region: region,
            endpoint: try Endpoint.url(url, named: "the test's endpoint"), network: NetworkSettings(caFile: caFile),
            sleep: { _ in })
        change(&settings)
        let credentials = AWSCredentials(
            accessKeyID: key.id, secretAccessKey: key.secret, sessionToken: key.sessionToken, source: "the test")
        return try ServiceClient(
            settings, credentials: CredentialCache(StaticCredentials(credentials), now: settings.now))
    }
}

extension Settling {
    /// As often as ever, without the time in between.
    public static let quick = Settling(wait: { _ in })
}
