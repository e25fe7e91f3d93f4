// SPDX-License-Identifier: Apache-2.0

/// `EntityState` of the service: whether an entity has a mailbox.
///
/// A struct and not an enum: the list is the service's, and a state that it adds must come through unharmed.
public struct EntityState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Has a mailbox and a primary address; billed.
    public static let enabled = EntityState(rawValue: "ENABLED")
    /// Known to the organization, no mailbox attached; free. A mailbox it had is kept for 30 days.
    public static let disabled = EntityState(rawValue: "DISABLED")
    /// Gone; still shows in lists and by id.
    public static let deleted = EntityState(rawValue: "DELETED")

    public var description: String { rawValue }
}

/// `UserRole` of the service. Only `.user` is ever a candidate for a mailbox.
public struct UserRole: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user = UserRole(rawValue: "USER")
    /// A room or piece of equipment; with interoperability these show up among the users.
    public static let resource = UserRole(rawValue: "RESOURCE")
    /// A directory administrator or system account (Administrator, krbtgt …): listed DISABLED, without an address.
    public static let systemUser = UserRole(rawValue: "SYSTEM_USER")
    /// A user whose mailbox lives elsewhere.
    public static let remoteUser = UserRole(rawValue: "REMOTE_USER")

    public var description: String { rawValue }
}
