// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import PasswordPolicy
import Sync
import Testing

@testable import workmail_sync

/// What is said of the policy itself beside a verdict, without a directory.
@Suite struct `A policy in force` {
    private static let now = Date(timeIntervalSinceReferenceDate: 800_000_000)

    private static func policy(
        minimumLength: Int?, readBefore seconds: Double = 0, trouble: String? = nil
    ) -> PolicyInForce {
        let knowledge =
            minimumLength.map {
                PolicyKnowledge.known(
                    DomainPasswordPolicy(
                        origin: .domain(dn: "DC=corp"), algorithm: .samba, minimumLength: $0, requiresComplexity: $0 > 0
                    ))
            } ?? .unknown(reason: "the PSO may not be read")
        let subject = PasswordSubject(sAMAccountName: "ana")
        return PolicyInForce(
            kind: .adConnector, subject: subject,
            reading: PasswordPolicyReading(
                knowledge: knowledge, values: [], warnings: [], subject: subject, readAt: now - seconds),
            trouble: trouble)
    }

    @Test(
        arguments: [
            (0, "just now"), (1, "1 s ago"), (119, "119 s ago"), (120, "2 minutes ago"), (7200, "2 hours ago"),
            (259_200, "3 days ago"), (-60, "just now"),
        ] as [(Double, String)])
    func `that is not of now says how old it is, and why`(seconds: Double, words: String) throws {
        #expect(Self.policy(minimumLength: 7, readBefore: seconds).staleness(at: Self.now) == nil)
        let policy = Self.policy(minimumLength: 7, readBefore: seconds, trouble: "ldaps://dc1: refused")
        let staleness = try #require(policy.staleness(at: Self.now))
        #expect(staleness.hasSuffix(", \(words); the directory cannot be asked now: ldaps://dc1: refused"))
        let verdict = policy.judge(Password(utf8: Array("Abcdefg-123".utf8)), through: .organization)
        let document = VerdictDocument(verdict, policy, through: .organization, now: Self.now)
        #expect(document.text(.none).contains(staleness) && document.readAt == policy.reading?.readAt)
    }

    @Test func `that takes an empty password does not have one set`() {
        let verdict = Self.policy(minimumLength: 0).judge(Password(utf8: []), through: .directory)
        #expect(verdict.isAccepted && verdict.warnings.map(\.rule) == ["empty"])
        let refused = Self.policy(minimumLength: 7).judge(Password(utf8: []), through: .directory)
        #expect(refused.violations.map(\.rule) == ["not-empty"] && refused.warnings.isEmpty)
    }

    @Test func `that is not known, or asks for more than 63, is noted beside a generated password`() {
        #expect(Self.policy(minimumLength: 63).notesOnGenerated(at: Self.now).isEmpty)
        #expect(Self.policy(minimumLength: 64).notesOnGenerated(at: Self.now).first?.contains("at most 63") == true)
        let unknown = Self.policy(minimumLength: nil).notesOnGenerated(at: Self.now)
        #expect(unknown.first?.contains("not known (the PSO may not be read)") == true)
        let old = Self.policy(minimumLength: 7, readBefore: 90, trouble: "away").notesOnGenerated(at: Self.now)
        #expect(old.count == 1 && old[0].contains("90 s ago"))
    }
}
