// SPDX-License-Identifier: Apache-2.0
import GRDB

/// A user or a group: whoever has addresses, rights to a mailbox, and a place in a group.
struct Member: CustomStringConvertible {
    var id: EntityID
    var name: String
    var type: MemberType
    var state: EntityState
    var email: EmailAddress?
    var enabledAt: StoredDate?
    var disabledAt: StoredDate?
    /// While it is DISABLED: until when its former addresses, and a user's mailbox, are kept.
    var keptUntil: StoredDate?

    /// Such as `group sales (S-1-5-21-1-2-3-1104)`.
    var description: String { "\(type == .group ? "group" : "user") \(name) (\(id))" }

    /// Whether it is a user with a mailbox, in use or kept.
    var hasMailbox: Bool { type == .user && (state == .enabled || keptUntil != nil) }

    init(_ user: UserRow) {
        id = user.id
        name = user.record.name
        type = .user
        state = user.state
        email = user.email
        enabledAt = user.enabledAt
        disabledAt = user.disabledAt
        keptUntil = user.mailboxExpiresAt
    }

    init(_ group: GroupRow) {
        id = group.id
        name = group.name
        type = .group
        state = group.state
        email = group.email
        enabledAt = group.enabledAt
        disabledAt = group.disabledAt
        keptUntil = group.addressesExpireAt
    }

    /// The user or group with that id, in any state. Throws `entityNotFound`.
    static func of(_ id: EntityID, for operation: String, in db: Database) throws -> Member {
        if let user = try UserRow.find(id, in: db) { return Member(user) }
        if let group = try GroupRow.find(id, in: db) { return Member(group) }
        throw MailOrganizationError(
            .entityNotFound, operation: operation, message: "the organization has no user or group with the id \(id)")
    }

    /// The same, but not when DELETED; throws `entityState` then.
    static func undeleted(_ id: EntityID, for operation: String, in db: Database) throws -> Member {
        let member = try of(id, for: operation, in: db)
        guard member.state != .deleted else {
            throw MailOrganizationError(.entityState, operation: operation, message: "\(member) is DELETED")
        }
        return member
    }

    /// The same, but only when ENABLED; else throws `entityState`, since addresses belong to an enabled one.
    static func enabled(_ id: EntityID, for operation: String, in db: Database) throws -> Member {
        let member = try of(id, for: operation, in: db)
        guard member.state == .enabled else {
            throw MailOrganizationError(
                .entityState, operation: operation, message: "\(member) is \(member.state); this needs an ENABLED one")
        }
        return member
    }
}
