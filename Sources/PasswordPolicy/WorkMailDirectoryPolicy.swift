// SPDX-License-Identifier: Apache-2.0

/// The password policy of an organization with a WorkMail directory. AWS fixes it; nobody can change it.
///
/// The guide ("Troubleshooting Amazon WorkMail password policies"): not empty, at least eight characters, fewer than
/// 64, of Basic Latin or the Latin-1 supplement, from three of five groups. Where its words leave two readings the
/// stricter one is taken: a wrong refusal costs a second thought, a wrong acceptance a failed call.
public enum WorkMailDirectoryPolicy {
    private static let rules: [any PasswordRule] = [
        NotEmpty(),
        LengthLimits(minimum: 8, lessThan: 64),
        Latin1Only(),
        .groups,
        UnseenCharacters(),
    ]

    /// Everything that the policy has to say about a password.
    public static func judge(_ password: Password) -> PasswordVerdict {
        rules.judge(password)
    }

    /// The same for somebody, with a warning where their names are in it, which the policy does not mind.
    public static func judge(_ password: Password, for subject: PasswordSubject) -> PasswordVerdict {
        (rules + [NamesAbsent(subject, isAdvice: true)]).judge(password)
    }
}
