// SPDX-License-Identifier: Apache-2.0

/// One rule of a password policy. A policy is a list of rules, and its verdict is all of theirs, in their order.
///
/// An empty password is for `NotEmpty` to judge, and for no other rule: whoever gave none is not helped by being told
/// that it was also too short.
protocol PasswordRule: Sendable {
    func judge(_ password: Password) -> PasswordVerdict
    /// What it asks for; empty for a rule that only advises.
    var limits: [PasswordLimit] { get }
}

extension PasswordRule {
    var limits: [PasswordLimit] { [] }
}

extension Sequence<any PasswordRule> {
    /// What all the rules say together.
    func judge(_ password: Password) -> PasswordVerdict {
        reduce(into: PasswordVerdict()) { verdict, rule in
            let part = rule.judge(password)
            verdict.violations += part.violations
            verdict.warnings += part.warnings
            verdict.unknown = verdict.unknown ?? part.unknown
            if !password.isEmpty || rule is NotEmpty { verdict.limits += rule.limits }
        }
    }
}

extension PasswordVerdict {
    static let fine = PasswordVerdict()

    static func violation(_ rule: String, limit: String, fix: String) -> PasswordVerdict {
        PasswordVerdict(violations: [PasswordViolation(rule: rule, limit: limit, fix: fix)])
    }

    static func warning(_ rule: String, reason: String) -> PasswordVerdict {
        PasswordVerdict(warnings: [PasswordWarning(rule: rule, reason: reason)])
    }
}
