// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// In which Region a service is called, and at which address: from what is set explicitly, in the environment, or in the
/// profile.
public struct ServiceLocation: Hashable, Sendable {
    public var region: String
    public var endpoint: URL
    /// Where the two were found, for people.
    public var source: String

    /// - Parameters:
    ///   - endpointPrefix: the first label of the public host, such as `ds`.
    ///   - serviceID: as in the service's model, such as `Directory Service`: names `AWS_ENDPOINT_URL_DIRECTORY_SERVICE`.
    ///   - allowsClearText: http:// to other hosts than this one.
    /// - Throws: where no Region is named, or an address is none.
    public init(
        endpointPrefix: String, serviceID: String, environment: AWSEnvironment, profile: String? = nil,
        region: String? = nil, endpoint: String? = nil, allowsClearText: Bool = false
    ) throws(ServiceTrouble) {
        let profiles = try Profiles(environment)
        let name = try ProfileName.resolve(profile, environment, profiles)
        let settings = profiles.settings(name)
        let candidates = [
            (region, "explicit"), (environment["AWS_REGION"], "AWS_REGION"),
            (environment["AWS_DEFAULT_REGION"], "AWS_DEFAULT_REGION"), (settings["region"], "profile \"\(name)\""),
        ]
        guard case (let found?, let place)? = candidates.first(where: { $0.0 != nil }) else {
            throw ServiceTrouble(
                "AWS Region", "none is named (AWS_REGION, AWS_DEFAULT_REGION, region of profile \"\(name)\")",
                remedy: "name one, such as eu-west-1", isTransient: false)
        }
        // It becomes part of a host's name.
        guard found.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else {
            throw ServiceTrouble(
                "AWS Region", "\"\(found)\" (\(place)) is none", remedy: "write it as eu-west-1", isTransient: false)
        }
        self.region = found
        if let endpoint {
            self.endpoint = try Endpoint.url(endpoint, named: "the endpoint", allowsClearText: allowsClearText)
            source = "Region: \(place); endpoint: explicit"
        } else if let configured = try Self.configured(
            serviceID: serviceID, environment: environment, profile: settings, allowsClearText: allowsClearText)
        {
            self.endpoint = configured
            source = "Region: \(place); endpoint: AWS_ENDPOINT_URL or endpoint_url"
        } else {
            self.endpoint = try Endpoint.standard(service: endpointPrefix, region: found)
            source = "Region: \(place)"
        }
    }

    /// "Service-specific endpoints", AWS SDKs and Tools Reference Guide; a `services` section is not read.
    static func configured(
        serviceID: String, environment: AWSEnvironment, profile: [String: String], allowsClearText: Bool
    ) throws(ServiceTrouble) -> URL? {
        if environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true" { return nil }
        let own =
            "AWS_ENDPOINT_URL_" + serviceID.uppercased().map { $0 == " " || $0 == "-" ? "_" : String($0) }.joined()
        let candidates = [
            (environment[own], own), (environment["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL"),
            (profile["endpoint_url"], "endpoint_url"),
        ]
        guard case (let text?, let name)? = candidates.first(where: { $0.0 != nil }) else { return nil }
        return try Endpoint.url(text, named: name, allowsClearText: allowsClearText)
    }
}
