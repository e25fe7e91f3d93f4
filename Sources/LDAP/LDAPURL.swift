// SPDX-License-Identifier: Apache-2.0

/// Where a directory server listens: `ldaps://dc1.corp.example.com:636`, `ldap://[2001:db8::1]` (RFC 4516, server
/// part only).
public struct LDAPURL: Sendable, Hashable {
    /// `ldap` speaks clear text or StartTLS, `ldaps` TLS from the first byte.
    public enum Scheme: String, Sendable, Hashable {
        case ldap, ldaps

        /// 389 and 636.
        public var defaultPort: Int { self == .ldap ? 389 : 636 }
    }

    public var scheme: Scheme
    /// A name or an address; an IPv6 address without its brackets. Compared to the server's certificate.
    public var host: String
    /// 1…65535.
    public var port: Int

    public init(scheme: Scheme, host: String, port: Int? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
    }

    /// Reads the server part of an LDAP URL. A DN, attributes, scope or filter behind the server are refused rather
    /// than ignored.
    public init(parsing text: String) throws(LDAPURLFailure) {
        func failure(_ reason: String) -> LDAPURLFailure { LDAPURLFailure(text: text, reason: reason) }

        guard let colon = text.firstRange(of: "://") else {
            throw failure("it must begin with ldaps:// or ldap://")
        }
        guard let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased()) else {
            throw failure("the scheme must be ldaps or ldap, not \(text[..<colon.lowerBound])")
        }
        var rest = text[colon.upperBound...]
        if rest.last == "/" { rest.removeLast() }
        if rest.contains("/") || rest.contains("?") {
            throw failure("only scheme, host and port are allowed; base DN and filter are settings of their own")
        }
        if rest.contains("@") {
            throw failure("a user name does not belong in the URL")
        }

        let host: Substring
        let afterHost: Substring
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { throw failure("the ] after the IPv6 address is missing") }
            host = rest[rest.index(after: rest.startIndex)..<end]
            afterHost = rest[rest.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy({ Self.isAddressByte($0) }) else {
                throw failure("\(host) is not an IPv6 address")
            }
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            host = rest[..<end]
            afterHost = rest[end...]
            if afterHost.dropFirst().contains(":") {
                throw failure("an IPv6 address stands in brackets, like ldaps://[::1]")
            }
            guard host.utf8.allSatisfy({ Self.isNameByte($0) }) else {
                throw failure("the host name may hold letters, digits, dots and hyphens")
            }
        }
        guard !host.isEmpty else { throw failure("the host is missing") }

        var port: Int?
        if !afterHost.isEmpty {
            guard afterHost.first == ":" else { throw failure("a port is written as :636") }
            let digits = afterHost.dropFirst()
            guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(digits), (1...65535).contains(number)
            else { throw failure("the port must be a number from 1 to 65535") }
            port = number
        }
        self.init(scheme: scheme, host: String(host), port: port)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

extension LDAPURL: CustomStringConvertible {
    /// The port is always written, so that a message says where it went.
    public var description: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

/// Why a text is not the URL of a directory server.
public struct LDAPURLFailure: Error, Sendable, CustomStringConvertible {
    public let text: String
    public let reason: String

    public var description: String { "“\(text)” is not an LDAP URL: \(reason)" }
}
