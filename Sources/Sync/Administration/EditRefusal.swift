// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import WorkMail

/// Why an edit cannot be made, as a clause about the account: "ana *is DISABLED …*".
public enum EditRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The organization lists nobody for this person.
    case notListed
    case systemUser
    case resource
    case deleted
    /// A role that nobody here knows.
    case role(UserRole)
    /// What is edited belongs to a mailbox.
    case noMailbox(EntityState)
    case stillEnabled
    case alreadyEnabled(EmailAddress?)
    /// The mailbox was deleted at that moment, and nobody said that an empty one will do.
    case mailboxDeleted(Date)
    /// People of the directory are decided about.
    case isInDirectory
    case tooLong(AccountField, count: Int)
    case noText(AccountField)
    case noDisplayName
    case notABoolean(AccountField, String)
    case addressInUse(EmailAddress, AddressOwner)
    /// Two requests of one batch want the same address.
    case addressClaimedTwice(EmailAddress, other: String)
    /// One batch says twice what a field is to be.
    case editedTwice(other: String)
    case domain(EmailAddress, known: [String])
    case unverifiedDomain(EmailAddress)
    case tooManyAliases(count: Int)
    case primaryIsNoAlias(EmailAddress)
    case noSuchAlias(EmailAddress, aliases: [EmailAddress])
    case quotaOutOfRange(Int)
    case groupWithFullAccess(String)
    case granteeIsOwner
    case noSuchGrant(String)
    case noSuchDevice(String, devices: [String])
    case notADevice(String)
    case noDevices

    /// Why nothing of a user may be edited by anybody: system users, resources and deleted users are nobody's to edit.
    /// `nil` for everybody else.
    public init?(editing user: MailUser) {
        switch (user.role, user.state) {
        case (.systemUser, _): self = .systemUser
        case (.resource, _): self = .resource
        case (.user, .deleted), (.remoteUser, .deleted): self = .deleted
        case (.user, _), (.remoteUser, _): return nil
        default: self = .role(user.role)
        }
    }

    /// The most aliases that a user may have: a hard limit of the service.
    public static let mostAliases = 100
    /// The sizes that a mailbox may have, in MB.
    public static let quotas = 1...51_200

    /// The field that a value was refused for, where it is one of several.
    public var field: AccountField? {
        switch self {
        case .tooLong(let field, _), .noText(let field), .notABoolean(let field, _): field
        case .noDisplayName: .displayName
        default: nil
        }
    }

    public var description: String {
        switch self {
        case .notListed: "is not listed by the organization yet: workmail-sync sync, or explain"
        case .systemUser: "is a system user of the directory (SYSTEM_USER): nothing of it is edited"
        case .resource: "is a room or a piece of equipment (RESOURCE): nothing of it is edited"
        case .deleted: "is DELETED: nothing of it can be edited any more"
        case .role(let role): "has the role \(role): nothing of it is edited"
        case .noMailbox(let state): "is \(state): only an ENABLED user has a mailbox to edit; enable it first"
        case .stillEnabled:
            "is ENABLED: disable it first (workmail-sync users disable); the mailbox is kept for 30 days"
        case .alreadyEnabled(let address): "is ENABLED already" + (address.map { ", as \($0)" } ?? "")
        case .mailboxDeleted(let date):
            "had a mailbox, which was deleted on \(date.formatted(.iso8601)), 30 days after it was disabled; a new one "
                + "starts empty: --new-mailbox"
        case .isInDirectory: "is in the directory: approve or disable the person instead"
        case .tooLong(let field, let count):
            "would get \(field.words) of \(count) characters; the service takes 256"
        case .noText(let field): "would get \(field.words) with a NUL in it, which no text may hold"
        case .noDisplayName: "would be left without a display name, which every user has"
        case .notABoolean(_, let text): "would get “\(text)” for hiddenFromGlobalAddressList, which is true or false"
        case .addressInUse(let address, let owner):
            "cannot get \(address): it belongs to \(owner.type.lowercased()) \(owner.name) (\(owner.id))"
        case .addressClaimedTwice(let address, let other): "cannot get \(address): \(other) is to get it too"
        case .editedTwice(let other): "is the same user as \(other), and each may be there once"
        case .domain(let address, let known):
            "cannot get \(address): the organization has no domain \(address.domain); it has "
                + known.joined(separator: ", ")
        case .unverifiedDomain(let address): "cannot get \(address): the domain \(address.domain) is not verified"
        case .tooManyAliases(let count):
            "has \(count) aliases: the service takes \(Self.mostAliases) a user, for good; use a group for more"
        case .primaryIsNoAlias(let address):
            "has \(address) as primary address: give it another first (workmail-sync email set-primary)"
        case .noSuchAlias(let address, let aliases):
            "has no alias \(address); it has "
                + (aliases.isEmpty ? "none" : aliases.map(\.text).joined(separator: ", "))
        case .quotaOutOfRange(let megabytes):
            "cannot get a quota of \(megabytes) MB: it is \(Self.quotas.lowerBound) to \(Self.quotas.upperBound) MB"
        case .groupWithFullAccess(let group): "cannot give FULL_ACCESS to the group \(group): only users can have it"
        case .granteeIsOwner: "has every right on the own mailbox already"
        case .noSuchGrant(let grantee): "has given \(grantee) no such right"
        case .noSuchDevice(let device, let devices):
            "has no device \(device); it has " + (devices.isEmpty ? "none" : devices.joined(separator: ", "))
        case .notADevice(let device): "cannot have a device “\(device)”: an id has 1 to 32 ASCII letters and digits"
        case .noDevices:
            "has devices that only the service's console shows: its API has no such operation"
        }
    }
}
