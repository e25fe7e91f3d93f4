// SPDX-License-Identifier: Apache-2.0

/// A user as `EmbeddedOrganization.restore` puts one back: all that the organization knows, but the password.
public struct RestoredUser: Hashable, Sendable {
    /// Id, name, role, profile, state and dates. A DISABLED user whose mailbox is neither deprovisioned nor past its 30
    /// days has it still: it comes back when the user is enabled in time.
    public var details: MailUserDetails
    /// Without the primary address, which is in `details`. Of a DISABLED user the former addresses, both of them, which
    /// nobody is kept from taking.
    public var aliases: [EmailAddress] = []
    /// `nil`: the default.
    public var quotaMegabytes: Int?
    /// What others may do with the mailbox.
    public var permissions: [MailboxPermission] = []
    public var overrides: [MobileDeviceAccessOverride] = []
    public var source: RestoredSource

    public init(details: MailUserDetails, source: RestoredSource) {
        self.details = details
        self.source = source
    }
}

/// Where a restored user or group comes from.
public enum RestoredSource: String, Hashable, Sendable {
    /// Made by CreateUser or CreateGroup: in a WorkMail directory, and there only.
    case organization
    /// In the directory of a directory-backed organization.
    case directory
    /// No longer in that directory, and kept for the mailbox or as DELETED.
    case lostByDirectory
}
