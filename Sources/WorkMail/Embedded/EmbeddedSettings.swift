// SPDX-License-Identifier: Apache-2.0

/// What an administrator decides about an embedded organization; everything else is in its file.
public struct EmbeddedSettings: Hashable, Sendable {
    /// Where the users of the organization come from. Fixed when the file is made, as in the service.
    public enum DirectoryKind: String, Hashable, Sendable {
        /// A WorkMail directory: users are made by CreateUser.
        case workMail
        /// An organization upon Active Directory or Simple AD: users appear by `directoryHolds`, CreateUser is refused.
        case directoryBacked
    }

    /// The organization's name, for example `example-corp`; may change at any time.
    public var alias: String
    /// The mail domains, at least one; the first is the default. One that is taken out of the list stays known as not
    /// verified for as long as an address is in it, so that nobody loses an address by an edit of a configuration file.
    public var domains: [MailDomain]
    public var directoryKind: DirectoryKind
    /// The longest user name that CreateUser takes, in characters: 64 in a WorkMail directory, 20 in any other.
    public var nameLimit: Int
    /// Whether quota, permissions and aliases stay with a disabled user's mailbox and come back with it. If not, they
    /// are lost with the disable. Which of the two the hosted service does is not published.
    public var keepsSettingsOfDisabled: Bool
    /// Whether the organization works together with an Exchange server, in which addresses are then kept: changing them
    /// here is refused. Cannot be taken back in the service.
    public var interoperabilityEnabled: Bool

    // What follows decides questions about the hosted service that nobody outside of it has answered.

    /// Whether alias, quota and permission writes are refused with `unsupportedOperation`, as they might be upon
    /// AD Connector.
    public var connectorRefusesMailboxWrites = false
    /// Whether UpdateUser replaces the whole profile. If not, an empty text leaves the old one, as a patch would that
    /// does not tell it.
    public var updateUserReplaces = true
    /// Whether a password of exactly 64 characters is one too many, as "less than 64" says.
    public var refusesPasswordOf64 = true
    /// Whether ListAliases has the primary address among the aliases.
    public var listsPrimaryAmongAliases = true
    /// How many users may be ENABLED at a time; the service's own limit is 1,000 unless it was raised. One more is
    /// refused with `limitExceeded`. `nil`: any number.
    public var userLimit: Int?

    public init(
        alias: String, domains: [MailDomain], directoryKind: DirectoryKind = .directoryBacked, nameLimit: Int? = nil,
        keepsSettingsOfDisabled: Bool = true, interoperabilityEnabled: Bool = false
    ) {
        self.alias = alias
        self.domains = domains
        self.directoryKind = directoryKind
        self.nameLimit = nameLimit ?? (directoryKind == .workMail ? 64 : 20)
        self.keepsSettingsOfDisabled = keepsSettingsOfDisabled
        self.interoperabilityEnabled = interoperabilityEnabled
    }
}
