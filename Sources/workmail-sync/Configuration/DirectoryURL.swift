// SPDX-License-Identifier: Apache-2.0

/// Where the domain controller listens, for example `ldaps://dc1.corp.example.com:636`.
struct DirectoryURL: Hashable, Sendable, CustomStringConvertible {
    enum Scheme: String, Sendable { case ldap, ldaps }

    let scheme: Scheme
    /// A name or an address; an IPv6 address without its brackets.
    let host: String
    let port: Int
    let description: String

    /// - Throws: what is wrong with the text. Only scheme, host and port are taken: where to search is the scope's
    ///   matter.
    init(_ text: String) throws(TextFault) {
        let lowered = text.lowercased()
        guard let scheme: Scheme = lowered.hasPrefix("ldaps://") ? .ldaps : lowered.hasPrefix("ldap://") ? .ldap : nil
        else { throw TextFault("“\(text)” is no ldaps://host[:port] or ldap://host[:port]") }
        var rest = text.dropFirst(scheme.rawValue.count + 3)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if rest.contains("/") || rest.contains("?") {
            throw TextFault("“\(text)” has more than a host and a port; where to search is set by scope.bases")
        }
        guard !rest.contains("@") else {
            throw TextFault("holds a user name; who binds is set by directory.bind_name")
        }
        var portText: Substring?
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            let after = rest[rest.index(after: end)...]
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            guard after.isEmpty || after.hasPrefix(":") else {
                throw TextFault("“\(text)” has no port after the bracket")
            }
            portText = after.isEmpty ? nil : after.dropFirst()
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw TextFault("“\(text)”: an IPv6 address needs brackets") }
            host = String(parts.first ?? "")
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }) else {
            throw TextFault("“\(text)” names no host")
        }
        port = try Self.port(portText, scheme: scheme)
        self.scheme = scheme
        description = text
    }

    private static func port(_ text: Substring?, scheme: Scheme) throws(TextFault) -> Int {
        guard let text else { return scheme == .ldaps ? 636 : 389 }
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(text), (1...65535).contains(port)
        else { throw TextFault("“\(text)” is no port: 1…65535") }
        guard port != 3268, port != 3269 else {
            throw TextFault(
                "port \(port) is the global catalog, which holds only some of the attributes and no members of other "
                    + "domains' groups; use \(scheme == .ldaps ? 636 : 389)")
        }
        return port
    }
}
