// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// Finds out which password settings object is in force for a user, if any.
///
/// The server's own `msDS-ResultantPSO` says it. Where it says nothing, there is none, or this account may not read it: the
/// user's access list tells which. In the second case what there is of settings objects is looked at, and that none can be
/// seen proves nothing, since a server hides them without an error.
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
        guard try await isContainerVisible() else {
            return .unknown(
                reason: "\(container) is hidden from this account, and with it what may be in force instead of the "
                    + "domain's policy: it needs the right to list the contents of CN=System,\(domain)")
        }
        guard user.directSettings.isEmpty, try await mayReadResultantSettings(of: user) else {
            return try await resolve(for: user)
        }
        return .domain
    }

    /// By the settings objects themselves and the user's groups.
    func resolve(for user: PolicyUser) async throws -> Answer {
        guard let entries = try await settingsEntries() else {
            return .unknown(reason: "this account may not list the contents of \(container)")
        }
        var settings: [PasswordSettings] = []
        for entry in entries {
            guard let one = PasswordSettings(entry: entry) else {
                return .unknown(
                    reason: "there is a password settings object \(entry.dn) that this account may not read")
            }
            settings.append(one)
        }
        if settings.isEmpty {
            if let direct = user.directSettings.first {
                return .unknown(
                    reason: "the user has the password settings object \(direct), which this account may not read")
            }
            return .unknown(
                reason: "whether a password settings object is in force for \(user.dn) cannot be seen: this account "
                    + "needs the right to read its msDS-ResultantPSO, or to list and read \(container)")
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

    private var container: String { "CN=Password Settings Container,CN=System,\(domain)" }

    /// `nil` when they may not be listed. One that may only be listed comes without attributes, its class included.
    private func settingsEntries() async throws -> [LDAPEntry]? {
        do {
            return try await connection.search(
                base: .text(container), scope: .oneLevel, filter: .present("objectClass"),
                attributes: PasswordSettings.attributes)
        } catch LDAPResultCode.noSuchObject {
            return nil
        } catch LDAPResultCode.insufficientAccessRights {
            return nil
        }
    }

    /// Every account sees the container by default, though not what is in it.
    private func isContainerVisible() async throws -> Bool {
        do {
            return try await connection.read(.text(container), attributes: ["objectGUID"]) != nil
        } catch LDAPResultCode.insufficientAccessRights {
            return false
        }
    }

    /// Whether no `msDS-ResultantPSO` is a no: an attribute that may not be read is left out just like one that is not there.
    private func mayReadResultantSettings(of user: PolicyUser) async throws -> Bool {
        let tokens = try await connection.rootDSE(attributes: ["tokenGroups"])
        var identities = Set(tokens.values("tokenGroups").compactMap { ObjectSID(bytes: $0) })
        // PRINCIPAL_SELF, where the account asks about itself.
        if let sid = user.sid, identities.contains(sid) {
            identities.formUnion(ObjectSID(text: "S-1-5-10").map { [$0] } ?? [])
        }
        // The attribute's schemaIDGUID, which is the same in every forest.
        guard let attribute = ObjectGUID(text: "b77ea093-88d0-4780-9a98-911f8e8b1dca") else { return false }
        do {
            let entry = try await connection.read(
                .text(user.dn), attributes: ["nTSecurityDescriptor"], controls: [.onlyAccessList])
            let list = AccessList(descriptor: entry?.first("nTSecurityDescriptor") ?? [])
            return list?.allowsReading(attribute, as: identities) ?? false
        } catch LDAPResultCode.insufficientAccessRights {
            return false
        }
    }
}
