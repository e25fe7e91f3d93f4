// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// Finds out which password settings object is in force for a user, if any.
///
/// The server's own `msDS-ResultantPSO` says it. Where it says nothing, there is none, or the server does not compute it,
/// or it may not be read; so what there is of settings objects is looked at.
struct SettingsInForce {
    enum Answer: Hashable {
        case domain
        case settings(dn: String)
        case unknown(reason: String)
    }

    let connection: LDAPConnection
    let domain: DN
    let server: DirectoryServer

    private var algorithm: DirectoryAlgorithm { DirectoryAlgorithm(vendorName: server.vendorName) }

    func find(for user: PolicyUser) async throws -> Answer {
        if let dn = user.resultantSettings { return .settings(dn: dn) }
        guard user.mayHaveSettings, try await hasSettings() else { return .domain }
        return try await resolve(for: user)
    }

    /// By the settings objects themselves and the user's groups.
    func resolve(for user: PolicyUser) async throws -> Answer {
        var settings: [PasswordSettings] = []
        for entry in try await settingsEntries() {
            guard let one = PasswordSettings(entry: entry) else {
                return .unknown(
                    reason: "there is a password settings object \(entry.dn) that this account may not read")
            }
            settings.append(one)
        }
        if settings.isEmpty {
            guard let direct = user.directSettings.first else { return .domain }
            return .unknown(
                reason: "the user has the password settings object \(direct), which this account may not read")
        }
        guard let dn = try? DN(parsing: user.dn) else {
            return .unknown(reason: "the user's DN “\(user.dn)” is none")
        }
        let groups = try await AccountGroups(connection: connection, domain: domain, algorithm: algorithm).groups(
            of: user)
        let isDirect = settings.contains { $0.appliesTo.contains(dn) }
        if !isDirect, let group = groups.unread.first(where: { dn in settings.contains { $0.appliesTo.contains(dn) } })
        {
            return .unknown(
                reason: "a password settings object is for the group \(group), which this account may not read")
        }
        return PasswordSettings.inForce(among: settings, user: dn, groups: groups.read)
            .map { .settings(dn: $0.dn) } ?? .domain
    }

    /// Since Samba 4.9, and since the domain functional level of Windows Server 2008, which is 3 ([MS-ADTS] 6.1.4.2). One
    /// that the server does not tell is high enough.
    private func hasSettings() async throws -> Bool {
        if algorithm == .samba, let version = server.vendorVersion {
            let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
            if numbers.lexicographicallyPrecedes([4, 9]) { return false }
        }
        let root = try await connection.rootDSE(attributes: ["domainFunctionality"])
        return root.string("domainFunctionality").flatMap { Int($0) }.map { $0 >= 3 } ?? true
    }

    private func settingsEntries() async throws -> [LDAPEntry] {
        do {
            return try await connection.search(
                base: .text("CN=Password Settings Container,CN=System,\(domain)"), scope: .oneLevel,
                filter: .equal("objectClass", "msDS-PasswordSettings"), attributes: PasswordSettings.attributes)
        } catch LDAPResultCode.noSuchObject {
            return []
        } catch LDAPResultCode.insufficientAccessRights {
            return []
        }
    }
}
