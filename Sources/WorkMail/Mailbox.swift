// SPDX-License-Identifier: Apache-2.0

/// What GetMailboxDetails tells about a user's mailbox.
public struct MailboxDetails: Hashable, Sendable {
    /// How large the mailbox may become, in MB; 51,200 unless somebody has changed it.
    public var quotaMegabytes: Int
    /// How large it is, in MB, with fractions.
    public var sizeMegabytes: Double

    public init(quotaMegabytes: Int, sizeMegabytes: Double) {
        self.quotaMegabytes = quotaMegabytes
        self.sizeMegabytes = sizeMegabytes
    }
}

/// What somebody may do with another one's mailbox (`PermissionType` of the service).
public struct PermissionType: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// To open the mailbox and do everything in it; of users only, never of a group.
    public static let fullAccess = PermissionType(rawValue: "FULL_ACCESS")
    /// To send as its owner, without a trace of who it was.
    public static let sendAs = PermissionType(rawValue: "SEND_AS")
    /// To send on behalf of its owner, with both names in the message.
    public static let sendOnBehalf = PermissionType(rawValue: "SEND_ON_BEHALF")

    public var description: String { rawValue }
    public static func < (a: PermissionType, b: PermissionType) -> Bool { a.rawValue < b.rawValue }
}

/// Whether a member of something is a user or a group (`MemberType` of the service).
public struct MemberType: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let user = MemberType(rawValue: "USER")
    public static let group = MemberType(rawValue: "GROUP")

    public var description: String { rawValue }
    public static func < (a: MemberType, b: MemberType) -> Bool { a.rawValue < b.rawValue }
}

/// All that one user or group may do with a mailbox (`Permission` of ListMailboxPermissions).
public struct MailboxPermission: Hashable, Sendable {
    public var grantee: EntityID
    public var granteeType: MemberType
    public var values: Set<PermissionType>

    public init(grantee: EntityID, granteeType: MemberType, values: Set<PermissionType>) {
        self.grantee = grantee
        self.granteeType = granteeType
        self.values = values
    }
}
