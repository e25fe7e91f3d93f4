// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Users and groups on their way into an empty organization; what would break one of its rules is refused.
struct RestoreTransaction {
    static let operation = "Restore"

    let db: Database
    let kind: EmbeddedSettings.DirectoryKind
    /// The names of the mail domains, verified or not: an address in one that was verified once is taken.
    let domains: Set<String>

    func insert(_ user: RestoredUser) throws {
        let (told, profile) = (user.details.user, user.details.profile)
        let who = "user \(told.name) (\(told.id))"
        var source = try source(user.source, of: who)
        try checkID(told.id, of: who)
        try profile.check(for: Self.operation)
        let isKept =
            told.state == .disabled && user.details.mailboxProvisionedDate != nil
            && user.details.mailboxDeprovisionedDate == nil
        let expiry = isKept ? expiry(of: told.disabledDate.map(StoredDate.init)) : nil
        let state = try state(told.state, isKept: expiry != nil, &source, of: who)
        if source == .own, state != .deleted { try NameSpace.requireUnowned(told.name, for: Self.operation, in: db) }
        try db.execute(
            sql: """
                INSERT INTO user (id, name, displayName, record, state, source, enabledAt, disabledAt,
                    mailboxProvisionedAt, mailboxDeprovisionedAt, mailboxExpiresAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                told.id.value, told.name, profile.displayName,
                UserRecord.bytes(name: told.name, role: told.role, profile: profile), state.rawValue, source.rawValue,
                told.enabledDate.map(StoredDate.init), told.disabledDate.map(StoredDate.init),
                user.details.mailboxProvisionedDate.map(StoredDate.init),
                user.details.mailboxDeprovisionedDate.map(StoredDate.init), expiry,
            ])
        let member = try Member.of(told.id, for: Self.operation, in: db)
        try insertAddresses(told.email, user.aliases, of: member)
        guard member.hasMailbox else { return }
        if let quota = user.quotaMegabytes {
            try MailboxTable.checkQuota(quota, for: Self.operation)
            try MailboxTable.setQuota(quota, of: member.id, in: db)
        }
        for override in user.overrides {
            try EmbeddedOrganization.check(
                override.deviceID, override.effect, override.description, for: Self.operation)
            try OverrideTable.restore(override, of: member.id, in: db)
        }
    }

    func insert(_ group: RestoredGroup) throws {
        let told = group.group
        let who = "group \(told.name) (\(told.id))"
        var source = try source(group.source, of: who)
        try checkID(told.id, of: who)
        let isKept = told.state == .disabled && (told.email != nil || !group.aliases.isEmpty)
        let expiry = isKept ? expiry(of: told.disabledDate.map(StoredDate.init)) : nil
        let state = try state(told.state, isKept: expiry != nil, &source, of: who)
        if source == .own, state != .deleted { try NameSpace.requireUnowned(told.name, for: Self.operation, in: db) }
        try db.execute(
            sql: """
                INSERT INTO mailGroup (id, name, state, source, isHidden, enabledAt, disabledAt, addressesExpireAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                told.id.value, StoredText(told.name), state.rawValue, source.rawValue,
                told.hiddenFromGlobalAddressList ?? false, told.enabledDate.map(StoredDate.init),
                told.disabledDate.map(StoredDate.init), expiry,
            ])
        try insertAddresses(told.email, group.aliases, of: Member.of(told.id, for: Self.operation, in: db))
    }

    func insertPermissions(of user: RestoredUser) throws {
        let member = try Member.of(user.details.user.id, for: Self.operation, in: db)
        guard member.hasMailbox else { return }
        for permission in user.permissions {
            let grantee = try Member.of(permission.grantee, for: Self.operation, in: db)
            guard grantee.state != .deleted else { continue }
            try EmbeddedOrganization.put(permission.values, to: grantee, on: member.id, for: Self.operation, in: db)
        }
    }

    /// A directory may name members that nobody knows yet, and put groups into each other in a circle.
    func insertMembers(of group: RestoredGroup) throws {
        let row = try GroupRow.of(group.group.id, for: Self.operation, in: db)
        if kind == .directoryBacked {
            let members = Set(group.members.filter(EmbeddedOrganization.isDirectoryID))
            return try GroupMemberTable.replace(with: members, of: row.id, in: db)
        }
        guard row.state != .deleted else { return }
        for id in group.members {
            let member = try Member.of(id, for: Self.operation, in: db)
            guard member.state != .deleted else { continue }
            try EmbeddedOrganization.put(member, into: row, for: Self.operation, in: db)
        }
    }

    /// Addresses of one that is DISABLED are former ones.
    private func insertAddresses(_ primary: EmailAddress?, _ aliases: [EmailAddress], of member: Member) throws {
        let others = Set(aliases).subtracting(primary.map { [$0] } ?? []).sorted()
        for email in (primary.map { [$0] } ?? []) + others where member.state != .deleted {
            let isPrimary = email == primary
            if member.state == .enabled {
                guard domains.contains(email.domain) else {
                    throw MailOrganizationError(
                        .mailDomainNotFound, operation: Self.operation,
                        message: "the organization has no mail domain \(email.domain) for \(email) of \(member)")
                }
                try AddressTable.requireFree(email, for: member.id, Self.operation, in: db)
                if !isPrimary { try AddressTable.requireRoomForAlias(of: member, Self.operation, in: db) }
                try AddressTable.insert(email, of: member, isPrimary: isPrimary, in: db)
            } else if member.keptUntil != nil {
                try FormerAddressTable.insert(email, of: member, isPrimary: isPrimary, in: db)
            }
        }
        guard member.state != .enabled || primary != nil else {
            throw refusal("\(member) is ENABLED and has no primary address")
        }
    }

    private func source(_ source: RestoredSource, of who: String) throws -> UserRow.Source {
        guard (source == .organization) == (kind == .workMail) else {
            throw refusal(
                "\(who) comes from \(source == .organization ? "the organization itself" : "a directory"), and users and "
                    + "groups of this organization do not")
        }
        return switch source {
        case .organization: .own
        case .directory: .held
        case .lostByDirectory: .lost
        }
    }

    /// The state that fits the source: one that the directory has lost is there for what is kept, and one that it
    /// has is never DELETED, so that it comes back when the directory tells it.
    private func state(
        _ state: EntityState, isKept: Bool, _ source: inout UserRow.Source, of who: String
    ) throws -> EntityState {
        switch state {
        case .enabled: return state
        case .disabled: return source == .lost && !isKept ? .deleted : state
        case .deleted:
            if source == .held { source = .lost }
            return state
        default: throw refusal("\(who) is \(state), which is no state")
        }
    }

    /// One that is past is due at the next access, like any other.
    private func expiry(of disabled: StoredDate?) -> StoredDate? {
        disabled.map(MailboxRetention.expiry(ofMailboxDisabledAt:))
    }

    private func checkID(_ id: EntityID, of who: String) throws {
        guard EmbeddedOrganization.isDirectoryID(id) else {
            throw refusal("the id of \(who) is none: it must have 12 to 256 characters")
        }
        guard try UserRow.find(id, in: db) == nil, try GroupRow.find(id, in: db) == nil else {
            throw refusal("the id of \(who) is there twice")
        }
    }

    private func refusal(_ message: String) -> MailOrganizationError {
        MailOrganizationError(.invalidParameter, operation: Self.operation, message: message)
    }
}
