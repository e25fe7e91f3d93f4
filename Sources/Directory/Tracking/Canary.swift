// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Somebody of whom it is known what can be read, for noticing that it no longer can.
public struct Canary: Hashable, Sendable {
    public var guid: ObjectGUID
    /// What to call them.
    public var name: String
    public var hasMail: Bool

    public init(guid: ObjectGUID, name: String, hasMail: Bool) {
        self.guid = guid
        self.name = name
        self.hasMail = hasMail
    }
}

/// The account may no longer read what it read before: that says nothing about the people, and nothing is concluded.
public struct LostRight: Error, Hashable, Sendable, CustomStringConvertible {
    public var attribute: String
    public var example: String

    public init(attribute: String, example: String) {
        self.attribute = attribute
        self.example = example
    }

    public var description: String {
        "the account can no longer read \(attribute) of “\(example)”, who did not change since it could; nothing was concluded"
    }
}

extension ActiveDirectory {
    /// Looks at a few people who must be as they were, unless they changed since the cursor, and at numbers that must not be
    /// lower than they were.
    /// - Returns: those who are not there any more; the first witness that is lower, and its number now.
    /// - Throws: `LostRight` when somebody who did not change has lost an attribute.
    public func look(
        at canaries: [Canary], _ witnesses: [USNWitness], unchangedSince usn: Int64
    ) async throws -> (absent: [Canary], wentBack: (from: Int64, to: Int64)?) {
        let guids = Set(canaries.map(\.guid) + witnesses.map(\.guid)).sorted()
        guard !guids.isEmpty else { return ([], nil) }
        let entries = try await connection.search(
            base: .dn(domain), scope: .subtree, filter: .or(guids.map { .equal("objectGUID", $0.bytes) }),
            attributes: ["objectGUID", "sAMAccountName", "objectSid", "userAccountControl", "mail", "uSNChanged"])
        for witness in witnesses {
            let entry = entries.first { $0.first("objectGUID") == witness.guid.bytes }
            if let now = entry?.uSNChanged, now < witness.usn { return ([], (witness.usn, now)) }
        }
        var absent: [Canary] = []
        for canary in canaries {
            guard let entry = entries.first(where: { $0.first("objectGUID") == canary.guid.bytes }) else {
                absent.append(canary)
                continue
            }
            let own = entry.uSNChanged
            // With a higher one the entry changed, and how it did is read with the changes. Without one that is not known,
            // but these three nobody can be without.
            var needed = ["sAMAccountName", "objectSid", "userAccountControl"]
            if canary.hasMail, let own, own <= usn { needed.append("mail") }
            if let lost = needed.first(where: { !entry.contains($0) }) {
                throw LostRight(attribute: lost, example: canary.name)
            }
        }
        return (absent, nil)
    }
}
