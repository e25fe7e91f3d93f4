// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How servers are reached: whom TLS trusts, through which proxy, how long it may take.
public struct NetworkSettings: Sendable {
    /// A file of certificates in PEM format that are trusted instead of the system's; `AWS_CA_BUNDLE`.
    public var caFile: String?
    /// `HTTPS_PROXY`, such as `http://proxy.example:3128`: https goes through its `CONNECT`. Clear text never does.
    public var httpsProxy: String?
    /// `NO_PROXY`: names and suffixes that are reached without the proxy, separated by commas; `*` for all.
    public var noProxy: String?
    /// For a connection and its TLS handshake.
    public var connectSeconds: Double

    public init(
        caFile: String? = nil, httpsProxy: String? = nil, noProxy: String? = nil, connectSeconds: Double = 10
    ) {
        self.caFile = caFile
        self.httpsProxy = httpsProxy
        self.noProxy = noProxy
        self.connectSeconds = connectSeconds
    }

    /// As the environment has it; an explicit file goes before `AWS_CA_BUNDLE`.
    public init(_ environment: AWSEnvironment, caFile: String? = nil) {
        self.init(
            caFile: caFile ?? environment["AWS_CA_BUNDLE"],
            httpsProxy: environment["HTTPS_PROXY"] ?? environment["https_proxy"],
            noProxy: environment["NO_PROXY"] ?? environment["no_proxy"])
    }

    struct Proxy: Equatable {
        struct Login: Equatable {
            var user: String
            var password: String
        }

        var host: String
        var port: Int
        var login: Login?
    }

    /// - Returns: `nil` where the URL is reached directly.
    func proxy(for url: URL) throws(ServiceTrouble) -> Proxy? {
        guard let httpsProxy, !httpsProxy.isEmpty, url.scheme?.lowercased() == "https", let host = url.host,
            !isExempt(host.lowercased())
        else { return nil }
        let text = httpsProxy.contains("://") ? httpsProxy : "http://\(httpsProxy)"
        guard let components = URLComponents(string: text), components.scheme?.lowercased() == "http",
            let proxyHost = components.host, !proxyHost.isEmpty
        else {
            // The value is not shown: it may hold a password.
            throw ServiceTrouble(
                "HTTPS_PROXY", "it is no URL of a proxy",
                remedy: "write it as http://host:port; a proxy that is itself reached by TLS is not supported",
                isTransient: false)
        }
        let login = components.user.map { Proxy.Login(user: $0, password: components.password ?? "") }
        return Proxy(host: proxyHost, port: components.port ?? 80, login: login)
    }

    private func isExempt(_ host: String) -> Bool {
        if Endpoint.isLoopback(host) { return true }
        return (noProxy ?? "").split(separator: ",").contains { entry in
            let entry = entry.trimmingCharacters(in: .whitespaces).lowercased()
            if entry == "*" { return true }
            let name = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            return !name.isEmpty && (host == name || host.hasSuffix("." + name))
        }
    }
}
