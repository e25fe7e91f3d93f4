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
    /// Looks at a few people who must be as they were, unless they changed since the cursor.
    /// - Returns: those who are not there any more.
    /// - Throws: `LostRight` when somebody who did not change has lost an attribute.
    public func look(at canaries: [Canary], unchangedSince usn: Int64) async throws -> [Canary] {
        guard !canaries.isEmpty else { return [] }
        let entries = try await connection.search(
            base: .dn(domain), scope: .subtree, filter: .or(canaries.map { .equal("objectGUID", $0.guid.bytes) }),
            attributes: ["objectGUID", "sAMAccountName", "objectSid", "userAccountControl", "mail", "uSNChanged"])
        var absent: [Canary] = []
        for canary in canaries {
            guard let entry = entries.first(where: { $0.first("objectGUID") == canary.guid.bytes }) else {
                absent.append(canary)
                continue
            }
            let own = entry.string("uSNChanged").flatMap { Int64($0) }
            // With a higher one the entry changed, and how it did is read with the changes. Without one that is not known,
            // but these three nobody can be without.
            var needed = ["sAMAccountName", "objectSid", "userAccountControl"]
            if canary.hasMail, let own, own <= usn { needed.append("mail") }
            if let lost = needed.first(where: { !entry.contains($0) }) {
                throw LostRight(attribute: lost, example: canary.name)
            }
        }
        return absent
    }
}
