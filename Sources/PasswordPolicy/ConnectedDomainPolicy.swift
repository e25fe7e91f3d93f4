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
        case .unknown(let reason): PasswordVerdict(unknown: reason)
        case .known(let policy): rules(policy, subject).judge(password)
        }
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
        if policy.requiresComplexity { rules.append(SambaComplexity()) }
        return rules + [NullCharacter(), UnseenCharacters()]
    }

    /// [MS-SAMR] 3.1.1.7.2, and at most 256, which is asked of an exempt account as well.
    static func microsoft(_ policy: DomainPasswordPolicy, _ subject: PasswordSubject) -> [any PasswordRule] {
        var rules = presence(policy)
        rules.append(DirectoryLength(minimum: policy.minimumLength, maximum: policy.isExempt ? nil : 256))
        if policy.requiresComplexity { rules += [MicrosoftComplexity(), NamesAbsent(subject)] }
        if policy.isExempt { rules = rules.map(Excused.init) + [DirectoryLength(minimum: 0, maximum: 256)] }
        return rules + [NullCharacter(), UnseenCharacters()]
    }

    /// A directory without minimum and complexity takes an empty password.
    private static func presence(_ policy: DomainPasswordPolicy) -> [any PasswordRule] {
        policy.minimumLength > 0 || policy.requiresComplexity ? [NotEmpty()] : []
    }
}
