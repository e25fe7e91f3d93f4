// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// Puts the users and groups of another organization, or of a copy of this one, into an empty one: with their ids,
    /// states, dates, addresses, quota, permissions, overrides and members, and without passwords. One transaction: all
    /// of them, or none and the reason.
    ///
    /// What is told of a mailbox that is not there any more, of somebody DELETED, and of a DELETED grantee or member, is
    /// left out. Throws `organizationState` when there is a user or a group already, in any state; `invalidParameter` for
    /// an id that is none or is there twice, a source that the directory kind has not, an ENABLED entity without an
    /// address, and a group that is in itself; `nameAvailability`, `emailAddressInUse`, `mailDomainNotFound` and
    /// `limitExceeded` as the single operations do; `entityNotFound` for a permission or a membership of nobody.
    public func restore(users: [RestoredUser], groups: [RestoredGroup]) async throws {
        let kind = settings.directoryKind
        try await write { db, _ in
            try Self.requireEmpty(db)
            let restore = RestoreTransaction(db: db, kind: kind, domains: Set(try DomainTable.all(in: db).map(\.name)))
            // Who there is comes first: permissions and members name others.
            for user in users { try restore.insert(user) }
            for group in groups { try restore.insert(group) }
            for user in users { try restore.insertPermissions(of: user) }
            for group in groups { try restore.insertMembers(of: group) }
        }
    }

    private static func requireEmpty(_ db: Database) throws {
        let count =
            try Int.fetchOne(db, sql: "SELECT (SELECT count(*) FROM user) + (SELECT count(*) FROM mailGroup)") ?? 0
        guard count == 0 else {
            throw MailOrganizationError(
                .organizationState, operation: RestoreTransaction.operation,
                message: "the organization has \(count) users and groups already; restore into an empty one")
        }
    }
}
