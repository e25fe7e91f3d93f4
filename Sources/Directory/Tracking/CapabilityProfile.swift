// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import LDAP

/// What was found about a domain controller and about what the account may do there: how changes are told, and what would
/// allow a cheaper or surer way. Found at every full read, and kept.
public struct CapabilityProfile: Hashable, Sendable, Codable {
    public var foundAt: Date
    public var server: String
    public var domain: String
    /// For example `Samba Team (https://www.samba.org) 4.17.12-Debian`; Active Directory gives none.
    public var product: String
    public var method: TrackingMethod
    /// Why not a cheaper one; `nil` for the cheapest.
    public var reason: String?
    /// How DirSync is asked. With the right “Replicating Directory Changes” it could be asked for all, which is done only
    /// where that is the way to see what was deleted.
    public var flags: DirSyncFlags
    public var tombstones: TombstoneVisibility
    /// The account that is used, where it could be found.
    public var accountSID: String?
    public var account: String

    public init(
        foundAt: Date, server: String, domain: String, product: String, method: TrackingMethod, reason: String? = nil,
        flags: DirSyncFlags = .objectSecurity, tombstones: TombstoneVisibility, accountSID: String? = nil,
        account: String
    ) {
        self.foundAt = foundAt
        self.server = server
        self.domain = domain
        self.product = product
        self.method = method
        self.reason = reason
        self.flags = flags
        self.tombstones = tombstones
        self.accountSID = accountSID
        self.account = account
    }

    public var isSamba: Bool { product.hasPrefix("Samba") }
}

/// Whether deleted objects can be seen. A server that hides them does so without an error, so only one that was seen proves
/// it.
public enum TombstoneVisibility: Hashable, Sendable, Codable {
    case visible(evidence: String)
    case hidden(evidence: String)
    /// Only their names, and no change tells of them: whoever is looked for is found to be deleted, and nobody else.
    case named(evidence: String)
    case unknown(evidence: String)

    public var areProvedVisible: Bool { if case .visible = self { true } else { false } }

    public var evidence: String {
        switch self {
        case .visible(let evidence), .hidden(let evidence), .named(let evidence), .unknown(let evidence): evidence
        }
    }

    public var word: String {
        switch self {
        case .visible: "visible"
        case .hidden: "hidden"
        case .named: "seen by name"
        case .unknown: "unknown"
        }
    }
}
