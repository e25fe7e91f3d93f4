// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import PasswordPolicy

/// The module's verdict beside Samba's own.
@Suite(.tags(.server), .requiresSamba) struct `A verdict on a password` {
    private static let count = 5_000
    private static let subject = PasswordSubject(
        sAMAccountName: "ana", displayName: "Ana Silva", userPrincipalName: "ana@corp.example.com")

    /// Domains' and settings objects': to Samba's function there is no difference.
    private static let policies: [(minimumLength: Int, isComplexityRequired: Bool)] = [0, 1, 5, 7, 8, 14, 63, 255]
        .flatMap { length in [(length, false), (length, true)] }

    private static func isAccepted(_ text: String, _ policy: (minimumLength: Int, isComplexityRequired: Bool)) -> Bool {
        ConnectedDomainPolicy.judge(
            Password(utf8: Array(text.utf8)), for: subject,
            under: .known(
                DomainPasswordPolicy(
                    origin: .domain(dn: "DC=corp"), algorithm: .samba, minimumLength: policy.minimumLength,
                    requiresComplexity: policy.isComplexityRequired))
        ).isAccepted
    }

    private static func question(
        _ text: String, _ policy: (minimumLength: Int, isComplexityRequired: Bool)
    ) -> SambaPasswordCheck.Question {
        SambaPasswordCheck.Question(
            password: text, minimumLength: policy.minimumLength,
            isComplexityRequired: policy.isComplexityRequired)
    }

    @Test func `is Samba's for every one of five thousand passwords, under each of sixteen policies`() async throws {
        print("passwords of seed \(PasswordCases.seed); PASSWORD_SEED=\(PasswordCases.seed) makes the same again")
        var cases = PasswordCases(seed: PasswordCases.seed)
        let texts = (0..<Self.count).map { _ in cases.next() }
        // Three policies each: what differs between policies are two numbers, and what between passwords, everything.
        let pairs = texts.enumerated().flatMap { index, text in
            (0..<3).map { (text, Self.policies[(index * 3 + $0 * 5) % Self.policies.count]) }
        }
        let answers = try await SambaPasswordCheck.answers(to: pairs.map { Self.question($0, $1) })
        guard let answers else {
            Issue.record("nothing was compared: samba-password-check knows the function of Samba 4.17 only")
            return
        }
        var counts: [SambaPasswordCheck.Answer: Int] = [:]
        for (pair, answer) in zip(pairs, answers) {
            counts[answer, default: 0] += 1
            guard Self.isAccepted(pair.0, pair.1) != (answer == .accepted) else { continue }
            let short = try await shortest(pair.0) { text in
                let answer = try await SambaPasswordCheck.answers(to: [Self.question(text, pair.1)])?.first
                return Self.isAccepted(text, pair.1) != (answer == .accepted)
            }
            Issue.record("\(codePoints(short)) under \(pair.1), seed \(PasswordCases.seed)")
            return
        }
        // A test that is always refused, or never, would test nothing.
        for answer in [SambaPasswordCheck.Answer.accepted, .tooShort, .notComplex] {
            #expect(counts[answer, default: 0] > pairs.count / 10, "\(counts)")
        }
    }

    @Test func `counts every character of Unicode for the class that Samba counts it for`() async throws {
        let (upper, lower) = try await SambaPasswordCheck.letterCase()
        #expect(upper.count > 600 && lower.count > 600)
        for value in 0x80...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let expected: SambaClass = upper.contains(value) ? .upper : lower.contains(value) ? .lower : .unicode
            if SambaClass(scalar) != expected { Issue.record("U+\(String(value, radix: 16)) is \(expected)") }
        }
    }

    @Test func `that is wrong is shown with the shortest password that it is wrong for`() async {
        let short = await shortest("Correct horse é battery staple £ and 7 more") { text in
            text.unicodeScalars.contains("é") && text.unicodeScalars.count > 2
        }
        #expect(short == "éaa" || short == "aéa" || short == "aaé")
        #expect(await shortest("x") { _ in true } == "")
        #expect(await shortest("\r\n\u{301}") { !$0.isEmpty } == "a")
    }
}
