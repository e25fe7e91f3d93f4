// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import PasswordPolicy

/// What a policy says of a password, as people and programs get it. Nothing of the password is in it.
struct VerdictDocument: Encodable {
    struct Finding: Encodable {
        var rule: String
        var limit: String
        var fix: String
    }

    struct Rule: Encodable {
        var rule: String
        var limit: String
        var isKept: Bool
    }

    struct Warning: Encodable {
        var rule: String
        var reason: String
    }

    /// Whose rules they are.
    var policy: String
    /// `accepted`, `refused`, or `unknown` where only the server can tell.
    var verdict: String
    /// Everything that the policy asks for, kept or not.
    var rules: [Rule]
    var violations: [Finding]
    var warnings: [Warning]
    /// Why the verdict is not known.
    var unknown: String?
    /// When the directory's values were read.
    var readAt: Date?
    /// Why they are not of now.
    var notOfNow: String?

    private enum CodingKeys: String, CodingKey {
        case policy, verdict, rules, violations, warnings, unknown, readAt, notOfNow
    }

    private let staleness: String?

    init(
        _ verdict: PasswordVerdict, _ policy: PolicyInForce, through route: PolicyInForce.Route, now: Date = Date()
    ) {
        self.policy = policy.name(through: route)
        readAt = policy.reading?.readAt
        notOfNow = policy.trouble
        staleness = policy.staleness(at: now)
        rules = verdict.limits.map { Rule(rule: $0.rule, limit: $0.limit, isKept: verdict.keeps($0)) }
        violations = verdict.violations.map { Finding(rule: $0.rule, limit: $0.limit, fix: $0.fix) }
        warnings = verdict.warnings.map { Warning(rule: $0.rule, reason: $0.reason) }
        unknown = verdict.unknown
        self.verdict = !violations.isEmpty ? "refused" : unknown == nil ? "accepted" : "unknown"
    }

    func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        switch verdict {
        case "refused": lines.append(terminal.styled("Refused by \(policy):", .bad))
        case "accepted": lines.append(terminal.styled("Accepted by \(policy).", .good))
        default:
            lines.append(terminal.styled("Not known: \((unknown ?? "").printable). The server decides.", .attention))
        }
        lines += rules.filter(\.isKept).map { "  kept, \($0.rule): \($0.limit)".printable }
        lines += violations.map { "  broken, \($0.rule): \($0.limit): \($0.fix)".printable }
        lines += warnings.map { "  note, \($0.rule): \($0.reason)".printable }
        if verdict == "refused", let unknown { lines.append("  beside that, not known: \(unknown.printable)") }
        if let staleness { lines.append("  \(staleness)".printable) }
        return lines.joined(separator: "\n")
    }
}
