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
        let own = try await accountEntry(account, attributes: ["objectSid"])
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
                if try await !showsNumbersOfOthers() {
                    obstacles.append("the account may not read uSNChanged of everybody it sees")
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
        // See `LDAPEntry.isTombstone`. No change tells of such a deletion, and the first one may come at any time.
        if server.isSamba, try await !upToDateVector().cursors.isEmpty {
            return .named(evidence: "Samba shows no more of what was deleted on another domain controller")
        }
        if let knownDeleted, try await secondLook(at: knownDeleted) == .tombstone {
            return .visible(evidence: "the tombstone of somebody deleted before is seen")
        }
        let pages = connection.pages(
            base: .text(entry.dn), scope: .oneLevel, filter: .equal("isDeleted", "TRUE"), attributes: ["isDeleted"],
            pageSize: 1, controls: [.showDeleted])
        for try await page in pages {
            guard let tombstone = page.entries.first else { continue }
            return tombstone.contains("isDeleted")
                ? .visible(evidence: "a tombstone is seen")
                : .named(evidence: "there is a tombstone of which only the name is seen")
        }
        return .unknown(evidence: "CN=Deleted Objects can be read, and nothing is in it that would prove more")
    }

    private static func list(_ obstacles: [String]) -> String? {
        obstacles.isEmpty ? nil : obstacles.joined(separator: "; ")
    }
}

/// LDAP_SERVER_DIRSYNC_OID in `supportedControl`.
private let dirSyncOID = "1.2.840.113556.1.4.841"
