// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Looks for credentials where AWS's programs look, in botocore's order; the first place that has any serves.
///
/// A place that has something broken ends the search: half of a key is a mistake, not a reason to be somebody else. AWS
/// IAM Identity Center (`sso_session`) and `login` are not used: both need a person.
public struct CredentialChain: CredentialSource {
    let environment: AWSEnvironment
    let explicitProfile: String?
    let region: String?
    let network: NetworkSettings
    let sessionName: String

    /// - Parameters:
    ///   - profile: instead of `AWS_PROFILE`; credentials of the environment are not looked at then.
    ///   - region: for STS, where a profile does not say it.
    ///   - sessionName: of assumed roles whose profile names none; CloudTrail shows it. Letters, digits and `+=,.@-`.
    public init(
        _ environment: AWSEnvironment, profile: String? = nil, region: String? = nil, network: NetworkSettings? = nil,
        sessionName: String = "aws-json"
    ) {
        self.environment = environment
        explicitProfile = profile
        self.region = region
        self.network = network ?? NetworkSettings(environment)
        self.sessionName = sessionName
    }

    /// - Throws: `ServiceTrouble` that names every place and why it did not serve, or what is wrong with one.
    ///
    /// Elsewhere than the caller's actor, as ``HTTPTransport/exchange(_:timeoutSeconds:)``.
    @concurrent public func load() async throws -> AWSCredentials {
        var absences: [String] = []
        if explicitProfile != nil {
            absences.append("the environment: not looked at, since a profile is named")
        } else if let credentials = try EnvironmentCredentials.credentials(environment) {
            return credentials
        } else {
            absences.append("the environment: AWS_ACCESS_KEY_ID is not set")
        }
        let profiles = try Profiles(environment)
        let name = try ProfileName.resolve(explicitProfile, environment, profiles)
        let role = RoleCredentials(chain: self, profiles: profiles)
        if let credentials = try await role.assumed(name, visited: []) { return credentials }
        if let credentials = try await role.ofWebIdentity(name) { return credentials }
        absences.append("web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        if let credentials = try profiles.key(name, in: .shared) { return credentials }
        if let credentials = try await role.ofProcess(name) { return credentials }
        if let credentials = try profiles.key(name, in: .config) { return credentials }
        absences.append(contentsOf: absence(ofProfile: name, profiles))
        if let url = try ContainerCredentials.url(environment) { return try await container.load(url) }
        absences.append("a container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set")
        do { return try await instance.load() } catch let absence as InstanceCredentials.Absence {
            absences.append("EC2: \(absence.words)")
        }
        throw ServiceTrouble(
            "AWS credentials", "none were found (\(absences.joined(separator: "; ")))",
            remedy: "give this program credentials in one of these places", isTransient: false)
    }

    private func absence(ofProfile name: String, _ profiles: Profiles) -> [String] {
        guard profiles.exists(name) else {
            return ["profile \"\(name)\": \((profiles.unread + ["no such section"]).joined(separator: ", "))"]
        }
        let settings = profiles.settings(name)
        if settings.keys.contains(where: { $0.hasPrefix("sso_") || $0 == "login_session" }) {
            return ["profile \"\(name)\": signing in as a person (IAM Identity Center, login) is not supported"]
        }
        return ["profile \"\(name)\": no aws_access_key_id, role_arn, web_identity_token_file or credential_process"]
    }

    var transport: MetadataTransport { MetadataTransport(network: network) }
    var container: ContainerCredentials { ContainerCredentials(environment: environment, transport: transport) }
    var instance: InstanceCredentials { InstanceCredentials(environment: environment, transport: transport) }

    /// STS of the Region that is in force for a profile; without one the global endpoint, which is in us-east-1.
    func sts(_ profile: [String: String]) throws(ServiceTrouble) -> STS {
        let known = region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"]
        let endpoint: URL
        if let configured = try ServiceLocation.configured(
            serviceID: "STS", environment: environment, profile: profile, allowsClearText: false)
        {
            endpoint = configured
        } else if let known {
            endpoint = try Endpoint.standard(service: "sts", region: known)
        } else {
            endpoint = try Endpoint.url("https://sts.amazonaws.com/", named: "STS")
        }
        return STS(endpoint: endpoint, region: known ?? "us-east-1", transport: transport, now: environment.now)
    }
}
