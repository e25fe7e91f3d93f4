// SPDX-License-Identifier: Apache-2.0
public import WorkMail

/// Making or deleting a group of a WorkMail directory.
public enum GroupEdit: Hashable, Sendable {
    case create(String)
    case delete(String)

    public var name: String {
        switch self {
        case .create(let name), .delete(let name): name
        }
    }

    /// The API operation's name.
    public var operation: String {
        switch self {
        case .create: "CreateGroup"
        case .delete: "DeleteGroup"
        }
    }
}

extension SyncRun {
    /// Why it cannot be done, as a clause about the name; `nil` when it can.
    public func problem(with edit: GroupEdit) async throws -> String? {
        let group = try await group(named: edit.name)
        switch edit {
        case .create(let name):
            if let group { return "is a group already (\(group.id), \(group.state))" }
            // `GroupName` of the API.
            guard (1...256).contains(name.unicodeScalars.count),
                name.unicodeScalars.allSatisfy({ (0x20...0xFF).contains($0.value) })
            else { return "cannot be a group's name: it takes 1 to 256 characters of Latin-1" }
            if ReservedName.contains(name) { return "is a name that the directory keeps for itself" }
            let owner = try await parts.organization.users(named: name).first
            return owner.map { "is the name of a user already (\($0.id), \($0.state))" }
        case .delete: return group == nil ? "is no group of the organization" : nil
        }
    }

    /// Does it, with an intent before and an outcome after.
    /// - Returns: the group's id.
    public func carryOut(_ edit: GroupEdit, by administrator: String, reason: String) async throws -> EntityID {
        let group = try await group(named: edit.name)
        let intent = JournalRecord(
            at: parts.clock(), event: .intent, guid: nil, label: edit.name, entity: group?.id,
            operation: edit.operation, newValue: edit.name, reason: reason, actor: administrator)
        let id = try await recorded(intent) {
            switch edit {
            case .create(let name): return try await parts.organization.createGroup(name: name)
            case .delete(let name):
                guard let group else {
                    throw MailOrganizationError(
                        .entityNotFound, operation: edit.operation, message: "there is no group \(name)")
                }
                try await parts.organization.deleteGroup(group.id)
                return group.id
            }
        }
        guard let id else {
            throw MailOrganizationError(.entityNotFound, operation: edit.operation, message: "it got no id")
        }
        return id
    }

    private func group(named name: String) async throws -> MailGroup? {
        try await parts.organization.listGroups().first {
            $0.state != .deleted && ($0.name.lowercased() == name.lowercased() || $0.id.value == name)
        }
    }
}
