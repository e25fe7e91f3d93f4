// SPDX-License-Identifier: Apache-2.0

/// The shape of a password in the mail service's `ResetPassword`, whatever directory is behind it: `[\u0020-\u00FF]+`, at
/// most 256 (the API's `Password`). Without the control characters U+007F to U+009F, see ``Latin1Only``.
struct MailServiceShape: PasswordRule {
    var limits: [PasswordLimit] { Latin1Only().limits + [.init(rule: "mail-service-length", limit: Self.limit)] }
    private static let limit = "at most 256 characters in the mail service"

    func judge(_ password: Password) -> PasswordVerdict {
        var verdict = Latin1Only().judge(password)
        let excess = password.countOfUTF16Units() - 256
        if excess > 0 {
            verdict.violations.append(
                PasswordViolation(
                    rule: "mail-service-length", limit: Self.limit,
                    fix: "leave out \(excess == 1 ? "one" : "\(excess)")"))
        }
        return verdict
    }
}
