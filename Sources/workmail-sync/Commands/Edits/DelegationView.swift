// SPDX-License-Identifier: Apache-2.0
import Directory
import Sync

/// A refused change with everything that is needed to make it in the directory.
struct DelegationView {
    let delegations: [Delegation]
    let unchanged: [String]
    let ownership: Ownership
    let reason: String

    func show(_ output: OutputOptions) throws {
        let documents = delegations.map { DelegationDocument($0, owner: ownership.owner) }
        try output.show(documents, people: text)
    }

    private func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        if delegations.isEmpty {
            lines.append("Nothing is to be changed: the directory has these values already.")
        } else {
            lines.append(
                terminal.styled("Not changed here: the owner is \(ownership.owner.words).", .attention))
            lines += [reason.printable, ""]
        }
        for delegation in delegations.prefix(20) {
            lines.append("\(delegation.person.label.printable)")
            lines.append("  \(delegation.change.dn.printable)")
            for change in delegation.change.changes {
                lines.append(
                    "  \(change.attribute): \((change.old ?? "(none)").printable) → \((change.new ?? "(none)").printable)"
                )
            }
        }
        if delegations.count > 20 { lines.append("… and \(delegations.count - 20) more") }
        for label in unchanged.prefix(20) { lines.append("\(label.printable): it is so already.") }
        guard !delegations.isEmpty else { return lines.joined(separator: "\n") }
        lines += [
            "", "To make it in the directory, as its administrator: the same command with --delegate --as NAME",
            "Or by hand (--ldif FILE writes it), which is refused if a value is another by then:", "",
        ]
        lines.append(delegations.prefix(20).map(\.change.ldif).joined())
        return lines.joined(separator: "\n")
    }
}

/// How the changes in the directory went.
struct DelegationReportView {
    let outcomes: [DelegationOutcome]
    let ownership: Ownership

    func show(_ output: OutputOptions) throws {
        let documents = outcomes.map { DelegationDocument($0.delegation, owner: ownership.owner, outcome: $0) }
        try output.show(documents) { terminal in
            var table = TextTable([
                .init("in the directory", importance: .high), .init("who", importance: .high), .init("attribute"),
                .init("from"), .init("to"),
            ])
            for outcome in outcomes {
                for change in outcome.delegation.change.changes {
                    table.append([
                        .init(
                            outcome.failure == nil ? "changed" : "NOT changed", outcome.failure == nil ? .good : .bad),
                        .init(outcome.delegation.person.label), .init(change.attribute), .init(change.old),
                        .init(change.new),
                    ])
                }
            }
            // Sentences, which a table would cut.
            let failures = outcomes.compactMap { outcome in
                outcome.trouble.map { trouble in
                    "\(outcome.delegation.person.label): \(trouble.cause); \(trouble.remedy)".printable
                }
            }
            let done = outcomes.count { $0.failure == nil }
            return table.text(on: terminal)
                + (failures + ["\(done) of \(outcomes.count) people changed."])
                .joined(separator: "\n")
        }
    }
}

extension DelegationOutcome {
    var trouble: DirectoryTrouble? { failure.flatMap { DirectoryTrouble($0) } }
}

/// A delegation as programs get it.
struct DelegationDocument: Encodable {
    struct Attribute: Encodable {
        var field: String
        var attribute: String
        var present: String?
        var wanted: String?
    }

    var objectGUID: String
    var user: String
    var name: String
    var owner: String
    var dn: String
    var attributes: [Attribute]
    var ldif: String
    /// Whether it was made in the directory.
    var isDone: Bool
    var error: String?
    var remedy: String?

    init(_ delegation: Delegation, owner: Owner, outcome: DelegationOutcome? = nil) {
        objectGUID = delegation.person.guid.description
        user = delegation.person.user.sAMAccountName
        name = delegation.person.label
        self.owner = owner.rawValue
        dn = delegation.change.dn
        attributes = zip(delegation.fields, delegation.change.changes).map { field, change in
            Attribute(field: field.rawValue, attribute: change.attribute, present: change.old, wanted: change.new)
        }
        ldif = delegation.change.ldif
        isDone = outcome.map { $0.failure == nil } ?? false
        error = outcome?.trouble?.cause
        remedy = outcome?.trouble?.remedy
    }
}
