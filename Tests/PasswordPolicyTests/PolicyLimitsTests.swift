// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

/// What each policy asks for: the whole list, whatever the password, and no violation of anything that is not on it.
@Suite struct `What a policy asks for` {
    private static let subject = PasswordSubject(sAMAccountName: "ana", displayName: "Ana Silva")
    private static let texts = [
        "Correct-Horse-9", "abc", "ana", "Silva123!", "\u{1F600}", "Ā1", String(repeating: "a", count: 300), "\u{0}",
    ]

    private static func knowledge(_ algorithm: DirectoryAlgorithm) -> PolicyKnowledge {
        .known(
            DomainPasswordPolicy(
                origin: .domain(dn: "DC=corp"), algorithm: algorithm, minimumLength: 10, requiresComplexity: true))
    }

    enum Policy: CaseIterable, Sendable {
        case workMailDirectory, simpleAD, managedAD, connectedSamba

        func judge(_ password: Password) -> PasswordVerdict {
            switch self {
            case .workMailDirectory: WorkMailDirectoryPolicy.judge(password, for: subject)
            case .simpleAD: SimpleADPolicy.judge(password, for: subject, under: knowledge(.samba))
            case .managedAD:
                ManagedADPolicy.judge(password, for: subject, under: knowledge(.microsoft), through: .mailService)
            case .connectedSamba: ConnectedDomainPolicy.judge(password, for: subject, under: knowledge(.samba))
            }
        }

        var rules: [String] {
            switch self {
            case .workMailDirectory:
                ["not-empty", "minimum-length", "maximum-length", "latin-1", "character-groups"]
            case .simpleAD:
                ["not-empty", "minimum-length", "maximum-length", "latin-1", "character-groups", "samba-classes"]
            case .managedAD:
                [
                    "not-empty", "not-text", "minimum-length", "maximum-length", "character-categories", "account-name",
                    "display-name", "latin-1", "mail-service-length",
                ]
            case .connectedSamba: ["not-empty", "not-text", "minimum-length", "samba-classes"]
            }
        }
    }

    @Test(arguments: Policy.allCases)
    func `is the same for every password, and all that can be broken`(policy: Policy) {
        for text in Self.texts {
            let verdict = policy.judge(Password(utf8: Array(text.utf8)))
            #expect(verdict.limits.map(\.rule) == policy.rules, "\(policy), \(text)")
            for violation in verdict.violations {
                // In the same words, and told as broken.
                let limit = verdict.limits.first { $0.rule == violation.rule }
                #expect(limit?.limit == violation.limit && limit.map(verdict.keeps) == false, "\(policy), \(text)")
            }
            #expect(verdict.limits.count { verdict.keeps($0) } == policy.rules.count - verdict.violations.count)
        }
        #expect(policy.judge(Password(utf8: [])).limits.map(\.rule) == ["not-empty"])
    }
}
