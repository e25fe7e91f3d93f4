// SPDX-License-Identifier: Apache-2.0
public import WorkMail

/// What an administrator wants of one account, before anybody has looked whether it can be had.
public enum AccountEdit: Hashable, Sendable {
    /// New values of personal data; an empty text clears the field.
    case setProfile([AccountField: String])
    case addAlias(EmailAddress)
    case removeAlias(EmailAddress)
    /// The old primary address stays as an alias.
    case setPrimary(EmailAddress)
    /// In MB.
    case setQuota(Int)
    /// Rights on this account's mailbox, in addition to those that the grantee has.
    case grant(Change.Grantee, isGroup: Bool, Set<PermissionType>)
    /// Rights to take; `nil` for all of the grantee's.
    case revoke(Change.Grantee, Set<PermissionType>?)
    case revokeAll
    case blockDevice(String)
    case unblockDevice(String)
    case removeDevice(String)
    case wipeDevice(String)
    /// Gives a mailbox to somebody whom only the organization has; people of the directory are approved.
    case enable(EmailAddress)
    /// Takes the mailbox of somebody whom only the organization has.
    case disable
    /// Deletes the user for good.
    case delete

    /// The fields that it writes, for `OwnershipTable`.
    public var fields: [AccountField] {
        switch self {
        case .setProfile(let values): AccountField.personalData.filter { values[$0] != nil }
        case .addAlias, .removeAlias: [.aliases]
        case .setPrimary: [.primaryEmail]
        case .setQuota: [.quota]
        case .grant, .revoke, .revokeAll: [.permissions]
        case .blockDevice, .unblockDevice: [.deviceAccess]
        case .removeDevice, .wipeDevice: [.devices]
        case .enable, .disable: [.mailbox]
        case .delete: [.deletion]
        }
    }

    /// What is set, by those that set something rather than add to a list: once a user and batch.
    var exclusiveField: AccountField? {
        switch self {
        case .setProfile: .displayName
        case .setPrimary: .primaryEmail
        case .setQuota: .quota
        case .enable, .disable: .mailbox
        case .delete: .deletion
        default: nil
        }
    }

    /// Whether only a user with a mailbox has what is edited.
    var needsMailbox: Bool {
        switch self {
        case .setProfile, .enable, .delete: false
        default: true
        }
    }
}

/// One edit of a batch, and where it was asked for.
public struct EditRequest: Hashable, Sendable {
    /// As the administrator named them.
    public var user: String
    public var account: Account
    public var edit: AccountEdit
    /// For messages: `people.csv, line 3`; nothing for an argument.
    public var place: String?

    public init(user: String, account: Account, edit: AccountEdit, place: String? = nil) {
        self.user = user
        self.account = account
        self.edit = edit
        self.place = place
    }
}
