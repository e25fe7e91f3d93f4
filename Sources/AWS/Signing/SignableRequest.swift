// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// What a signature is about: a request as it is sent, or as it was received.
public struct SignableRequest: Sendable {
    public var method: String
    /// Percent-encoded, as in the request line, such as `/`.
    public var path: String
    /// What follows the `?` in the request line, as it is there; empty where nothing does.
    public var query: String
    /// All headers, `Host` among them.
    public var headers: [HTTPField]
    public var body: Data

    public init(method: String, path: String, query: String = "", headers: [HTTPField], body: Data) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// With a `Host` header after the URL where there is none: in small letters, and without the scheme's own port.
    public init(method: String, url: URL, headers: [HTTPField], body: Data) {
        let components = URLComponents(url: url, resolvingAgainstBaseURL: true)
        let path = components?.percentEncodedPath ?? ""
        self.init(
            method: method, path: path.isEmpty ? "/" : path, query: components?.percentEncodedQuery ?? "",
            headers: headers, body: body)
        if self.headers.first("host") == nil { self.headers.append(HTTPField("Host", Self.host(of: url))) }
    }

    /// The value of `Host` for a URL.
    static func host(of url: URL) -> String {
        let components = URLComponents(url: url, resolvingAgainstBaseURL: true)
        let host = (components?.percentEncodedHost ?? "").lowercased()
        let ownPort = url.scheme?.lowercased() == "http" ? 80 : 443
        guard let port = components?.port, port != ownPort else { return host }
        return "\(host):\(port)"
    }
}
