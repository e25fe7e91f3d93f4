// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

/// The guide's rules, each at its border.
struct WorkMailDirectoryPolicyTests {
    private func judge(_ text: String) -> PasswordVerdict {
        WorkMailDirectoryPolicy.judge(Password(utf8: Array(text.utf8)))
    }

    /// `a` as often as it takes, and a character of two more groups.
    private static func ofLength(_ count: Int) -> String { String(repeating: "a", count: count - 2) + "B1" }

    @Test(arguments: [
        "Abcdef12", "abcdef1!", "ABCDEF1!", "abcdefgé1", "Passw0rd", "abcdefgß1", "abcdefg£1", "×××××××aA", "Abcdefgé",
        "Aa1 Aa1 ", "abcdef\u{A0}1", "12345678!é", "Aa1!éAa1!é", "AB12\u{FF}\u{A0}\u{D7}\u{AD}",
        WorkMailDirectoryPolicyTests.ofLength(8), WorkMailDirectoryPolicyTests.ofLength(63),
    ])
    func accepts(text: String) {
        #expect(judge(text).violations.isEmpty)
    }

    @Test(
        arguments: [
            // Nothing, and nothing else to say about it.
            ("", ["not-empty"]),
            // Seven and eight characters; a two-byte letter is one of them, and so is half of CR LF.
            ("Abcdef1", ["minimum-length"]),
            ("Abcdé1", ["minimum-length"]),
            ("Aa1\r\n", ["minimum-length", "latin-1"]),
            ("Abcdef1\r\n", ["latin-1"]),
            // 63 pass, 64 do not.
            (ofLength(64), ["maximum-length"]),
            (ofLength(256), ["maximum-length"]),
            // Control characters: C0, DEL and C1.
            ("Abcdef12\u{0}", ["latin-1"]),
            ("Abcdef12\t", ["latin-1"]),
            ("Abcdef12\u{1F}", ["latin-1"]),
            ("Abcdef12\u{7F}", ["latin-1"]),
            ("Abcdef12\u{80}", ["latin-1"]),
            ("Abcdef12\u{9F}", ["latin-1"]),
            // The first beyond Latin-1, the euro, quotation marks, a combining accent, an emoji.
            ("Abcdef12\u{100}", ["latin-1"]),
            ("Abcdef12€", ["latin-1"]),
            ("Abcdef12“”", ["latin-1"]),
            ("Abcdef12e\u{301}", ["latin-1"]),
            ("Abcdef12👩‍🚀", ["latin-1"]),
            // Two groups: a space is in none, É is no upper-case letter, £ is no special character, and what is
            // refused counts for nothing.
            ("abcdefgh1", ["character-groups"]),
            ("abc def 12", ["character-groups"]),
            ("ABCDEFGH~", ["character-groups"]),
            ("éééééééé1", ["character-groups"]),
            ("ééééÉÉÉ1", ["character-groups"]),
            ("££££££££é1", ["character-groups"]),
            ("abcdefg1\u{7F}", ["latin-1", "character-groups"]),
            ("        ", ["character-groups"]),
            // All at once.
            ("a€", ["minimum-length", "latin-1", "character-groups"]),
            (String(repeating: "€", count: 64), ["maximum-length", "latin-1", "character-groups"]),
        ] as [(String, [String])])
    func refuses(text: String, rules: [String]) {
        let verdict = judge(text)
        #expect(verdict.violations.map(\.rule) == rules)
        #expect(!verdict.isAccepted)
    }

    @Test func `every character of Basic Latin and Latin-1 is in exactly the group that the guide puts it in`() {
        // A password of two groups and eight of one character has three groups when that one is of another group.
        func isIn(_ scalar: Unicode.Scalar, other two: String) -> Bool {
            judge(two + String(repeating: Character(scalar), count: 8)).isAccepted
        }
        for value in 0x20...0xFF as ClosedRange<UInt32> where !(0x7F...0x9F).contains(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let groups: [Bool] = [
                isIn(scalar, other: "a1") && isIn(scalar, other: "1!") && isIn(scalar, other: "!é"),
                isIn(scalar, other: "A1") && isIn(scalar, other: "1!") && isIn(scalar, other: "!é"),
                isIn(scalar, other: "Aa") && isIn(scalar, other: "a!") && isIn(scalar, other: "!é"),
                isIn(scalar, other: "Aa") && isIn(scalar, other: "a1") && isIn(scalar, other: "1é"),
                isIn(scalar, other: "Aa") && isIn(scalar, other: "a1") && isIn(scalar, other: "1!"),
            ]
            let expected: [Bool] =
                switch value {
                case 0x20: [false, false, false, false, false]
                case 0x30...0x39: [false, false, true, false, false]
                case 0x41...0x5A: [true, false, false, false, false]
                case 0x61...0x7A: [false, true, false, false, false]
                case 0xA0...: [false, false, false, false, true]
                default: [false, false, false, true, false]
                }
            #expect(groups == expected, "U+\(String(value, radix: 16))")
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let latin1 = Password(utf8: Array("Abcdef1".utf8) + [0xE9])
        #expect(WorkMailDirectoryPolicy.judge(latin1).violations.map(\.rule) == ["latin-1"])
    }

    @Test(
        arguments: [
            (" Abcdef12", ["edge-space"]), ("Abcdef12 ", ["edge-space"]), ("Abc def 12", []),
            ("Abcdef12\u{A0}", ["invisible"]),
            ("Abc\u{AD}def12 ", ["edge-space", "invisible"]), ("Abcdef12", []), (" a", ["edge-space"]), ("", []),
        ] as [(String, [String])])
    func warns(text: String, rules: [String]) {
        #expect(judge(text).warnings.map(\.rule) == rules)
    }

    @Test(arguments: [
        ("Abcdef1", "at least 8 characters (add one)"), ("Abc1", "at least 8 characters (add 4)"),
        (ofLength(64), "fewer than 64 characters (leave out one)"),
        (ofLength(70), "fewer than 64 characters (leave out 7)"), ("", "at least one character (it is empty)"),
        (
            "Abcdef12e\u{301}",
            "characters of Basic Latin and the Latin-1 supplement only (replace character 10, which is an accent of its "
                + "own; type the letter with its accent as one character)"
        ),
        (
            "abcdefgh",
            "characters of 3 of the 5 groups (add 2 of these: upper-case letters A to Z, digits 0 to 9, special "
                + "characters such as < ~ !, Latin-1 characters such as é ü ñ)"
        ),
    ])
    func says(text: String, words: String) {
        #expect(judge(text).violations.map(\.description) == [words])
    }

    @Test func `no text has the password in it, nor a character that was refused`() {
        for text in [
            "Tomato", "Ελλάδα", "€", "Passwort\u{7}", "пароль", "smørrebrød€", String(repeating: "Zz", count: 40),
        ] {
            let said = judge(text).violations.map(\.description).joined()
            #expect(!said.contains(text))
            for scalar in text.unicodeScalars where scalar.value > 0xFF {
                #expect(!said.unicodeScalars.contains(scalar))
                #expect(!said.uppercased().contains(String(scalar.value, radix: 16, uppercase: true)))
            }
        }
    }
}
