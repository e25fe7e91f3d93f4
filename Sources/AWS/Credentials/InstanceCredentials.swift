// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The role of an EC2 instance, by version 2 of its metadata service. Version 1, which hands credentials to everybody who
/// can make this program fetch a URL, is not used even where version 2 fails.
struct InstanceCredentials {
    let environment: AWSEnvironment
    let transport: MetadataTransport

    /// Why there is nothing here, for the list of places that were looked at.
    struct Absence: Error { var words: String }

    static let path = "latest/meta-data/iam/security-credentials/"

    func load() async throws -> AWSCredentials {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" {
            throw Absence(words: "turned off by AWS_EC2_METADATA_DISABLED")
        }
        let base = try endpoint()
        let token = try await token(base)
        let header = HTTPField("x-aws-ec2-metadata-token", token)
        let roles = try await text(base.appending(path: Self.path), header, of: "the name of the role")
        guard let role = roles.split(whereSeparator: \.isNewline).first.map(String.init), !role.isEmpty else {
            throw Absence(words: "the instance has no role")
        }
        let source = "the role \(role) of this EC2 instance"
        let document = try await text(base.appending(path: Self.path + role), header, of: source)
        return try CredentialDocument.credentials(Data(document.utf8), token: "Token", source: source)
    }

    /// `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else what `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` (`IPv6`) means.
    func endpoint() throws(ServiceTrouble) -> URL {
        let name = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        let isIPv6 = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        let text = environment[name] ?? (isIPv6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/")
        // Clear text: an address of the hypervisor, and whoever set the variable can set the credentials, too.
        return try Endpoint.url(text, named: name, allowsClearText: true)
    }

    /// `AWS_METADATA_SERVICE_TIMEOUT`, as botocore has it: one second unless told, since most machines are no instance.
    var timeoutSeconds: Double {
        guard let seconds = environment["AWS_METADATA_SERVICE_TIMEOUT"].flatMap(Double.init), seconds.isFinite,
            seconds > 0
        else { return 1 }
        return min(seconds, 60)
    }

    private func token(_ base: URL) async throws -> String {
        let url = base.appending(path: "latest/api/token")
        let request = HTTPExchange(
            method: "PUT", url: url,
            headers: [
                HTTPField("Host", SignableRequest.host(of: url)),
                HTTPField("x-aws-ec2-metadata-token-ttl-seconds", "21600"),
            ])
        let reply = try await reply(request)
        let token = String(decoding: reply.body, as: UTF8.self)
        guard reply.status == 200, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Absence(words: "the metadata service gave no token (status \(reply.status))")
        }
        return token
    }

    private func text(_ url: URL, _ header: HTTPField, of what: String) async throws -> String {
        let request = HTTPExchange(
            method: "GET", url: url, headers: [HTTPField("Host", SignableRequest.host(of: url)), header])
        let reply = try await reply(request)
        if reply.status == 404 { throw Absence(words: "the instance has no role") }
        guard reply.status == 200 else {
            throw Absence(words: "the metadata service answered \(reply.status) when asked for \(what)")
        }
        return String(decoding: reply.body, as: UTF8.self)
    }

    private func reply(_ request: HTTPExchange) async throws -> HTTPReply {
        do {
            return try await transport.exchange(request, timeoutSeconds: timeoutSeconds, attempts: 1)
        } catch let failure as HTTPFailure {
            throw Absence(words: "no metadata service (\(failure.words))")
        }
    }
}
