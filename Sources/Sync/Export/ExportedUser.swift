// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import WorkMail

/// A user in an export, of any role and state: all that the organization tells, and what the state database knows beside
/// it. Never a password.
public struct ExportedUser: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var role: String
    /// `ENABLED`, `DISABLED` or `DELETED`.
    public var state: String
    /// The primary address.
    public var email: String?
    /// Without the primary address, in order.
    public var aliases: [String] = []
    /// What comes back with a disabled user in time, where the organization tells.
    public var formerEmail: String?
    public var formerAliases: [String] = []
    /// Empty texts are what is not set.
    public var profile: MailProfile
    public var enabledDate: Date?
    public var disabledDate: Date?
    public var mailboxProvisionedDate: Date?
    public var mailboxDeprovisionedDate: Date?
    /// Absent without a mailbox, as is the size.
    public var quotaMegabytes: Int?
    public var sizeMegabytes: Double?
    /// What others may do with the mailbox, by grantee.
    public var permissions: [ExportedPermission] = []
    public var deviceOverrides: [ExportedDeviceOverride] = []
    /// The groups that have the user as a direct member.
    public var groups: [ExportedReference] = []
    /// Whether an administrator created the user with this program.
    public var createdHere = false
    /// The person of the directory, where one is known.
    public var person: ExportedPerson?
    /// What the mailbox had when it was disabled, as long as that can be given back.
    public var snapshot: MailboxSnapshot?
    /// What could not be read, such as `permissions: …`.
    public var unread: [String] = []
}

/// All that one user or group may do with a mailbox.
public struct ExportedPermission: Codable, Hashable, Sendable {
    public var grantee: String
    /// What the grantee is called; absent when the organization knows nobody of that id.
    public var name: String?
    /// `USER` or `GROUP`.
    public var type: String
    /// Such as `FULL_ACCESS`, in order.
    public var rights: [String]
}

/// What was decided about one device.
public struct ExportedDeviceOverride: Codable, Hashable, Sendable {
    public var deviceID: String
    /// `ALLOW` or `DENY`.
    public var effect: String
    public var description: String?
    public var created: Date
    public var modified: Date
}

/// Somebody or something by id and name.
public struct ExportedReference: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
}
