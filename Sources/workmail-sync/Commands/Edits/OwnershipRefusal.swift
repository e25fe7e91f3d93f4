// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync

/// An edit that is not ours to make, with everything that is known of it here: nobody was asked.
struct OwnershipRefusal: Encodable {
    /// Somebody whom the edit names, as the last sync saw them.
    struct Person: Encodable {
        var user: String
        var dn: String?
        /// Attribute and value in the directory, as far as the mirror has them.
        var present: [String: String]
        var wanted: String?
    }

    var field: String
    var owner: String
    var key: String
    var value: String
    var origin: String
    var explanation: String
    /// The directory's attributes for it.
    var attributes: [String]
    var whatToDo: String
    var people: [Person]

    private enum CodingKeys: String, CodingKey {
        case field, owner, key, value, origin, explanation, attributes, whatToDo, people
    }

    private var text = CommandFailure("", "")

    /// The same for people.
    var failure: CommandFailure { text }

    static func of(
        _ ownership: Ownership, _ assembly: SyncAssembly, wanted: [(user: String, value: String?)]
    ) async throws -> OwnershipRefusal {
        // A copy: a refusal leaves no file where there was none.
        let people = try await SyncStore.withScratchCopy(of: assembly.settings.state.file) { store in
            var people: [Person] = []
            for (user, value) in wanted.prefix(100) {
                let person = try? await store.resolve(UserReference(user))
                var present: [String: String] = [:]
                for attribute in ownership.field.directoryAttributes {
                    present[attribute] = person.flatMap { Self.value(of: attribute, ownership.field, $0) }
                }
                people.append(Person(user: user, dn: person?.user.dn, present: present, wanted: value))
            }
            return people
        }
        let words = OwnershipText(assembly)
        var refusal = OwnershipRefusal(
            field: ownership.field.rawValue, owner: ownership.owner.rawValue, key: ownership.reason.key,
            value: ownership.reason.value, origin: words.origin(ownership), explanation: ownership.reason.explanation,
            attributes: ownership.field.directoryAttributes, whatToDo: ownership.whereInstead, people: people)
        refusal.text = words.failure(ownership)
        if wanted.count == 1, let user = wanted.first?.user.printable {
            refusal.whatToDo = refusal.whatToDo.replacing(" USER ", with: " \(user) ")
            refusal.text.remedy = refusal.text.remedy?.replacing(" USER ", with: " \(user) ")
        }
        refusal.text.cause += people.prefix(20).map(\.line).joined()
        return refusal
    }

    private static func value(of attribute: String, _ field: AccountField, _ person: MirroredPerson) -> String? {
        switch attribute {
        case "mail": person.user.mail
        case "proxyAddresses":
            ((person.user.proxyAddresses.primary.map { ["SMTP:\($0)"] } ?? [])
                + person.user.proxyAddresses.aliases.map { "smtp:\($0)" }).joined(separator: ", ")
        default: person.user.personal[field]
        }
    }
}

extension OwnershipRefusal.Person {
    /// Who, where, what is there and what was wanted, in lines of their own.
    fileprivate var line: String {
        guard let dn else { return "" }
        let values = present.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
            .map { "\n    \($0.key): \($0.value.printable)" }.joined()
        return "\n  \(user.printable): \(dn.printable)\(values)"
            + (wanted.map { "\n    wanted: \($0.printable)" } ?? "")
    }
}
