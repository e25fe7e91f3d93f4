// SPDX-License-Identifier: Apache-2.0

/// A rule of the domain's for an account that the domain asks nothing of: what would break it is only unwise.
struct Excused: PasswordRule {
    var rule: any PasswordRule

    func judge(_ password: Password) -> PasswordVerdict {
        var verdict = rule.judge(password)
        verdict.warnings += verdict.violations.map {
            PasswordWarning(rule: $0.rule, reason: "the domain excuses this account alone from: \($0)")
        }
        verdict.violations = []
        return verdict
    }
}
