// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
public import WorkMail

/// What somebody waits for, and what would end the wait.
public enum Hold: Hashable, Sendable {
    /// Approved, but excluded since (or still).
    case notEligible(Standing)
    /// Several people claim one address.
    case addressContested(EmailAddress, by: [Claimant])
    /// Somebody or something else in the organization owns the address.
    case addressInUse(EmailAddress, owner: AddressOwner)
    /// The organization does not list the person yet. Nobody has to decide: it is looked for again, at longer and longer
    /// intervals.
    case notYetVisible(Awaited)
    /// The organization lists the person in a role that gets no mailbox.
    case role(UserRole)
    /// Approved and enabled once, and disabled since: here as a leaver who came back, or elsewhere.
    case disabledSince
    /// Approved, never enabled, and no longer in the directory.
    case gone
    /// The old mailbox was deleted 30 days after it was disabled; the approval is older than that.
    case mailboxExpired
    /// A user of that name is in the organization already and is not known to be this person.
    case adoption(MailUser)
    /// A user of that name is in the organization and is somebody else, who was linked to it.
    case nameTaken(MailUser)
    /// A leaver whose mailbox an administrator has to disable, or the settings have to allow it.
    case leaver(LeaverCause)
    /// A leaver whose mailbox the settings disable, but not before this moment. Nobody has to decide.
    case leaverInGrace(LeaverCause, until: Date)
    /// A date has passed by our clock or by the domain controller's, and not by both.
    case clocksDiffer(ClockDifference)

    /// A person who claims an address.
    public struct Claimant: Hashable, Sendable {
        public var guid: ObjectGUID
        public var label: String
        public var dn: String

        public init(guid: ObjectGUID, label: String, dn: String) {
            self.guid = guid
            self.label = label
            self.dn = dn
        }
    }
}

/// Why somebody with a mailbox counts as a leaver.
public enum LeaverCause: Hashable, Sendable {
    case excluded(Standing)
    /// The directory shows the tombstone.
    case deleted
    /// Gone from the directory, as far as can be seen: never enough to act on without an administrator.
    case missing

    /// Whether the cause is proof enough to act on without an administrator. That somebody was not found, does not match
    /// the filter or is in no group may as well mean that the account can no longer read what would show it.
    var isProof: Bool {
        switch self {
        case .deleted: true
        case .missing: false
        case .excluded(let standing):
            switch standing.exclusion {
            case .notMatchingFilter, .notInGroups: false
            default: true
            }
        }
    }

    /// The cause as a clause about the person.
    public var clause: String {
        switch self {
        case .excluded(let standing): standing.reason ?? "is no candidate"
        case .deleted: "was deleted in the directory"
        case .missing: "is no longer found in the directory"
        }
    }
}

extension Hold {
    /// Whether an administrator has to decide; else time alone ends the wait.
    public var needsDecision: Bool {
        switch self {
        case .leaverInGrace, .notYetVisible, .clocksDiffer: false
        default: true
        }
    }

    /// What is waited for, as a sentence part.
    public var explanation: String {
        switch self {
        case .notEligible(let standing): standing.reason ?? "is no candidate"
        case .addressContested(let address, let others):
            "\(address) is claimed by \(others.map { "\($0.label) (\($0.dn))" }.joined(separator: " and by "))"
        case .addressInUse(let address, let owner):
            "\(address) belongs to \(owner.type.lowercased()) \(owner.name) (\(owner.id))"
        case .notYetVisible(let awaited):
            "the organization does not list this person yet, since \(awaited.since.formatted(.iso8601)); the next look is at "
                + awaited.nextLook.formatted(.iso8601)
        case .role(let role): "the organization lists this person as \(role)"
        case .disabledSince: "the mailbox was enabled and has been disabled since"
        case .gone: "is no longer in the directory"
        case .mailboxExpired: "the old mailbox was deleted 30 days after it was disabled"
        case .adoption(let user):
            "the organization already has a user “\(user.name)” (\(user.id), \(user.state))"
        case .nameTaken(let user):
            "the name “\(user.name)” belongs to somebody else in the organization (\(user.id), \(user.state))"
        case .leaver(let cause): cause.clause
        case .leaverInGrace(let cause, let until):
            "\(cause.clause); the mailbox is disabled on \(until.formatted(.iso8601)) by leavers.grace_days"
        case .clocksDiffer(let difference): "it depends on the date, and \(difference)"
        }
    }

    /// What an administrator can do about it.
    public func remedy(for name: String) -> String {
        switch self {
        case .notEligible(let standing) where standing.exclusion?.nature == .address:
            "set the address in the directory, or: workmail-sync approve \(name) --email ADDRESS"
        case .notEligible: "change it in the directory, or: workmail-sync reject \(name) --reason TEXT"
        case .addressContested, .addressInUse:
            "correct one of them in the directory, or: workmail-sync approve \(name) --email ADDRESS"
        case .notYetVisible:
            "wait: the service reads the directory on its own schedule, every four hours with interoperability; to look now: "
                + "workmail-sync users enable \(name)"
        case .role: "the service decides on roles; reject the candidate"
        case .gone: "workmail-sync reject \(name) --reason TEXT"
        case .disabledSince, .mailboxExpired:
            "workmail-sync approve \(name)  (within 30 days of the disable the old mailbox comes back, later it is a new one)"
        case .adoption(let user): "if that is the same person: workmail-sync approve \(name) --adopt \(user.id)"
        case .nameTaken: "give this person another sAMAccountName, or delete the former user in the organization"
        case .clocksDiffer: "set the clock that is wrong; it goes on by itself"
        case .leaver, .leaverInGrace: "workmail-sync users disable \(name)  (the mailbox is kept for 30 days)"
        }
    }
}
