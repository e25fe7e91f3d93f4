// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// An explanation as people and programs are shown it.
struct ExplanationView {
    let explanation: Explanation

    init(_ explanation: Explanation) { self.explanation = explanation }

    private var person: MirroredPerson { explanation.person }
    private var argument: String { UserArgument.of(person.user.sAMAccountName, person.guid) }

    func text(_ terminal: Terminal) -> String {
        let user = person.user
        var lines = [
            terminal.styled("\(person.label.printable) (\(user.sAMAccountName.printable))", .heading),
            "  objectGUID  \(person.guid)",
            "  DN          \(user.dn.printable)",
            "  UPN         \((user.userPrincipalName ?? "none").printable)",
            "  mail        \((user.mail ?? "none").printable)",
            "",
            "Directory:    \(presence)",
            "Rule:         \(rule.printable)",
            "Decision:     \(decision.printable)",
            "Mailbox:      \(mailbox.printable)",
            "Next sync:    \(next.map(\.printable).joined(separator: "\n              "))",
        ]
        if !explanation.rivals.isEmpty {
            lines.append(
                "Same address: " + explanation.rivals.map { "\($0.label) (\($0.dn))".printable }.joined(separator: ", ")
            )
        }
        if !explanation.namesakes.isEmpty {
            lines.append("")
            lines.append("Somebody else has or had this name; they are different people:")
            for other in explanation.namesakes {
                lines.append("  \(other.guid)  \(other.presence.rawValue)  \(other.user.dn.printable)")
            }
        }
        if !explanation.journal.isEmpty {
            lines.append("")
            lines.append("Journal:")
            lines += explanation.journal.suffix(12).map { "  " + $0.line.printable }
        }
        return lines.joined(separator: "\n")
    }

    private var presence: String {
        switch person.presence {
        case .present: "present"
        case .deleted: "deleted" + (person.absentSince.map { ", seen \($0.formatted(.iso8601))" } ?? "")
        case .missing: "not found any more" + (person.absentSince.map { ", since \($0.formatted(.iso8601))" } ?? "")
        }
    }

    private var rule: String {
        guard let reason = person.standing.reason else {
            return "candidate, with the address \(person.standing.address?.text ?? "none")"
        }
        return "no candidate: \(reason)"
    }

    private var decision: String {
        guard let decision = explanation.decision else { return "none yet" }
        let what = decision.verdict.rawValue + (decision.email.map { " with the address \($0)" } ?? "")
        return "\(what) by \(decision.by) on \(decision.at.formatted(.iso8601))"
            + (decision.reason.map { ": \($0)" } ?? "")
    }

    private var mailbox: String {
        guard let entity = explanation.entity else { return "none: the organization does not list this person" }
        var text = "\(entity.state) (\(entity.id))"
        if let email = entity.email { text += ", \(email)" }
        if !explanation.aliases.isEmpty {
            text += ", aliases " + explanation.aliases.map(\.text).joined(separator: ", ")
        }
        if entity.state != .enabled, let date = entity.disabledDate {
            text += ", disabled on \(date.formatted(.iso8601)); the mailbox is kept for 30 days from then"
        }
        return text
    }

    private var next: [String] {
        let changes = explanation.plan.changes.map { change in
            "\(change.words) \([change.oldValue, change.newValue].compactMap(\.self).joined(separator: " → ")): \(change.reason)"
        }
        let waits = explanation.plan.waiting.flatMap {
            [
                "waits to \($0.intention): \($0.hold.explanation)",
                "  \($0.hold.remedy(for: UserArgument.of($0.name, $0.guid)))",
            ]
        }
        let all = changes + waits
        if !all.isEmpty { return all }
        if explanation.entity?.state == .enabled {
            return explanation.decision?.verdict == .approved
                ? ["nothing: everything is as it should be"]
                : [
                    "nothing: the mailbox was not approved here; to have it follow the directory: workmail-sync approve \(argument)"
                ]
        }
        return person.standing.isCandidate && explanation.decision == nil && person.presence == .present
            ? ["nothing: a decision is missing: workmail-sync approve \(argument)"] : ["nothing"]
    }

    struct Document: Encodable {
        struct Mailbox: Encodable {
            var entityID: String
            var state: String
            var email: String?
            var aliases: [String]
            var disabledDate: Date?
        }

        var candidate: CandidateDocument
        var presence: String
        var absentSince: Date?
        var decision: DecisionDocument?
        var mailbox: Mailbox?
        var next: [ChangeDocument]
        var waiting: [WaitingDocument]
        var sameAddress: [String]
        var sameName: [String]
        var journal: [String]
    }

    var document: Document {
        Document(
            candidate: CandidateDocument(person, contested: [:]), presence: person.presence.rawValue,
            absentSince: person.absentSince, decision: explanation.decision.map { DecisionDocument(person, $0) },
            mailbox: explanation.entity.map {
                .init(
                    entityID: $0.id.value, state: $0.state.rawValue, email: $0.email?.text,
                    aliases: explanation.aliases.map(\.text), disabledDate: $0.disabledDate)
            },
            next: explanation.plan.changes.map { ChangeDocument($0) },
            waiting: explanation.plan.waiting.map(WaitingDocument.init), sameAddress: explanation.rivals.map(\.dn),
            sameName: explanation.namesakes.map { $0.guid.description }, journal: explanation.journal.map(\.line))
    }
}

extension JournalRecord {
    /// One line for people.
    var line: String {
        let value = [oldValue, newValue].compactMap(\.self).joined(separator: " → ")
        return [
            at.formatted(.iso8601), event.rawValue, operation, value, event == .outcome ? result ?? "" : reason,
            "by \(actor)",
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
