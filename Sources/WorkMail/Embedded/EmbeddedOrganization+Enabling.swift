// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// Enabling an ENABLED user is refused whatever the address. Only the role USER can have a mailbox. Within 30 days
    /// of the disable the mailbox comes back (its provisioning date with it), and as aliases those of its former
    /// addresses, the former primary one included, that nobody has taken since; after that the mailbox is a new one.
    public func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws {
        let operation = "RegisterToWorkMail"
        try await write { db, now in
            let row = try UserRow.of(id, for: operation, in: db)
            let who = "user \(row.record.name) (\(id))"
            switch row.state {
            case .disabled: break
            case .enabled:
                throw MailOrganizationError(
                    .entityAlreadyRegistered, operation: operation,
                    message: "\(who) is enabled already, as \(row.email?.text ?? "?")")
            default: throw Self.isDeleted(row, operation)
            }
            guard row.record.role == .user else {
                throw MailOrganizationError(
                    .entityState, operation: operation, message: "\(who) has the role \(row.record.role), not USER")
            }
            try DomainTable.requireVerified(email.domain, for: operation, in: db)
            try AddressTable.requireFree(email, for: id, operation, in: db)
            try AddressTable.insert(email, of: id, isPrimary: true, in: db)
            if row.mailboxExpiresAt != nil {
                try AddressTable.restoreFormer(of: id, in: db)
            }
            try db.execute(
                sql: """
                    UPDATE user SET state = 'ENABLED', enabledAt = :now, disabledAt = NULL,
                        mailboxProvisionedAt = iif(mailboxExpiresAt IS NULL, :now, mailboxProvisionedAt),
                        mailboxDeprovisionedAt = NULL, mailboxExpiresAt = NULL
                    WHERE id = :id
                    """, arguments: ["now": now, "id": id.value])
        }
    }

    /// The addresses come off at once and are anybody's; they are remembered, not reserved, so that re-enabling gives
    /// back those still free. Quota, permissions, devices and overrides stay with the mailbox (see
    /// `EmbeddedSettings.keepsSettingsOfDisabled`). A DISABLED user reports no address: what it had may be somebody else's by now.
    public func deregisterFromWorkMail(_ id: EntityID) async throws {
        let operation = "DeregisterFromWorkMail"
        let keepsSettings = settings.keepsSettingsOfDisabled
        try await write { db, now in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try AddressTable.detachAll(of: row.id, in: db)
            if !keepsSettings {
                try AddressTable.forgetFormer(of: row.id, in: db)
                try MailboxTable.setQuota(nil, of: row.id, in: db)
                try PermissionTable.deleteAll(on: row.id, in: db)
            }
            try db.execute(
                sql: "UPDATE user SET state = 'DISABLED', disabledAt = ?, mailboxExpiresAt = ? WHERE id = ?",
                arguments: [now, MailboxRetention.expiry(ofMailboxDisabledAt: now), id.value])
        }
    }
}
