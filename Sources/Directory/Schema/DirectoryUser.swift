// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// An object of class `user` as the directory has it, for example
/// `CN=Ana Silva,OU=Lisboa,OU=Staff,DC=corp,DC=example,DC=com`.
public struct DirectoryUser: Hashable, Sendable {
    public var guid: ObjectGUID
    public var sid: ObjectSID
    /// Where the object is, exactly as the server spelled it (RFC 4514). Changes with every move.
    public var dn: String
    public var kind: ObjectKind
    public var sAMAccountName: String
    public var userPrincipalName: String?
    public var mail: String?
    public var proxyAddresses: ProxyAddresses
    public var personal: PersonalData
    public var accountControl: UserAccountControl
    public var accountExpires: AccountExpiry
    /// The relative id of the primary group, whose `member` does not list its members.
    public var primaryGroupID: UInt32?
    /// A hint for people; each domain controller stamps it for itself, so never a cursor.
    public var whenChanged: Date?
    /// Counts only within one domain controller.
    public var uSNChanged: Int64?

    public init(
        guid: ObjectGUID, sid: ObjectSID, dn: String, kind: ObjectKind, sAMAccountName: String,
        userPrincipalName: String?, mail: String?, proxyAddresses: ProxyAddresses, personal: PersonalData,
        accountControl: UserAccountControl, accountExpires: AccountExpiry, primaryGroupID: UInt32?, whenChanged: Date?,
        uSNChanged: Int64?
    ) {
        self.guid = guid
        self.sid = sid
        self.dn = dn
        self.kind = kind
        self.sAMAccountName = sAMAccountName
        self.userPrincipalName = userPrincipalName
        self.mail = mail
        self.proxyAddresses = proxyAddresses
        self.personal = personal
        self.accountControl = accountControl
        self.accountExpires = accountExpires
        self.primaryGroupID = primaryGroupID
        self.whenChanged = whenChanged
        self.uSNChanged = uSNChanged
    }

    /// Whether an administrator switched the account off.
    public var isDisabled: Bool { accountControl.contains(.accountDisabled) }

    /// What to call the person in a sentence.
    public var displayLabel: String { personal.displayName ?? sAMAccountName }
}

/// Something in the directory that could not be used: it neither stops the run nor vanishes.
public struct DirectoryIssue: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who it is about, where at least that could be read.
    public var guid: ObjectGUID?
    /// The entry's DN.
    public var dn: String
    /// The attribute that is missing or wrong.
    public var attribute: String
    /// What is wrong with it, as a clause: `is missing: may the account read it?`
    public var problem: String

    public init(guid: ObjectGUID?, dn: String, attribute: String, problem: String) {
        self.guid = guid
        self.dn = dn
        self.attribute = attribute
        self.problem = problem
    }

    public var description: String { "\(dn): \(attribute) \(problem)" }
}
