// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Credentials of a task in ECS or a pod in EKS ("Container credential provider", AWS SDKs and Tools Reference Guide).
struct ContainerCredentials {
    let environment: AWSEnvironment
    let transport: MetadataTransport

    static let hosts: Set = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// - Returns: `nil` where no variable names an address.
    static func url(_ environment: AWSEnvironment) throws(ServiceTrouble) -> URL? {
        func refused(_ name: String, _ cause: String) -> ServiceTrouble {
            ServiceTrouble(name, cause, remedy: "correct the variable", isTransient: false)
        }
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            guard path.hasPrefix("/"), let url = URL(string: "http://169.254.170.2\(path)"), url.host == "169.254.170.2"
            else { throw refused("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "it is no path") }
            return url
        }
        guard let text = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
        let name = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        guard let url = URL(string: text), let host = url.host, let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme)
        else { throw refused(name, "it is no address") }
        let bare = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        guard scheme == "https" || Endpoint.isLoopback(bare) || hosts.contains(bare) else {
            throw refused(name, "http:// is for this machine's own addresses and not for \(host)")
        }
        return url
    }

    func load(_ url: URL) async throws -> AWSCredentials {
        let source = "the container's credentials at \(url.scheme ?? "")://\(url.host ?? "")"
        func trouble(_ cause: String, isTransient: Bool = true) -> ServiceTrouble {
            ServiceTrouble(source, cause, remedy: "see the task's or the pod's role", isTransient: isTransient)
        }
        var headers = [HTTPField("Host", SignableRequest.host(of: url)), HTTPField("Accept", "application/json")]
        if let authorization = try authorization() { headers.append(HTTPField("Authorization", authorization)) }
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(
                HTTPExchange(method: "GET", url: url, headers: headers), timeoutSeconds: 2, attempts: 3)
        } catch let failure as HTTPFailure { throw trouble(failure.words) }
        guard reply.status == 200 else {
            throw trouble("it answered \(reply.status)", isTransient: reply.status >= 500)
        }
        return try CredentialDocument.credentials(reply.body, token: "Token", source: source)
    }

    /// Read anew each time: EKS renews the file. A line break in it would become headers of the request.
    func authorization() throws(ServiceTrouble) -> String? {
        var name = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        var token = environment[name]
        if let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            name = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
            guard let data = try? environment.readFile(path), let text = String(data: data, encoding: .utf8) else {
                throw ServiceTrouble(name, "\(path) cannot be read", remedy: "correct the variable", isTransient: false)
            }
            token = text
        }
        guard let token else { return nil }
        guard !token.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\n" }) else {
            throw ServiceTrouble(
                name, "the token has a line break", remedy: "write it without one", isTransient: false)
        }
        return token
    }
}
