// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Whoever a permission can be given to: a user or a group.
struct Member: CustomStringConvertible {
    var id: EntityID
    var name: String
    var type: MemberType
    var state: EntityState

    /// Such as `group sales (S-1-5-21-1-2-3-1104)`.
    var description: String { "\(type == .group ? "group" : "user") \(name) (\(id))" }

    /// The user or group with that id, in any state. Throws `entityNotFound`.
    static func of(_ id: EntityID, for operation: String, in db: Database) throws -> Member {
        if let user = try UserRow.find(id, in: db) {
            return Member(id: id, name: user.record.name, type: .user, state: user.state)
        }
        if let group = try GroupRow.find(id, in: db) {
            return Member(id: id, name: group.name, type: .group, state: group.state)
        }
        throw MailOrganizationError(
            .entityNotFound, operation: operation, message: "the organization has no user or group with the id \(id)")
    }
}
