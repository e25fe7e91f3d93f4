// SPDX-License-Identifier: Apache-2.0

/// An organization whose users come from a directory by themselves.
///
/// The hosted service reads the directory on its own and lists its users as DISABLED. An organization that has no such
/// reader (the embedded one) is told here what its directory holds; it is never a way to enable anybody.
public protocol DirectoryBackedOrganization: MailOrganization {
    /// The directory holds these users. New ones appear DISABLED; name and profile of known ones follow the directory;
    /// nobody's state or address changes, save that one who was DELETED for being lost, and is there again under the
    /// same id, is DISABLED again. Everything that is already so costs no write. One transaction a call.
    /// - Returns: how many rows were written.
    @discardableResult
    func directoryHolds(_ users: [DirectorySourcedUser]) async throws -> Int
    /// The same for the groups: new ones appear DISABLED, names follow the directory, as do members where they are told,
    /// and one that was DELETED for being lost is DISABLED again. Everything that is already so costs no write.
    /// - Returns: how many rows were written.
    @discardableResult
    func directoryHolds(groups: [DirectorySourcedGroup]) async throws -> Int
    /// The directory no longer holds these users and groups. A DISABLED one that never had a mailbox or an address, or
    /// that is past its 30 days, becomes DELETED. An ENABLED one keeps mailbox and addresses until somebody disables it:
    /// a directory that loses a person must not lose the person's mail. Either way the name is free for another id.
    func directoryLost(_ ids: [EntityID]) async throws
}

/// A user as the organization's directory holds it.
public struct DirectorySourcedUser: Hashable, Sendable {
    /// The objectSid in its string form.
    public var id: EntityID
    /// The sAMAccountName.
    public var name: String
    public var role: UserRole
    public var profile: MailProfile

    public init(id: EntityID, name: String, role: UserRole, profile: MailProfile) {
        self.id = id
        self.name = name
        self.role = role
        self.profile = profile
    }
}

/// A group as the organization's directory holds it.
public struct DirectorySourcedGroup: Hashable, Sendable {
    /// The objectSid in its string form.
    public var id: EntityID
    /// The sAMAccountName.
    public var name: String
    /// The ids of its direct members, in any order; those that nobody has yet count from when somebody does. `nil` when
    /// the directory was not asked: the members stay as they are.
    public var members: [EntityID]?

    public init(id: EntityID, name: String, members: [EntityID]? = nil) {
        self.id = id
        self.name = name
        self.members = members
    }
}
