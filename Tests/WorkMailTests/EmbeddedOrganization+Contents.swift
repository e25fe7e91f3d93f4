// SPDX-License-Identifier: Apache-2.0
import GRDB

@testable import WorkMail

extension EmbeddedOrganization {
    /// All users and groups of one moment, in the order of their ids, as `restore` puts them back: with what no operation
    /// of the service tells, which is where they come from, the former addresses of a DISABLED one, and members that
    /// nobody knows yet. Without passwords, devices and export jobs.
    func contents() async throws -> (users: [RestoredUser], groups: [RestoredGroup]) {
        try await read { db in
            let users = try UserRow.fetchAll(db, sql: "\(UserRow.columns) ORDER BY u.id")
            let groups = try GroupRow.fetchAll(db, sql: "\(GroupRow.columns) ORDER BY g.id")
            return (try users.map { try Self.restored($0, in: db) }, try groups.map { try Self.restored($0, in: db) })
        }
    }

    private static func restored(_ row: UserRow, in db: Database) throws -> RestoredUser {
        let member = Member(row)
        var user = RestoredUser(details: row.details, source: source(row.source))
        (user.details.user.email, user.aliases) = try addresses(of: member, in: db)
        guard member.hasMailbox else { return user }
        let quota = try MailboxTable.details(of: row.id, in: db).quotaMegabytes
        user.quotaMegabytes = quota == MailboxTable.defaultQuotaMegabytes ? nil : quota
        user.permissions = try PermissionTable.permissions(on: row.id, in: db)
        user.overrides = try OverrideTable.overrides(of: row.id, in: db)
        return user
    }

    private static func restored(_ row: GroupRow, in db: Database) throws -> RestoredGroup {
        var group = RestoredGroup(group: row.described, source: source(row.source))
        (group.group.email, group.aliases) = try addresses(of: Member(row), in: db)
        group.members = try GroupMemberTable.all(of: row.id, in: db)
        return group
    }

    /// The primary address and the others: those in use, or those that a DISABLED one had.
    private static func addresses(
        of member: Member, in db: Database
    ) throws -> (primary: EmailAddress?, others: [EmailAddress]) {
        guard member.state != .enabled else {
            return (member.email, try AddressTable.addresses(of: member, in: db).filter { $0 != member.email })
        }
        let former = try FormerAddressTable.addresses(of: member, in: db)
        return (former.first(where: \.isPrimary)?.email, former.filter { !$0.isPrimary }.map(\.email))
    }

    private static func source(_ source: UserRow.Source) -> RestoredSource {
        switch source {
        case .own: .organization
        case .held: .directory
        case .lost: .lostByDirectory
        }
    }
}
