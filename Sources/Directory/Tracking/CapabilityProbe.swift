// SPDX-License-Identifier: Apache-2.0
public import Foundation
import LDAP

extension ActiveDirectory {
    /// Finds out by trying how changes can be told here, and takes the first cursor on the way.
    /// - Parameters:
    ///   - preferred: a way that an administrator insists on; otherwise the cheapest that works.
    ///   - knownDeleted: somebody who was seen as deleted before: a tombstone that has to be there.
    public func capabilities(
        preferring preferred: TrackingMethod? = nil, knownDeleted: ObjectGUID? = nil, as account: String, at now: Date
    ) async throws -> (profile: CapabilityProfile, cursor: DirectoryCursor?) {
        let own = try await ownEntry(account)
        var profile = CapabilityProfile(
            foundAt: now, server: server.dnsHostName ?? server.serviceName ?? "", domain: server.domainDN,
            product: server.vendorName.map { "\($0) \(server.vendorVersion ?? "")" } ?? "Active Directory",
            method: .fullRead, tombstones: try await tombstones(knownDeleted: knownDeleted),
            accountSID: own.flatMap { ObjectSID(bytes: $0.first("objectSid") ?? []) }?.description, account: account)
        var obstacles: [String] = []
        for method in preferred.map({ [$0] }) ?? TrackingMethod.allCases {
            switch method {
            case .dirSync:
                if let cursor = try await dirSyncCursor(&profile, &obstacles) {
                    profile.method = .dirSync
                    return (profile, cursor)
                }
            case .usn:
                if own?.contains("uSNChanged") == false {
                    obstacles.append("the account may not read uSNChanged")
                } else if let cursor = try await cursor(by: .usn) {
                    profile.method = .usn
                    profile.reason = Self.list(preferred == nil ? obstacles : ["it was asked for"])
                    return (profile, cursor)
                } else {
                    obstacles.append("the server does not show its invocationId or highestCommittedUSN")
                }
            case .fullRead: if preferred == .fullRead { obstacles.append("it was asked for") }
            }
        }
        profile.reason = Self.list(obstacles)
        return (profile, nil)
    }

    /// Least privilege first: what the account may read anyway. For all it is asked only where deleted objects are hidden
    /// otherwise, and the server grants that or not.
    private func dirSyncCursor(
        _ profile: inout CapabilityProfile, _ obstacles: inout [String]
    ) async throws -> DirectoryCursor? {
        guard server.supportedControls.contains(dirSyncOID) else {
            obstacles.append("the server has no DirSync")
            return nil
        }
        do {
            if !profile.tombstones.areProvedVisible, !profile.isSamba {
                // Samba checks every right in either case (CVE-2023-4154), so there it would not show more.
                do {
                    if let cursor = try await cursor(by: .dirSync, flags: []) {
                        profile.flags = []
                        return cursor
                    }
                } catch is ChangesRefused {}
            }
            guard let cursor = try await cursor(by: .dirSync) else {
                obstacles.append("the server does not show its invocationId or highestCommittedUSN")
                return nil
            }
            return cursor
        } catch let refusal as ChangesRefused {
            obstacles.append("DirSync is refused (\(refusal.code))")
            return nil
        }
    }

    private func tombstones(knownDeleted: ObjectGUID?) async throws -> TombstoneVisibility {
        guard server.supportedControls.contains(LDAPControl.showDeleted.oid) else {
            return .hidden(evidence: "the server has no control for showing them")
        }
        // By its well-known GUID ([MS-ADTS] 6.1.1.4), whatever it is called here.
        let container = SearchBase.text("<WKGUID=18E2EA80684F11D2B9AA00C04F79F805,\(domain)>")
        guard
            let entry = try await connection.read(container, attributes: ["objectClass"], controls: [.showDeleted]),
            entry.contains("objectClass")
        else { return .hidden(evidence: "CN=Deleted Objects may not be read") }
        let pages = connection.pages(
            base: .text(entry.dn), scope: .oneLevel, filter: .equal("isDeleted", "TRUE"), attributes: ["isDeleted"],
            pageSize: pageSize, controls: [.showDeleted])
        var isAnySeen = false
        for try await page in pages where !page.entries.isEmpty {
            // As on Samba that got it by replication (`LDAPEntry.isTombstone`): of such a deletion no change tells.
            guard page.entries.allSatisfy({ $0.contains("isDeleted") }) else {
                return .named(evidence: "there is a tombstone of which only the name is seen")
            }
            isAnySeen = true
        }
        if server.vendorName?.hasPrefix("Samba") == true, try await !upToDateVector().cursors.isEmpty {
            return .named(evidence: "Samba shows no more of what was deleted on another domain controller")
        }
        if let knownDeleted, try await secondLook(at: knownDeleted) == .tombstone {
            return .visible(evidence: "the tombstone of somebody deleted before is seen")
        }
        if isAnySeen { return .visible(evidence: "a tombstone is seen") }
        return .unknown(evidence: "CN=Deleted Objects can be read, and nothing is in it that would prove more")
    }

    /// The account's own entry, of which every account may read this.
    private func ownEntry(_ account: String) async throws -> LDAPEntry? {
        let attributes = ["objectSid", "uSNChanged"]
        if let dn = try? DN(parsing: account) { return try await connection.read(.dn(dn), attributes: attributes) }
        let name = account.split(separator: "\\").last.map(String.init) ?? account
        return try await connection.search(
            base: .dn(domain), scope: .subtree,
            filter: .and([
                .equal("objectClass", "user"),
                .or([
                    .equal("userPrincipalName", account), .equal("sAMAccountName", name),
                    .equal("sAMAccountName", String(name.prefix { $0 != "@" })),
                ]),
            ]), attributes: attributes
        ).first
    }

    private static func list(_ obstacles: [String]) -> String? {
        obstacles.isEmpty ? nil : obstacles.joined(separator: "; ")
    }
}

/// LDAP_SERVER_DIRSYNC_OID in `supportedControl`.
private let dirSyncOID = "1.2.840.113556.1.4.841"
