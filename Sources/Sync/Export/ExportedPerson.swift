// SPDX-License-Identifier: Apache-2.0
import Directory
public import Foundation
import WorkMail

/// A person of the directory as the state database knows them: where an account comes from, and what was decided.
public struct ExportedPerson: Codable, Hashable, Sendable {
    public struct Decided: Codable, Hashable, Sendable {
        /// `approved`, `rejected` or `disable`.
        public var verdict: String
        /// The address that an administrator chose; absent where the directory's counts.
        public var email: String?
        public var reason: String?
        public var by: String
        public var at: Date
        public var isSettled: Bool
    }

    /// An address that the person has only because of an earlier change.
    public struct HeldAddress: Codable, Hashable, Sendable {
        public var address: String
        /// `former` or `temporary`.
        public var kind: String
    }

    /// Where the person is in the directory, as the last sync saw it.
    public struct Origin: Codable, Hashable, Sendable {
        public var objectSid: String
        public var dn: String
        /// The domain of the DN, such as `corp.example.com`.
        public var domain: String
        /// What the object is: `person` for nearly all.
        public var kind: String
        public var sAMAccountName: String
        public var userPrincipalName: String?
        public var mail: String?
        public var displayName: String?
        /// `present`, `deleted` or `missing`.
        public var presence: String
        public var absentSince: Date?
    }

    public var objectGUID: String
    /// Absent for somebody of whom only the decision is left.
    public var origin: Origin?
    /// How the account came to be this person's, where that was written down: `adopted`, or the call that linked it.
    public var linkedBy: String?
    public var decision: Decided?
    public var heldAddresses: [HeldAddress] = []
}

extension ExportedPerson.Origin {
    init(_ person: MirroredPerson) {
        objectSid = person.user.sid.description
        dn = person.user.dn
        domain = Self.domain(of: person.user.dn)
        kind = person.user.kind.rawValue
        sAMAccountName = person.user.sAMAccountName
        userPrincipalName = person.user.userPrincipalName
        mail = person.user.mail
        displayName = person.user.personal.displayName
        presence = person.presence.rawValue
        absentSince = person.absentSince
    }

    /// The `DC=` parts at the end of a DN; a label of a domain has nothing in it that a DN would escape.
    private static func domain(of dn: String) -> String {
        let labels = dn.split(separator: ",").reversed().prefix { $0.prefix(3).lowercased() == "dc=" }
        return labels.reversed().map { $0.dropFirst(3).lowercased() }.joined(separator: ".")
    }
}

extension ExportedPerson.Decided {
    init(_ decision: Decision) {
        verdict = decision.verdict.rawValue
        email = decision.email?.text
        reason = decision.reason
        by = decision.by
        at = decision.at
        isSettled = decision.isSettled
    }
}
