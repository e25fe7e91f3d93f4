// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Where a service is called, and whether that may be done without TLS.
public enum Endpoint {
    /// The public one, such as `https://ds.eu-west-1.amazonaws.com/`.
    public static func standard(service: String, region: String) throws(ServiceTrouble) -> URL {
        try url("https://\(service).\(region).amazonaws.com/", named: "the endpoint of \(service) in \(region)")
    }

    /// An address that somebody wrote down.
    ///
    /// - Parameters:
    ///   - name: where it was written, for the error.
    ///   - allowsClearText: http:// to other hosts than this one. What is signed is readable on the way, passwords too.
    public static func url(
        _ text: String, named name: String, allowsClearText: Bool = false
    ) throws(ServiceTrouble) -> URL {
        func refusal(_ cause: String, _ remedy: String) -> ServiceTrouble {
            ServiceTrouble(name, cause, remedy: remedy, isTransient: false)
        }
        guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
            let host = components.host, !host.isEmpty, let url = components.url, ["http", "https"].contains(scheme),
            components.user == nil, components.query == nil, components.fragment == nil,
            ["", "/"].contains(components.path)
        else {
            throw refusal("it is no address of a service", "write it as https://host or https://host:port")
        }
        guard scheme == "https" || allowsClearText || isLoopback(host) else {
            throw refusal(
                "http:// would send everything in clear text to \(host)", "use https://, or a loopback address")
        }
        guard components.path.isEmpty else { return url }
        return url.appending(path: "/")
    }

    /// Whether a host is this machine by its name alone: `localhost`, 127.0.0.0/8, `::1`. No name is looked up.
    public static func isLoopback(_ host: String) -> Bool {
        let host = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
