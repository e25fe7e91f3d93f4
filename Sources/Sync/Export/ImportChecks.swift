// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// What must hold among the records of an export.
struct ImportChecks {
    let groups: [ExportedGroup]
    let users: [ExportedUser]
    let people: [ExportedPerson]
    private(set) var problems: [String] = []
    private(set) var leftOut = 0
    private var kinds: [EntityID: MemberType] = [:]

    init(groups: [ExportedGroup], users: [ExportedUser], people: [ExportedPerson]) {
        self.groups = groups
        self.users = users
        self.people = people
        kinds.reserveCapacity(groups.count + users.count)
    }

    /// Ids, names among those not deleted, and objectGUIDs are there once, and all states and verdicts are known.
    mutating func identities(namesAreUnique: Bool) {
        // Bytes, and ASCII letters without case: as the organization compares names.
        var names: Set<[UInt8]> = []
        func isNew(_ name: String) -> Bool {
            names.insert(name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }).inserted
        }
        let all =
            groups.map { (EntityID($0.id), $0.name, $0.state, MemberType.group) }
            + users.map { (EntityID($0.id), $0.name, $0.state, MemberType.user) }
        for (id, name, state, type) in all {
            if kinds.updateValue(type, forKey: id) != nil { problems.append("the id \(id) is there twice") }
            if namesAreUnique, state != "DELETED", !isNew(name) { problems.append("the name \(name) is there twice") }
            if !["ENABLED", "DISABLED", "DELETED"].contains(state) {
                problems.append("\(name) (\(id)) is in the state \(state), which is none")
            }
        }
        var guids: Set<ObjectGUID> = []
        for person in users.compactMap(\.person) + people {
            guard let guid = ObjectGUID(text: person.objectGUID) else {
                problems.append("“\(person.objectGUID)” is no objectGUID")
                continue
            }
            if !guids.insert(guid).inserted { problems.append("the objectGUID \(guid) is there twice") }
            if let problem = RestoredPerson.problem(with: person) { problems.append("\(guid): \(problem)") }
        }
    }

    /// Whoever has rights or is a member is there; and a user's groups are those that have the user as a member.
    /// - Parameter isWhole: whether everything could be read: only then do these say the same.
    mutating func references(isWhole: Bool) {
        var memberships: [EntityID: Set<EntityID>] = [:]
        for group in groups {
            for member in group.members {
                memberships[EntityID(member.id), default: []].insert(EntityID(group.id))
                if kinds[EntityID(member.id)] == nil {
                    problems.append("\(member.name) (\(member.id)), a member of \(group.name), is not in the export")
                }
            }
        }
        for user in users {
            for permission in user.permissions where kinds[EntityID(permission.grantee)] == nil {
                if let name = permission.name {
                    problems.append(
                        "\(name) (\(permission.grantee)), with rights on \(user.name), is not in the export")
                } else {
                    leftOut += 1
                }
            }
            guard isWhole, Set(user.groups.map { EntityID($0.id) }) != memberships[EntityID(user.id)] ?? [] else {
                continue
            }
            problems.append("\(user.name) (\(user.id)) is in other groups than have that user as a member")
        }
    }

    func addresses() -> ImportedAddresses {
        var addresses = ImportedAddresses()
        for group in groups { addresses.add(group) }
        for user in users { addresses.add(user) }
        return addresses
    }
}
