// SPDX-License-Identifier: Apache-2.0
import Directory

/// Why a user gets no mailbox. Every user that is no candidate has exactly one, so the counts add up.
public enum Exclusion: String, Sendable, CaseIterable, Codable {
    // What the object is.
    case computer
    case managedServiceAccount
    case trustAccount
    case systemAccount
    case conflictObject
    case resource
    // Where it is.
    case outsideBases
    case excludedSubtree
    case notMatchingFilter
    case notInGroups
    // What state the account is in.
    case disabledInDirectory
    case expired
    // What is missing for an address.
    case noAddress
    case unusableAddress
    case foreignDomain
    case unverifiedDomain
    // What could not be read.
    case unreadable

    /// What kind of reason it is, and so what it means for somebody who already has a mailbox.
    public enum Nature: Sendable {
        /// Never a person.
        case notAPerson
        /// A person that the configuration leaves out: with a mailbox, a leaver.
        case outOfScope
        /// A person whose account was switched off: with a mailbox, a leaver.
        case accountState
        /// A person who could be enabled with another address: an existing mailbox keeps the one it has.
        case address
        /// Nothing is known: nothing is changed.
        case unknown
    }

    public var nature: Nature {
        switch self {
        case .computer, .managedServiceAccount, .trustAccount, .systemAccount, .conflictObject, .resource: .notAPerson
        case .outsideBases, .excludedSubtree, .notMatchingFilter, .notInGroups: .outOfScope
        case .disabledInDirectory, .expired: .accountState
        case .noAddress, .unusableAddress, .foreignDomain, .unverifiedDomain: .address
        case .unreadable: .unknown
        }
    }

    /// The reason as a clause about the user: "Ana *is outside the configured bases*".
    public var clause: String {
        switch self {
        case .computer: "is a computer"
        case .managedServiceAccount: "is a managed service account"
        case .trustAccount: "is the account of a domain trust"
        case .systemAccount: "is a system account of the directory"
        case .conflictObject: "is the loser of a replication conflict (CNF)"
        case .resource: "is a room, a piece of equipment or a shared mailbox"
        case .outsideBases: "is outside the configured bases"
        case .excludedSubtree: "is in an excluded subtree"
        case .notMatchingFilter: "does not match the configured filter"
        case .notInGroups: "is in none of the configured groups"
        case .disabledInDirectory: "is disabled in the directory"
        case .expired: "has expired in the directory"
        case .noAddress: "has no address"
        case .unusableAddress: "has an address that the service does not take"
        case .foreignDomain: "has an address in a domain that the organization does not have"
        case .unverifiedDomain: "has an address in a domain that is not verified"
        case .unreadable: "could not be read"
        }
    }

    init?(kind: ObjectKind) {
        switch kind {
        case .person: return nil
        case .computer: self = .computer
        case .managedServiceAccount: self = .managedServiceAccount
        case .trustAccount: self = .trustAccount
        case .systemAccount: self = .systemAccount
        case .conflictObject: self = .conflictObject
        case .resource: self = .resource
        }
    }
}
