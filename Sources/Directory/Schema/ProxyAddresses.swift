// SPDX-License-Identifier: Apache-2.0

/// `proxyAddresses`: `SMTP:` in capitals is the primary address, `smtp:` an alias; other schemes are not mail.
public struct ProxyAddresses: Hashable, Sendable {
    /// The one `SMTP:` address, if there is one.
    public let primary: String?
    /// The `smtp:` addresses without the primary, each once (compared without case), in the order of the values.
    public let aliases: [String]

    /// No address at all.
    static let none = ProxyAddresses()

    private init() {
        primary = nil
        aliases = []
    }

    /// - Throws: `ProxyAddressesFault` when there are two different primaries: nobody can say which is meant.
    public init(values: [String]) throws(ProxyAddressesFault) {
        var primary: String?
        var aliases: [String] = []
        var seen: Set<[UInt8]> = []
        for value in values {
            guard let colon = value.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let scheme = value[..<colon]
            let address = String(value[value.index(after: colon)...])
            guard scheme.lowercased() == "smtp", !address.isEmpty else { continue }
            if scheme == "SMTP" {
                if let other = primary, Self.key(other) != Self.key(address) {
                    throw .twoPrimaries(other, address)
                }
                primary = address
            } else if seen.insert(Self.key(address)).inserted {
                aliases.append(address)
            }
        }
        self.primary = primary
        self.aliases = aliases.filter { Self.key($0) != primary.map(Self.key) }
    }

    /// What addresses are compared by: without case, but byte for byte, since a composed and a decomposed accent are two
    /// addresses to every mail server.
    private static func key(_ address: String) -> [UInt8] { Array(address.lowercased().utf8) }
}

/// Why `proxyAddresses` cannot be read as one primary and its aliases.
public enum ProxyAddressesFault: Error, Hashable, Sendable {
    case twoPrimaries(String, String)
}
