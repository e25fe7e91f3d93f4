// SPDX-License-Identifier: Apache-2.0

/// The password policy of an organization with a Simple AD, which is a Samba: the published default, which is the same as
/// ``WorkMailDirectoryPolicy``'s, joined with what the directory itself enforces.
///
/// Published is "by default", and the directory's tools can change it: a longer minimum binds, a shorter one does not,
/// since the mail service may still ask for the published eight. The verdict of the directory alone, for a reset straight
/// through LDAP, is ``ConnectedDomainPolicy``'s.
public enum SimpleADPolicy {
    /// Everything that the published rules and the directory have to say about a password. The published rules hold also
    /// where the directory's policy is not known.
    public static func judge(
        _ password: Password, for subject: PasswordSubject, under knowledge: PolicyKnowledge
    ) -> PasswordVerdict {
        let policy = knowledge.policy
        var rules: [any PasswordRule] = [
            NotEmpty(), DirectoryLength(minimum: max(8, policy?.minimumLength ?? 0), maximum: 63), Latin1Only(),
            .groups,
        ]
        if policy?.requiresComplexity == true { rules += [.sambaClasses, ClassesDiffer()] }
        rules += [NamesAbsent(subject, isAdvice: true), UnseenCharacters()]
        var verdict = rules.judge(password)
        if case .unknown(let reason) = knowledge { verdict.unknown = reason }
        return verdict
    }
}
