// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
public import WorkMail

/// A person of the mirror: what the directory last said, and how it is known to be there or gone.
public struct MirroredPerson: Hashable, Sendable {
    /// How the mirror knows whether somebody is in the directory.
    public enum Presence: String, Sendable, Codable {
        case present
        /// The tombstone was seen.
        case deleted
        /// Missing from a complete read and from a second look.
        case missing
    }

    public var user: DirectoryUser
    public var scope: ScopeVerdict
    public var standing: Standing
    public var presence: Presence
    /// Since when the person is known to be gone.
    public var absentSince: Date?

    public var guid: ObjectGUID { user.guid }
    public var label: String { user.displayLabel }
    public var claimant: Hold.Claimant { .init(guid: guid, label: label, dn: user.dn) }

    public init(
        user: DirectoryUser, scope: ScopeVerdict, standing: Standing, presence: Presence = .present,
        absentSince: Date? = nil
    ) {
        self.user = user
        self.scope = scope
        self.standing = standing
        self.presence = presence
        self.absentSince = absentSince
    }
}

/// A person about whom something was decided, or who has a mailbox: the only ones a plan can change anything for.
public struct Subject: Hashable, Sendable {
    public var person: MirroredPerson
    public var decision: Decision?
    /// The organization's row for this person, joined by the stored link or by SID.
    public var entity: MailUser?
    /// A row of the same name that is not known to be this person.
    public var namesake: MailUser?
    /// Whether that row is linked to somebody else already, and so cannot be this person's.
    public var namesakeIsLinked = false
    /// Other people who claim the address that this one would get.
    public var rivals: [Hold.Claimant]
    /// Addresses that were this person's primary and stayed as aliases when the directory gave another.
    public var formerAddresses: Set<EmailAddress>
    /// Addresses that exist only to swap two others.
    public var temporaryAddresses: Set<EmailAddress>
    /// Since when a run knows that this person left; `nil` for somebody whom no run has seen as a leaver yet.
    public var leaverSince: Date?
    /// For somebody approved whom the organization does not list: since when, and when the last look was.
    public var awaited: Awaited?

    public init(
        person: MirroredPerson, decision: Decision? = nil, entity: MailUser? = nil, namesake: MailUser? = nil,
        rivals: [Hold.Claimant] = [], formerAddresses: Set<EmailAddress> = [],
        temporaryAddresses: Set<EmailAddress> = [], leaverSince: Date? = nil
    ) {
        self.person = person
        self.decision = decision
        self.entity = entity
        self.namesake = namesake
        self.rivals = rivals
        self.formerAddresses = formerAddresses
        self.temporaryAddresses = temporaryAddresses
        self.leaverSince = leaverSince
    }

    var label: String { person.label }
    /// How an administrator names the person at the shell.
    var name: String { person.user.sAMAccountName }
    /// The administrator's choice of address, else the directory's.
    var wantedAddress: EmailAddress? { decision?.email ?? person.standing.address }
}
