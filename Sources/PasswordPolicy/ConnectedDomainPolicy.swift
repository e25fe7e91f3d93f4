// SPDX-License-Identifier: Apache-2.0

/// The password policy of an organization behind an AD Connector: entirely the connected domain's.
///
/// It is also what any domain controller itself says to a reset straight through LDAP, without a mail service in between:
/// Samba's verdict or Microsoft's, by the server's vendor.
public enum ConnectedDomainPolicy {
    /// Everything that the domain has to say about a password that an administrator sets: its age and the history are
    /// asked for a change only ([MS-SAMR] 3.1.1.7.1).
    public static func judge(
        _ password: Password, for subject: PasswordSubject, under knowledge: PolicyKnowledge
    ) -> PasswordVerdict {
        switch knowledge {
        case .unknown(let reason): return unknown(reason, password)
        case .known(let policy): return rules(policy, subject).judge(password)
        }
    }

    /// No directory takes what is no text, whatever else it asks for.
    private static func unknown(_ reason: String, _ password: Password) -> PasswordVerdict {
        var verdict = ([TextOnly()] as [any PasswordRule]).judge(password)
        verdict.unknown = reason
        return verdict
    }

    static func rules(_ policy: DomainPasswordPolicy, _ subject: PasswordSubject) -> [any PasswordRule] {
        switch policy.algorithm {
        case .samba: samba(policy)
        case .microsoft: microsoft(policy, subject)
        }
    }

    /// `samdb_check_password` and `check_password_quality`: length and classes, and no names.
    static func samba(_ policy: DomainPasswordPolicy) -> [any PasswordRule] {
        var rules = presence(policy)
        rules.append(DirectoryLength(minimum: policy.minimumLength))
        if policy.requiresComplexity { rules.append(.sambaClasses) }
        return rules + [NullCharacter(), ControlCharacters(), UnseenCharacters()]
    }

    /// [MS-SAMR] 3.1.1.7.2, and at most 256, which is asked of an exempt account as well.
    static func microsoft(_ policy: DomainPasswordPolicy, _ subject: PasswordSubject) -> [any PasswordRule] {
        var rules = presence(policy)
        rules.append(DirectoryLength(minimum: policy.minimumLength, maximum: policy.isExempt ? nil : 256))
        if policy.requiresComplexity { rules += [.categories, NamesAbsent(subject)] }
        if policy.isExempt {
            rules = rules.map { $0 is TextOnly ? $0 : Excused(rule: $0) } + [DirectoryLength(minimum: 0, maximum: 256)]
        }
        return rules + [NullCharacter(), ControlCharacters(), UnseenCharacters()]
    }

    /// A directory without minimum and complexity takes an empty password, and none takes what is no text.
    private static func presence(_ policy: DomainPasswordPolicy) -> [any PasswordRule] {
        (policy.minimumLength > 0 || policy.requiresComplexity ? [NotEmpty()] : []) + [TextOnly()]
    }
}
