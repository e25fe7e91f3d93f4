// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Learns in which site we are, where that is to be learned.
    /// - Returns: whether it was.
    func learnSite(_ configuration: DirectoryConfiguration) async throws -> Bool {
        guard let domain = configuration.domainOfUnknownSite, let site = try await clientSite() else { return false }
        configuration.memory.change { $0.learned(site: site, in: domain) }
        return true
    }

    /// The site in which this machine's address is, as the domain controller sees it; `nil` when it does not say.
    ///
    /// The netlogon attribute of the root entry ([MS-ADTS] 6.3.3), which Active Directory and Samba answer over LDAP as over
    /// CLDAP. Asked on the connection that there is, so nobody on the way can send us elsewhere.
    func clientSite() async throws -> String? {
        let labels = server.domainDN.split(separator: ",").map { $0.drop { $0 != "=" }.dropFirst() }
        // NtVer: NETLOGON_NT_VERSION_5 and 5EX, little-endian ([MS-ADTS] 6.3.1.1).
        let filter = Filter.and([
            .equal("DnsDomain", labels.joined(separator: ".")), .equal("NtVer", [UInt8]([0x06, 0, 0, 0])),
        ])
        let entry = try? await connection.read(.rootDSE, attributes: ["netlogon"], filter: filter)
        return entry?.values("netlogon").first.flatMap { NetlogonAnswer($0)?.clientSite }
    }
}

/// NETLOGON_SAM_LOGON_RESPONSE_EX ([MS-ADTS] 6.3.1.9), as far as sites go.
struct NetlogonAnswer: Hashable, Sendable {
    var controllerSite: String
    /// `nil` when the client's address is in no subnet of any site.
    var clientSite: String?

    /// LOGON_SAM_LOGON_RESPONSE_EX.
    private static let opcode: [UInt8] = [23, 0]

    init?(_ bytes: [UInt8]) {
        // Opcode 2, padding 2, flags 4, the domain's GUID 16; then names, compressed as in DNS.
        guard bytes.count > 24, Array(bytes.prefix(2)) == Self.opcode else { return nil }
        var place = 24
        var names: [String] = []
        // Forest, domain, host name, NetBIOS domain and host, user, the two sites.
        for _ in 0..<8 {
            guard let name = DNSName(in: bytes, at: &place) else { return nil }
            names.append(name.text)
        }
        controllerSite = names[6]
        clientSite = names[7].isEmpty ? nil : names[7]
    }
}
