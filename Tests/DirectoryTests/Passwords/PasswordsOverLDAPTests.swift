// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import PasswordPolicy
import TestSupport
import Testing

@testable import Directory

/// The whole way, for a sample: the policy read from the domain, the password set with `unicodePwd` over LDAPS by an
/// administrator, and the domain controller's answer beside the module's verdict.
///
/// 30 ms a password, most of it for the Kerberos keys that Samba makes before it looks; `PASSWORD_CASES=5000` sets at least so many, and `make password-differential` does that.
@Suite(.tags(.server), .requiresSamba) struct `A domain controller and the module` {
    private static let count =
        ProcessInfo.processInfo.environment["PASSWORD_CASES"].flatMap { Int($0) } ?? 300

    @Test func `say the same of every password, under ten policies of the domain and two settings objects`()
        async throws
    {
        try await SambaDomainController.with { controller in
            let lab = try await PolicyLab(controller)
            var cases = PasswordCases(seed: PasswordCases.seed)
            let rounds: [(length: Int, complexity: Bool)] = [0, 1, 7, 8, 14].flatMap { [($0, false), ($0, true)] }
            // Rounded up: at least as many as were asked for.
            let each = max(1, (Self.count + rounds.count + 1) / (rounds.count + 2))
            var refused = 0
            try await lab.withBoth { directory, administrator in
                for round in rounds {
                    try await lab.setDomainPolicy(minimumLength: round.length, isComplexityRequired: round.complexity)
                    let knowledge = try await directory.passwordPolicy(of: lab.plain).knowledge
                    #expect(knowledge.policy?.minimumLength == round.length)
                    #expect(knowledge.policy?.requiresComplexity == round.complexity)
                    let texts = (0..<each).map { _ in cases.next() }
                    refused += try await lab.compare(texts, for: lab.plain, under: knowledge, administrator)
                }
                for (user, length) in [(lab.strict, 12), (lab.lax, 3)] {
                    let knowledge = try await directory.passwordPolicy(of: user).knowledge
                    #expect(knowledge.policy?.minimumLength == length)
                    let texts = (0..<each).map { _ in cases.next() }
                    refused += try await lab.compare(texts, for: user, under: knowledge, administrator)
                }
            }
            #expect(refused > each * 2 && refused < each * 10, "\(refused) of \(each * 12) were refused")
        }
    }
}

/// A domain with a user of the domain's policy and two of settings objects.
private struct PolicyLab {
    let controller: SambaDomainController
    let plain: ObjectGUID
    let strict: ObjectGUID
    let lax: ObjectGUID

    init(_ controller: SambaDomainController) async throws {
        self.controller = controller
        plain = try await controller.addUser("ana", password: "Lab-only 4711", ["displayName": "Ana Silva"])
        strict = try await controller.addUser("strict", password: "Lab-only 4711")
        lax = try await controller.addUser("lax", password: "Lab-only 4711")
        try await controller.addPasswordSettings(
            "Strict", precedence: 10, minimumLength: 12, isComplexityRequired: true,
            appliesTo: ["CN=strict,CN=Users,\(controller.baseDN)"])
        try await controller.addPasswordSettings(
            "Lax", precedence: 20, minimumLength: 3, isComplexityRequired: false,
            appliesTo: ["CN=lax,CN=Users,\(controller.baseDN)"])
    }

    func setDomainPolicy(minimumLength: Int, isComplexityRequired: Bool) async throws {
        try await controller.modify(
            ldif: """
                dn: \(controller.baseDN)
                changetype: modify
                replace: minPwdLength
                minPwdLength: \(minimumLength)
                -
                replace: pwdProperties
                pwdProperties: \(isComplexityRequired ? 1 : 0)
                -
                replace: pwdHistoryLength
                pwdHistoryLength: 0
                -
                replace: minPwdAge
                minPwdAge: 0
                -

                """)
    }

    func withBoth(_ body: (ActiveDirectory, DirectoryAdministrator) async throws -> Void) async throws {
        let configuration = try controller.administratorConfiguration()
        try await ActiveDirectory.connect(configuration) { directory in
            try await DirectoryAdministrator.connect(configuration, as: try controller.administrator()) {
                try await body(directory, $0)
            }
        }
    }

    /// - Returns: how many were refused.
    func compare(
        _ texts: [String], for user: ObjectGUID, under knowledge: PolicyKnowledge,
        _ administrator: DirectoryAdministrator
    ) async throws -> Int {
        var refused = 0
        for text in texts {
            let accepted = try await isTaken(text, for: user, administrator)
            if !accepted { refused += 1 }
            guard Self.isAccepted(text, under: knowledge) != accepted else { continue }
            let short = try await shortest(text) { text in
                let isTaken = try await isTaken(text, for: user, administrator)
                return Self.isAccepted(text, under: knowledge) != isTaken
            }
            Issue.record("\(codePoints(short)) under \(knowledge), seed \(PasswordCases.seed)")
        }
        return refused
    }

    private static func isAccepted(_ text: String, under knowledge: PolicyKnowledge) -> Bool {
        let subject = PasswordSubject(sAMAccountName: "ana", displayName: "Ana Silva")
        return ConnectedDomainPolicy.judge(Password(utf8: Array(text.utf8)), for: subject, under: knowledge).isAccepted
    }

    /// Everything but a refusal by policy fails the test.
    private func isTaken(
        _ text: String, for user: ObjectGUID, _ administrator: DirectoryAdministrator
    ) async throws -> Bool {
        do {
            try await administrator.resetPassword(of: user, to: Password(utf8: Array(text.utf8)))
            return true
        } catch PasswordResetFailure.refused(let refusal) where refusal.isByPolicy {
            return false
        }
    }
}
