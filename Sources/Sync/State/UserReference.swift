// SPDX-License-Identifier: Apache-2.0
import Directory

/// How an administrator names a person: an objectGUID, a sAMAccountName, a UPN, an address or a DN.
public struct UserReference: Hashable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A reference that means nobody, or more than one.
public enum UserReferenceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    case ambiguous(String, [MirroredPerson])

    public var description: String {
        switch self {
        case .unknown(let text):
            "“\(text)” is no objectGUID, sAMAccountName, UPN, address or DN of anybody whom the last sync saw, "
                + "nor a user of the organization"
        case .ambiguous(let text, let people):
            "“\(text)” may mean \(people.count) people; name one by objectGUID:\n"
                + people.map { "  \($0.guid)  \($0.presence.rawValue)  \($0.user.sAMAccountName)  \($0.user.dn)" }
                .joined(separator: "\n")
        }
    }
}

extension SyncStore {
    /// Who is meant. Somebody who is gone counts when nobody present is meant, or when there is a decision about them: a
    /// leaver with a mailbox is never mistaken for the newcomer who has the name now.
    /// - Throws: `UserReferenceFailure`; an ambiguous reference lists the choices and chooses nobody.
    public func resolve(_ reference: UserReference) async throws -> MirroredPerson {
        let people = try await people(named: reference.text)
        let present = people.filter { $0.presence == .present }
        var meant = present
        for person in people where person.presence != .present {
            let decision = try await decision(about: person.guid)
            if present.isEmpty || decision != nil { meant.append(person) }
        }
        guard let person = meant.first else { throw UserReferenceFailure.unknown(reference.text) }
        guard meant.count == 1 else { throw UserReferenceFailure.ambiguous(reference.text, meant) }
        return person
    }
}
