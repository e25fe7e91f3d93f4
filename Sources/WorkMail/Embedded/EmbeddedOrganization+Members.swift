// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    public func associateMember(group: EntityID, member: EntityID) async throws {
        let operation = "AssociateMemberToGroup"
        try requireOwnMembers(for: operation)
        try await write { db, _ in
            let row = try GroupRow.undeleted(group, for: operation, in: db)
            try Self.put(Member.undeleted(member, for: operation, in: db), into: row, for: operation, in: db)
        }
    }

    /// Throws `invalidParameter` when the group would come to be in itself.
    static func put(_ member: Member, into row: GroupRow, for operation: String, in db: Database) throws {
        guard try !GroupMemberTable.holds(member.id, row.id, in: db) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "with \(member) in it, group \(row.name) (\(row.id)) would be in itself")
        }
        try GroupMemberTable.insert(member.id, into: row.id, in: db)
    }

    public func disassociateMember(group: EntityID, member: EntityID) async throws {
        let operation = "DisassociateMemberFromGroup"
        try requireOwnMembers(for: operation)
        try await write { db, _ in
            let row = try GroupRow.undeleted(group, for: operation, in: db)
            let member = try Member.undeleted(member, for: operation, in: db)
            try GroupMemberTable.delete(member.id, from: row.id, in: db)
        }
    }

    public func listGroupMembers(
        _ group: EntityID, limit: Int, after token: String?
    ) async throws -> Page<GroupMember> {
        let operation = "ListGroupMembers"
        let request = try ListingRequest(operation, of: organizationID, [group.value], limit: limit, after: token)
        let last = request.lastID
        let members = try await read { db in
            let row = try GroupRow.undeleted(group, for: operation, in: db)
            return try GroupMemberTable.members(of: row.id, after: last, limit: limit + 1, for: operation, in: db).map {
                GroupMember(
                    id: $0.id, name: $0.name, type: $0.type, state: $0.state, enabledDate: $0.enabledAt?.date,
                    disabledDate: $0.disabledAt?.date)
            }
        }
        return request.page(of: members, id: \.id)
    }

    public func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup] {
        let operation = "ListGroupsForEntity"
        return try await read { db in
            let member = try Member.undeleted(id, for: operation, in: db)
            return try GroupMemberTable.groups(of: member.id, in: db).map(\.described)
        }
    }

    private func requireOwnMembers(for operation: String) throws {
        guard settings.directoryKind == .workMail else { throw Self.readOnlyGroup(operation) }
    }
}
