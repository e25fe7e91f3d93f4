// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

/// Lengths at their borders, in the unit that a directory counts in, and what is not known.
@Suite struct `A directory's password policy` {
    private static let subject = PasswordSubject(sAMAccountName: "ana", displayName: "Ana Silva")

    private static func policy(
        _ algorithm: DirectoryAlgorithm, _ minimumLength: Int, complexity: Bool = false
    ) -> DomainPasswordPolicy {
        DomainPasswordPolicy(
            origin: .domain(dn: "DC=corp"), algorithm: algorithm, minimumLength: minimumLength,
            requiresComplexity: complexity)
    }

    private static func rules(_ text: String, _ policy: DomainPasswordPolicy) -> [String] {
        ConnectedDomainPolicy.judge(Password(utf8: Array(text.utf8)), for: subject, under: .known(policy))
            .violations.map(\.rule)
    }

    @Test(arguments: [.samba, .microsoft] as [DirectoryAlgorithm])
    func `counts UTF-16 code units`(algorithm: DirectoryAlgorithm) {
        let eight = Self.policy(algorithm, 8)
        for (text, isEnough) in [
            ("abcdefg", false), ("abcdefgh", true), ("ééééééé", false), ("éééééééé", true),
            // Two units each; three of them and one more are seven.
            ("😀😀😀a", false), ("😀😀😀😀", true),
            // One user-perceived character of eight units, and one of two.
            ("👩‍👩‍👦", true), ("abcdef\r\n", true), ("abcde\r\n", false), ("abcdefe\u{301}", true), ("abcdeé", false),
            ("abcde\u{0}\u{0}a", true),
        ] {
            #expect(Self.rules(text, eight) == (isEnough ? [] : ["minimum-length"]), "\(text)")
        }
    }

    @Test func `has a maximum of 256 units at Microsoft, and none at Samba`() {
        for (text, isTooLong) in [
            (String(repeating: "a", count: 256), false), (String(repeating: "a", count: 257), true),
            (String(repeating: "😀", count: 128), false), (String(repeating: "😀", count: 128) + "a", true),
        ] {
            #expect(Self.rules(text, Self.policy(.microsoft, 0)) == (isTooLong ? ["maximum-length"] : []))
            #expect(Self.rules(text, Self.policy(.samba, 0)).isEmpty)
        }
    }

    @Test func `takes no bytes that are not UTF-8, known or not, and a U+FFFD that was typed`() {
        for knowledge in [
            .known(Self.policy(.samba, 7)), .known(Self.policy(.microsoft, 7)), .unknown(reason: "not read"),
        ] as [PolicyKnowledge] {
            func broken(_ bytes: [UInt8]) -> [[String]] {
                [
                    ConnectedDomainPolicy.judge(Password(utf8: bytes), for: Self.subject, under: knowledge),
                    ManagedADPolicy.judge(
                        Password(utf8: bytes), for: Self.subject, under: knowledge, through: .directory),
                ].map { $0.violations.map(\.rule) }
            }
            #expect(broken(Array("Abcdef1!".utf8) + [0xE9]) == [["not-text"], ["not-text"]])
            #expect(broken(Array("Abcdef1!\u{FFFD}".utf8)) == [[], []])
        }
    }

    @Test func `warns of control characters, and of U+0000 apart`() {
        func warnings(_ text: String) -> [String] {
            ConnectedDomainPolicy.judge(
                Password(utf8: Array(text.utf8)), for: Self.subject, under: .known(Self.policy(.samba, 0))
            ).warnings.map(\.rule)
        }
        for text in ["a\tb", "a\r\n", "a\u{7F}", "a\u{85}"] { #expect(warnings(text) == ["control"]) }
        #expect(warnings("a\u{0}") == ["null"] && warnings("a\t\u{0}") == ["null", "control"])
        #expect(warnings("aé€漢").isEmpty)
    }

    @Test func `takes an empty password only without minimum and complexity`() {
        for algorithm in [.samba, .microsoft] as [DirectoryAlgorithm] {
            #expect(Self.rules("", Self.policy(algorithm, 0)).isEmpty)
            #expect(Self.rules("", Self.policy(algorithm, 0, complexity: true)) == ["not-empty"])
            #expect(Self.rules("", Self.policy(algorithm, 7, complexity: true)) == ["not-empty"])
        }
    }

    @Test func `of a Simple AD is the stricter of the published one and the live one`() {
        func rules(_ text: String, _ minimumLength: Int, complexity: Bool = true) -> [String] {
            SimpleADPolicy.judge(
                Password(utf8: Array(text.utf8)), for: Self.subject,
                under: .known(Self.policy(.samba, minimumLength, complexity: complexity))
            ).violations.map(\.rule)
        }
        func ofLength(_ count: Int) -> String { "B1" + String(repeating: "a", count: count - 2) }
        for (length, minimum, expected) in [
            (7, 7, ["minimum-length"]), (8, 7, []), (8, 0, []), (7, 0, ["minimum-length"]),
            (11, 12, ["minimum-length"]), (12, 12, []), (63, 7, []), (64, 7, ["maximum-length"]),
        ] as [(Int, Int, [String])] {
            #expect(rules(ofLength(length), minimum) == expected, "\(length) under \(minimum)")
        }
        // Switched off in the directory, it is still published.
        #expect(rules("abcdefgh", 7, complexity: false) == ["character-groups"])
        #expect(rules("Abcdefgé", 7, complexity: false).isEmpty && rules("Abcdefgé", 7) == ["samba-classes"])
        #expect(rules("Abcdef1€", 7) == ["latin-1"] && rules("Abcdef1e\u{301}", 7) == ["latin-1"])
        #expect(rules("", 7) == ["not-empty"])
    }

    @Test func `of a Managed AD has the mail service's range for a reset through it, and only then`() {
        func rules(_ text: String, _ route: ManagedADPolicy.Route) -> [String] {
            // Microsoft's algorithm, whatever a server calls itself.
            ManagedADPolicy.judge(
                Password(utf8: Array(text.utf8)), for: Self.subject,
                under: .known(Self.policy(.samba, 7, complexity: true)), through: route
            ).violations.map(\.rule)
        }
        #expect(rules("Abcdef1漢", .directory).isEmpty && rules("Abcdef1漢", .mailService) == ["latin-1"])
        #expect(rules("Abcdef1\u{7F}", .mailService) == ["latin-1"])
        #expect(rules("Abcdef1é", .mailService).isEmpty)
        let long = "B1" + String(repeating: "a", count: 255)
        #expect(rules(long, .directory) == ["maximum-length"])
        #expect(rules(long, .mailService) == ["maximum-length", "mail-service-length"])
        #expect(rules("xSILVAx12", .mailService) == ["display-name"])
    }

    @Test func `that is not known accepts nothing, says why, and asks for no default`() {
        let unknown = PolicyKnowledge.unknown(reason: "the PSO may not be read")
        func verdicts(_ text: String) -> [PasswordVerdict] {
            let password = Password(utf8: Array(text.utf8))
            return [
                ConnectedDomainPolicy.judge(password, for: Self.subject, under: unknown),
                ManagedADPolicy.judge(password, for: Self.subject, under: unknown, through: .directory),
                ManagedADPolicy.judge(password, for: Self.subject, under: unknown, through: .mailService),
                SimpleADPolicy.judge(password, for: Self.subject, under: unknown),
            ]
        }
        for text in ["", "a", "Correct-horse-7"] {
            for verdict in verdicts(text) {
                #expect(!verdict.isAccepted && verdict.unknown == "the PSO may not be read")
            }
            // Not one violation of the directory's, known or by default.
            #expect(verdicts(text)[0].violations.isEmpty && verdicts(text)[1].violations.isEmpty)
        }
        // What is published, and the route's, hold all the same.
        #expect(verdicts("a€")[2].violations.map(\.rule) == ["latin-1"])
        #expect(verdicts("abc")[3].violations.map(\.rule) == ["minimum-length", "character-groups"])
        #expect(verdicts("Correct-horse-7")[3].violations.isEmpty)
    }

    @Test func `says nothing with a character of the password in it`() {
        for text in ["Ωmega€", "Tomato", "пароль", "ana\u{0}", "😀"] {
            for algorithm in [.samba, .microsoft] as [DirectoryAlgorithm] {
                let verdict = ConnectedDomainPolicy.judge(
                    Password(utf8: Array(text.utf8)), for: Self.subject,
                    under: .known(Self.policy(algorithm, 20, complexity: true)))
                let said = (verdict.violations.map(\.description) + verdict.warnings.map(\.description)).joined()
                #expect(!verdict.isAccepted && !said.contains(text))
                for scalar in text.unicodeScalars where scalar.value > 0xFF || scalar.value < 0x20 {
                    #expect(!said.unicodeScalars.contains(scalar))
                }
            }
        }
    }

    @Test func `is judged by the vendor's algorithm`() {
        #expect(DirectoryAlgorithm(vendorName: "Samba Team (https://www.samba.org)") == .samba)
        #expect(DirectoryAlgorithm(vendorName: nil) == .microsoft)
    }
}
