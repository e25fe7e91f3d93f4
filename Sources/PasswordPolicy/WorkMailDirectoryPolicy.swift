// SPDX-License-Identifier: Apache-2.0

/// The password policy of an organization with a WorkMail directory. AWS fixes it; nobody can change it.
///
/// The guide ("Troubleshooting Amazon WorkMail password policies"): not empty, at least eight characters, fewer than
/// 64, of Basic Latin or the Latin-1 supplement, from three of five groups. Where its words leave two readings the
/// stricter one is taken: a wrong refusal costs a second thought, a wrong acceptance a failed call.
public enum WorkMailDirectoryPolicy {
    private static let rules = rules(lessThan: 64)

    private static func rules(lessThan limit: Int) -> [any PasswordRule] {
        [NotEmpty(), LengthLimits(minimum: 8, lessThan: limit), Latin1Only(), .groups, UnseenCharacters()]
    }

    /// Everything that the policy has to say about a password.
    public static func judge(_ password: Password) -> PasswordVerdict {
        rules.judge(password)
    }

    /// The same, save that with `takes64` a password of exactly 64 characters is not too long: the other reading of the
    /// guide's words, for rehearsals.
    public static func judge(_ password: Password, takes64: Bool) -> PasswordVerdict {
        rules(lessThan: takes64 ? 65 : 64).judge(password)
    }

    /// The same for somebody, with a warning where their names are in it, which the policy does not mind.
    public static func judge(_ password: Password, for subject: PasswordSubject) -> PasswordVerdict {
        (rules + [NamesAbsent(subject, isAdvice: true)]).judge(password)
    }
}
