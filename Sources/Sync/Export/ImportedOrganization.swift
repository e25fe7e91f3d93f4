// SPDX-License-Identifier: Apache-2.0
import Directory
public import Foundation
public import WorkMail

/// An export that is whole and agrees with itself, ready to be restored.
public struct ImportedOrganization: Sendable {
    /// The id of the organization that was exported.
    public let source: String
    public let exportedAt: Date
    /// Whether its users came from a directory.
    public let isDirectoryBacked: Bool
    /// Whether something of it changed while it was made.
    public let changedMeanwhile: Bool
    /// The mail domains in which enabled users and groups have addresses.
    public let domains: Set<String>
    /// Rights and memberships of those whom the organization itself no longer knew, which are left out.
    public let leftOut: Int
    let users: [ExportedUser]
    let groups: [ExportedGroup]
    let people: [ExportedPerson]
    private let addresses: ImportedAddresses

    public var userCount: Int { users.count }
    public var groupCount: Int { groups.count }
    /// How many have a mailbox, and no password where passwords are the organization's.
    public var enabledUsers: Int { users.count { $0.state == EntityState.enabled.rawValue } }

    /// - Throws: `ImportFailure` with everything that does not fit together.
    init(
        _ organization: ExportedOrganization, _ groups: [ExportedGroup], _ users: [ExportedUser],
        _ people: [ExportedPerson], isWhole: Bool, changedMeanwhile: Bool
    ) throws {
        source = organization.id
        exportedAt = organization.exportedAt
        isDirectoryBacked = organization.directoryID != nil
        self.changedMeanwhile = changedMeanwhile
        self.users = users
        self.groups = groups
        self.people = people
        var checks = ImportChecks(groups: groups, users: users, people: people)
        checks.identities(namesAreUnique: !isDirectoryBacked)
        checks.references(isWhole: isWhole)
        addresses = checks.addresses()
        let problems = checks.problems + addresses.problems
        guard problems.isEmpty else {
            throw ImportFailure(
                problems.count == 1
                    ? "it does not agree with itself:" : "it does not agree with itself in \(problems.count) points:",
                remedy: changedMeanwhile
                    ? "something changed while it was made: make the export again"
                    : "is the file as it was written? Make the export again", details: problems)
        }
        domains = addresses.domains
        leftOut = checks.leftOut
    }

    /// The users as an organization of this kind takes them back.
    public func restoredUsers(intoDirectoryBacked isDirectoryBacked: Bool) -> [RestoredUser] {
        let ids = Set((users.map(\.id) + groups.map(\.id)).map(EntityID.init(_:)))
        return users.map { user in
            let state = EntityState(rawValue: user.state)
            let isLost = state == .deleted || (user.person?.origin.map { $0.presence != "present" } ?? false)
            let id = EntityID(user.id)
            let (primary, aliases) = addresses.of(id)
            var restored = RestoredUser(
                details: MailUserDetails(
                    user: MailUser(
                        id: id, name: user.name, displayName: user.profile.displayName, email: primary, state: state,
                        role: UserRole(rawValue: user.role), enabledDate: user.enabledDate,
                        disabledDate: user.disabledDate),
                    profile: user.profile, mailboxProvisionedDate: user.mailboxProvisionedDate,
                    mailboxDeprovisionedDate: user.mailboxDeprovisionedDate),
                source: Self.source(isDirectoryBacked, isLost: isLost))
            restored.aliases = aliases
            restored.quotaMegabytes = user.quotaMegabytes
            restored.permissions = user.permissions.filter { ids.contains(EntityID($0.grantee)) }.map {
                MailboxPermission(
                    grantee: EntityID($0.grantee), granteeType: MemberType(rawValue: $0.type),
                    values: Set($0.rights.map(PermissionType.init(rawValue:))))
            }
            restored.overrides = user.deviceOverrides.map {
                MobileDeviceAccessOverride(
                    user: id, deviceID: $0.deviceID, effect: MobileDeviceAccessEffect(rawValue: $0.effect),
                    description: $0.description, created: $0.created, modified: $0.modified)
            }
            return restored
        }
    }

    public func restoredGroups(intoDirectoryBacked isDirectoryBacked: Bool) -> [RestoredGroup] {
        groups.map { group in
            let state = EntityState(rawValue: group.state)
            let id = EntityID(group.id)
            let (primary, aliases) = addresses.of(id)
            var restored = RestoredGroup(
                group: MailGroup(
                    id: id, name: group.name, email: primary, state: state, enabledDate: group.enabledDate,
                    disabledDate: group.disabledDate, hiddenFromGlobalAddressList: group.hiddenFromGlobalAddressList),
                source: Self.source(isDirectoryBacked, isLost: state == .deleted))
            restored.aliases = aliases
            restored.members = group.members.map { EntityID($0.id) }
            return restored
        }
    }

    private static func source(_ isDirectoryBacked: Bool, isLost: Bool) -> RestoredSource {
        isDirectoryBacked ? (isLost ? .lostByDirectory : .directory) : .organization
    }
}
