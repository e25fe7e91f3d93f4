// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import Testing

/// An account that needs no password, of which Active Directory asks nothing.
@Suite struct `The policy of an exempt account` {
    private static let subject = PasswordSubject(sAMAccountName: "ana", displayName: "Ana Silva")

    private static func policy(_ algorithm: DirectoryAlgorithm, isExempt: Bool = true) -> DomainPasswordPolicy {
        var policy = DomainPasswordPolicy(
            origin: .domain(dn: "DC=corp"), algorithm: algorithm, minimumLength: 7, requiresComplexity: true)
        policy.isExempt = isExempt
        return policy
    }

    private static func judge(_ text: String, _ policy: DomainPasswordPolicy) -> PasswordVerdict {
        ConnectedDomainPolicy.judge(Password(utf8: Array(text.utf8)), for: subject, under: .known(policy))
    }

    @Test func `only warns of what it would else refuse`() {
        for (text, rules) in [
            ("", ["not-empty"]), ("abc", ["minimum-length", "character-categories"]),
            ("Silva-4711", ["display-name"]), ("Correct-horse-7", []),
        ] as [(String, [String])] {
            let bound = Self.judge(text, Self.policy(.microsoft, isExempt: false))
            let excused = Self.judge(text, Self.policy(.microsoft))
            #expect(bound.violations.map(\.rule) == rules)
            #expect(excused.isAccepted && excused.warnings.map(\.rule) == rules, "\(text)")
            #expect(excused.limits.allSatisfy { excused.keeps($0) })
        }
    }

    @Test func `leaves what the server and the mail service cannot take`() {
        let long = String(repeating: "a", count: 257)
        #expect(Self.judge(long, Self.policy(.microsoft)).violations.map(\.rule) == ["maximum-length"])
        let verdict = ManagedADPolicy.judge(
            Password(utf8: Array("a€".utf8)), for: Self.subject, under: .known(Self.policy(.microsoft)),
            through: .mailService)
        #expect(verdict.violations.map(\.rule) == ["latin-1"])
    }

    @Test func `is stored, and one that was stored without it is not exempt`() throws {
        let encoder = JSONEncoder()
        let (exempt, usual) = (Self.policy(.microsoft), Self.policy(.microsoft, isExempt: false))
        #expect(try JSONDecoder().decode(DomainPasswordPolicy.self, from: encoder.encode(exempt)) == exempt)
        let stored = try encoder.encode(usual)
        #expect(!String(decoding: stored, as: UTF8.self).contains("xempt"))
        #expect(try JSONDecoder().decode(DomainPasswordPolicy.self, from: stored) == usual && !usual.isExempt)
    }
}
