// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// What an enabled mailbox lacks of what it had before it was disabled, and how it gets it back. Pure.
struct Restoration: Hashable, Sendable {
    var guid: ObjectGUID?
    var label: String
    var entity: EntityID
    var snapshot: MailboxSnapshot
    /// All addresses that the mailbox has now, the primary one included.
    var addresses: Set<EmailAddress>
    var quota: Int
    var permissions: [EntityID: Set<PermissionType>]
    /// Those of the snapshot's grantees who are still there, with what they are called.
    var grantees: [EntityID: String]
    /// Who has one of the snapshot's addresses now.
    var owners: [EmailAddress: AddressOwner]
    var verifiedDomains: Set<String>

    /// The changes, and what cannot be given back any more, each as a clause.
    func plan(_ ownership: OwnershipTable) -> (changes: [Change], lost: [String]) {
        var changes: [Change] = []
        var lost: [String] = []
        func add(_ operation: Change.Operation) {
            changes.append(
                Change(
                    guid: guid, label: label, entity: entity, operation: operation,
                    reason: "as it was before the mailbox was disabled", actor: "sync"))
        }
        if ownership[.aliases].isOurs {
            for text in [snapshot.primary].compactMap(\.self) + snapshot.aliases {
                guard let address = try? EmailAddress(text), !addresses.contains(address),
                    guid.map(address.isTemporary(for:)) != true
                else { continue }
                if let owner = owners[address] {
                    lost.append("\(address) belongs to \(owner.type.lowercased()) \(owner.name) now")
                } else if !verifiedDomains.contains(address.domain) {
                    lost.append("\(address) is in a domain that is not verified any more")
                } else {
                    add(.createAlias(address))
                }
            }
        }
        if ownership[.quota].isOurs, let wanted = snapshot.quota, wanted != quota {
            add(.updateQuota(from: quota, to: wanted))
        }
        if ownership[.permissions].isOurs {
            for permission in snapshot.permissions {
                let id = EntityID(permission.grantee)
                let now = permissions[id] ?? []
                let wanted = now.union(permission.values.map(PermissionType.init(rawValue:)))
                guard wanted != now else { continue }
                if let name = grantees[id] {
                    add(.putPermissions(grantee: .init(id: id, name: name), from: now, to: wanted))
                } else {
                    lost.append("\(permission.name ?? permission.grantee), who had rights on the mailbox, is gone")
                }
            }
        }
        return (changes, lost)
    }

    /// Looks at what a mailbox has now.
    /// - Returns: `nil` when there is nothing to compare: the mailbox is not enabled, was not disabled at all, or is a new
    ///   one.
    static func gather(
        _ snapshot: MailboxSnapshot, of user: MailUser, guid: ObjectGUID?, label: String,
        _ organization: any MailOrganization
    ) async throws -> Restoration? {
        guard user.state == .enabled else { return nil }
        if let then = snapshot.enabledSince, then == user.enabledDate { return nil }
        // Past its 30 days the mailbox is a new, empty one, and nobody's rights on the old one count for it.
        if let enabled = user.enabledDate, snapshot.keptUntil <= enabled { return nil }
        var owners: [EmailAddress: AddressOwner] = [:]
        for text in [snapshot.primary].compactMap(\.self) + snapshot.aliases {
            guard let address = try? EmailAddress(text) else { continue }
            if let owner = try await organization.describeEntity(address), owner.id != user.id {
                owners[address] = owner
            }
        }
        let domains = try await organization.mailDomains()
        let permissions = try await organization.listMailboxPermissions(user.id)
        let former = snapshot.permissions.map { permission in
            MailboxPermission(
                grantee: EntityID(permission.grantee), granteeType: permission.isGroup ? .group : .user,
                values: Set(permission.values.map(PermissionType.init(rawValue:))))
        }
        return Restoration(
            guid: guid, label: label, entity: user.id, snapshot: snapshot,
            addresses: Set(try await organization.listAliases(user.id)).union([user.email].compactMap(\.self)),
            quota: try await organization.mailboxDetails(user.id).quotaMegabytes,
            permissions: Dictionary(permissions.map { ($0.grantee, $0.values) }, uniquingKeysWith: { $0.union($1) }),
            grantees: try await GranteeNames.of(former, in: organization), owners: owners,
            verifiedDomains: Set(domains.filter(\.isVerified).map(\.name)))
    }
}
