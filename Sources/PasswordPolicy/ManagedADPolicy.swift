// SPDX-License-Identifier: Apache-2.0

/// The password policy of an organization with an AWS Managed Microsoft AD: Microsoft's complexity under the values in
/// force, which are the domain's or a fine-grained policy's.
public enum ManagedADPolicy {
    /// Which way a new password takes to the directory.
    public enum Route: Hashable, Sendable {
        /// `ResetPassword` of the mail service, whose own shape of a password binds as well.
        case mailService
        /// Straight to a domain controller.
        case directory
    }

    /// Everything that directory and route have to say about a password. What the route says holds also where the
    /// directory's policy is not known.
    public static func judge(
        _ password: Password, for subject: PasswordSubject, under knowledge: PolicyKnowledge, through route: Route
    ) -> PasswordVerdict {
        var rules: [any PasswordRule] = route == .mailService ? [MailServiceShape()] : []
        switch knowledge {
        case .known(let policy):
            rules = ConnectedDomainPolicy.microsoft(policy, subject) + rules
            return rules.judge(password)
        case .unknown(let reason):
            var verdict = (rules.isEmpty ? [TextOnly()] : rules).judge(password)
            verdict.unknown = reason
            return verdict
        }
    }
}
