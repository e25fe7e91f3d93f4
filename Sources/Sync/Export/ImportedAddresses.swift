// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// The addresses of an export, by their owners: present ones of those enabled, former ones of those disabled.
struct ImportedAddresses: Sendable {
    private var owned: [EntityID: (primary: EmailAddress?, aliases: [EmailAddress])] = [:]
    /// Who has which present address.
    private var owners: [EmailAddress: String] = [:]
    private(set) var domains: Set<String> = []
    private(set) var problems: [String] = []

    func of(_ id: EntityID) -> (primary: EmailAddress?, aliases: [EmailAddress]) { owned[id] ?? (nil, []) }

    mutating func add(_ user: ExportedUser) {
        add(
            EntityID(user.id), "user \(user.name) (\(user.id))", user.state, email: user.email, aliases: user.aliases,
            formerEmail: user.formerEmail ?? user.email ?? user.snapshot?.primary,
            formerAliases: user.formerEmail == nil ? user.snapshot?.aliases ?? user.aliases : user.formerAliases)
    }

    mutating func add(_ group: ExportedGroup) {
        add(
            EntityID(group.id), "group \(group.name) (\(group.id))", group.state, email: group.email,
            aliases: group.aliases, formerEmail: group.formerEmail ?? group.email, formerAliases: group.formerAliases)
    }

    private mutating func add(
        _ id: EntityID, _ who: String, _ state: String, email: String?, aliases: [String], formerEmail: String?,
        formerAliases: [String]
    ) {
        switch EntityState(rawValue: state) {
        case .enabled:
            guard let email else {
                problems.append("\(who) is ENABLED and has no address")
                return
            }
            owned[id] = (address(email, of: who), aliases.compactMap { address($0, of: who) })
            for address in [owned[id]?.primary].compactMap(\.self) + (owned[id]?.aliases ?? []) {
                if let other = owners.updateValue(who, forKey: address) {
                    problems.append("\(address) is an address of \(other) and of \(who)")
                }
                domains.insert(address.domain)
            }
        case .disabled:
            owned[id] = (
                formerEmail.flatMap { address($0, of: who) }, formerAliases.compactMap { address($0, of: who) }
            )
        // Nothing comes back with one that is gone.
        default: break
        }
    }

    private mutating func address(_ text: String, of who: String) -> EmailAddress? {
        do { return try EmailAddress(text) } catch {
            problems.append("“\(text)” of \(who) is no address that the service takes: \(error)")
            return nil
        }
    }
}
