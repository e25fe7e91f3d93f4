// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Who is in which group, directly. A member that nobody knows (yet), or that is DELETED, is not told.
enum GroupMemberTable {
    /// The members whose ids come after `last`, in the order of their ids.
    static func members(
        of group: EntityID, after last: EntityID, limit: Int, for operation: String, in db: Database
    ) throws -> [Member] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT m.memberID FROM groupMember m
                    LEFT JOIN user u ON u.id = m.memberID LEFT JOIN mailGroup g ON g.id = m.memberID
                    WHERE m.groupID = ? AND m.memberID > ? AND coalesce(u.state, g.state, 'DELETED') <> 'DELETED'
                    ORDER BY m.memberID LIMIT ?
                    """), arguments: [group.value, last.value, limit]
        ).map { try Member.of(EntityID($0), for: operation, in: db) }
    }

    /// All members, known or not, in the order of their ids.
    static func all(of group: EntityID, in db: Database) throws -> [EntityID] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT memberID FROM groupMember WHERE groupID = ? ORDER BY memberID"),
            arguments: [group.value]
        ).map(EntityID.init)
    }

    /// The groups, not DELETED, that somebody is in.
    static func groups(of member: EntityID, in db: Database) throws -> [GroupRow] {
        try GroupRow.fetchAll(
            db.cachedStatement(
                sql: """
                    \(GroupRow.columns)
                    WHERE g.id IN (SELECT groupID FROM groupMember WHERE memberID = ?) AND g.state <> 'DELETED'
                    ORDER BY g.id
                    """), arguments: [member.value])
    }

    /// Whether `inner` is `outer`, or is in it, or in a group that is, to any depth.
    static func holds(_ outer: EntityID, _ inner: EntityID, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                WITH RECURSIVE inside (id) AS (
                    VALUES (:outer) UNION SELECT m.memberID FROM groupMember m JOIN inside ON m.groupID = inside.id)
                SELECT EXISTS (SELECT 1 FROM inside WHERE id = :inner)
                """, arguments: ["outer": outer.value, "inner": inner.value]) ?? false
    }

    static func insert(_ member: EntityID, into group: EntityID, in db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO groupMember (groupID, memberID) VALUES (?, ?)")
            .execute(arguments: [group.value, member.value])
    }

    static func delete(_ member: EntityID, from group: EntityID, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM groupMember WHERE groupID = ? AND memberID = ?", arguments: [group.value, member.value])
    }

    /// A user or group that is DELETED for good has no members and is none.
    static func deleteAll(of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM groupMember WHERE groupID = :id OR memberID = :id", arguments: ["id": id.value])
    }

    /// Whether a group has these members, known or not, and no other.
    static func isSame(_ members: Set<EntityID>, of group: EntityID, in db: Database) throws -> Bool {
        let stored = try all(of: group, in: db)
        return stored.count == members.count && stored.allSatisfy(members.contains)
    }

    static func replace(with members: Set<EntityID>, of group: EntityID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM groupMember WHERE groupID = ?", arguments: [group.value])
        for member in members { try insert(member, into: group, in: db) }
    }
}
