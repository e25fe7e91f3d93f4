// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// Enabling an ENABLED user or group is refused whatever the address. Of users only those with the role USER can have
    /// a mailbox. Within 30 days of the disable the mailbox comes back (its provisioning date with it), and as aliases
    /// those of the former addresses, the former primary one included, that nobody has taken since; after that
    /// the mailbox is a new one. A group has no mailbox, and its addresses come back in the same way.
    public func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws {
        let operation = "RegisterToWorkMail"
        let userLimit = settings.userLimit
        try await write { db, now in
            let member = try Member.of(id, for: operation, in: db)
            switch member.state {
            case .disabled: break
            case .enabled:
                throw MailOrganizationError(
                    .entityAlreadyRegistered, operation: operation,
                    message: "\(member) is enabled already, as \(member.email?.text ?? "?")")
            default:
                throw MailOrganizationError(.entityState, operation: operation, message: "\(member) is DELETED")
            }
            if member.type == .user { try Self.requireMailbox(for: member, limit: userLimit, operation, in: db) }
            try DomainTable.requireVerified(email.domain, for: operation, in: db)
            try AddressTable.requireFree(email, for: id, operation, in: db)
            try AddressTable.insert(email, of: member, isPrimary: true, in: db)
            if member.keptUntil != nil { try FormerAddressTable.restore(of: member, in: db) }
            let enable =
                member.type == .group
                ? "UPDATE mailGroup SET state = 'ENABLED', enabledAt = :now, disabledAt = NULL, addressesExpireAt = NULL"
                : """
                UPDATE user SET state = 'ENABLED', enabledAt = :now, disabledAt = NULL,
                    mailboxProvisionedAt = iif(mailboxExpiresAt IS NULL, :now, mailboxProvisionedAt),
                    mailboxDeprovisionedAt = NULL, mailboxExpiresAt = NULL
                """
            try db.execute(sql: "\(enable) WHERE id = :id", arguments: ["now": now, "id": id.value])
        }
    }

    /// The addresses come off at once and are anybody's; they are remembered, not reserved, so that re-enabling gives
    /// back those still free. Quota, permissions, devices and overrides stay with the mailbox (see
    /// `EmbeddedSettings.keepsSettingsOfDisabled`). One that is DISABLED reports no address: what it had may be somebody
    /// else's by now.
    public func deregisterFromWorkMail(_ id: EntityID) async throws {
        let operation = "DeregisterFromWorkMail"
        let keepsSettings = settings.keepsSettingsOfDisabled
        try await write { db, now in
            let member = try Member.enabled(id, for: operation, in: db)
            try FormerAddressTable.takeAll(of: member, in: db)
            if !keepsSettings { try FormerAddressTable.forget(of: member, in: db) }
            if !keepsSettings, member.type == .user {
                try MailboxTable.setQuota(nil, of: member.id, in: db)
                try PermissionTable.deleteAll(on: member.id, in: db)
            }
            let disable =
                member.type == .group
                ? "UPDATE mailGroup SET state = 'DISABLED', disabledAt = ?, addressesExpireAt = ?"
                : "UPDATE user SET state = 'DISABLED', disabledAt = ?, mailboxExpiresAt = ?"
            try db.execute(
                sql: "\(disable) WHERE id = ?",
                arguments: [now, MailboxRetention.expiry(ofMailboxDisabledAt: now), id.value])
        }
    }

    /// Throws unless the user may have a mailbox, and the organization one more.
    private static func requireMailbox(
        for member: Member, limit: Int?, _ operation: String, in db: Database
    ) throws {
        let role = try UserRow.of(member.id, for: operation, in: db).record.role
        guard role == .user else {
            throw MailOrganizationError(
                .entityState, operation: operation, message: "\(member) has the role \(role), not USER")
        }
        guard let limit else { return }
        let enabled = try Int.fetchOne(db, sql: "SELECT count(*) FROM user WHERE state = 'ENABLED'") ?? 0
        guard enabled < limit else {
            throw MailOrganizationError(
                .limitExceeded, operation: operation,
                message: "\(enabled) users are enabled; the organization takes \(limit)")
        }
    }
}
