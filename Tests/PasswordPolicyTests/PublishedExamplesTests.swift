// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing

/// One password, three verdicts: where the guide's groups, Samba's classes and Microsoft's categories part ways, each by
/// its own published text or code.
@Suite struct `The same password` {
    private static let subject = PasswordSubject(sAMAccountName: "ehagens", displayName: "Erin M. Hagens")

    private static func known(_ algorithm: DirectoryAlgorithm, _ minimumLength: Int = 7) -> PolicyKnowledge {
        .known(
            DomainPasswordPolicy(
                origin: .domain(dn: "DC=corp"), algorithm: algorithm, minimumLength: minimumLength,
                requiresComplexity: true))
    }

    private static func rules(_ text: String, _ algorithm: DirectoryAlgorithm) -> [String] {
        ConnectedDomainPolicy.judge(Password(utf8: Array(text.utf8)), for: subject, under: known(algorithm))
            .violations.map(\.rule)
    }

    @Test(
        "is judged by the guide, by Samba and by Microsoft, each in its own way",
        arguments: [
            ("Abcdefgé", true, false, false), ("ééééÉÉÉ1", false, true, true), ("abcdefgß1", true, true, false),
            ("abc def 12", false, false, false), ("abcdefg£1", true, true, false), ("Passw0rd", true, true, true),
            ("abcdefgh1!", true, true, true), ("ABCDEFGH~", false, false, false), ("×××××××aA", true, true, false),
        ] as [(String, Bool, Bool, Bool)])
    func table(text: String, guide: Bool, samba: Bool, microsoft: Bool) {
        let password = Password(utf8: Array(text.utf8))
        #expect(WorkMailDirectoryPolicy.judge(password).isAccepted == guide)
        #expect(Self.rules(text, .samba).isEmpty == samba)
        #expect(Self.rules(text, .microsoft).isEmpty == microsoft)
        // Simple AD: neither the published rule nor the directory may say no, and where they differ it is said.
        let both = SimpleADPolicy.judge(password, for: Self.subject, under: Self.known(.samba))
        #expect(both.isAccepted == (guide && samba))
        #expect(both.warnings.contains { $0.rule == "classes-differ" } == (guide != samba))
        let managed = ManagedADPolicy.judge(
            password, for: Self.subject, under: Self.known(.microsoft), through: .directory)
        #expect(managed.isAccepted == microsoft)
    }

    @Test func `with the account's name is refused by Microsoft only, and elsewhere advised against`() {
        for text in ["xxEHagens1!", "ehagens-A1"] {
            #expect(Self.rules(text, .samba).isEmpty)
            #expect(Self.rules(text, .microsoft).contains("account-name"))
            let simple = SimpleADPolicy.judge(
                Password(utf8: Array(text.utf8)), for: Self.subject, under: Self.known(.samba))
            #expect(simple.isAccepted && simple.warnings.contains { $0.rule == "account-name" })
            let workMail = WorkMailDirectoryPolicy.judge(Password(utf8: Array(text.utf8)), for: Self.subject)
            #expect(workMail.isAccepted && workMail.warnings.contains { $0.rule == "account-name" })
        }
        // As a whole, and not in parts.
        #expect(Self.rules("ehagen-s-A1", .microsoft).isEmpty)
    }

    /// "Erin M. Hagens" is the page's own example: Erin and Hagens are looked for, M is too short.
    @Test(
        arguments: [
            ("xxERINxx1!", true), ("x-hagens-1A", true), ("MmMmMm1!", false), ("Eri-n-Hagen1", false),
            ("snegah-nire-1A", false), ("H\u{301}agens-1A", false),
        ] as [(String, Bool)])
    func `with a part of the display name is refused by Microsoft only`(text: String, isRefused: Bool) {
        #expect(Self.rules(text, .samba).isEmpty)
        #expect(Self.rules(text, .microsoft) == (isRefused ? ["display-name"] : []))
    }

    @Test func `is searched for names split at the page's delimiters, and by their characters`() {
        func isRefused(_ text: String, _ name: String, account: String = "xy") -> Bool {
            let subject = PasswordSubject(sAMAccountName: account, displayName: name)
            return !ConnectedDomainPolicy.judge(
                Password(utf8: Array(text.utf8)), for: subject, under: Self.known(.microsoft)
            ).isAccepted
        }
        for delimiter in [",", ".", "-", "_", " ", "#", "\t"] {
            #expect(isRefused("Abc1!xyz", "uvw\(delimiter)xyz"), "\(delimiter)")
            #expect(!isRefused("Abc1!xyz", "uvw\(delimiter)xy"), "\(delimiter)")
        }
        // Other characters delimit nothing, an apostrophe for one.
        #expect(!isRefused("OBrien-12", "Pat O'Brien") && isRefused("o'BRIEN-12A", "Pat O'Brien"))
        // Case by single characters, without composing: Ä is not A with two dots of its own.
        #expect(isRefused("MÜLLER-12a", "Jörg Müller") && !isRefused("MU\u{308}LLER-12a", "Jörg Müller"))
        #expect(isRefused("ДМИТРИЙ-12a", "Дмитрий") && !isRefused("STRASSE-12a", "Straße"))
        // An account of two characters is not looked for, of three it is.
        #expect(!isRefused("Abcdefg1xy", "", account: "xy") && isRefused("Abcdefg1xyz", "", account: "XYZ"))
        // A name that begins again within itself.
        #expect(isRefused("1AnanAnanas!", "Ananas") && isRefused("aabaabaaab-1A", "aabaaab"))
    }

    @Test(
        "has characters of Microsoft's categories, by the published text",
        arguments: [
            // Upper, lower, digit, special, without case.
            ("ABCDEFÀЖΩ", 1), ("abcdefàжωß", 1), ("01234567", 1), ("~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/", 1),
            ("漢字かなハングル한글", 1), ("אבגדהוזח", 1), ("ªºªºªºªº", 1),
            // Nothing: the currency symbols, the space, other symbols, marks, emoji, digits of other scripts.
            ("€£¥€£¥€£", 0), ("        ", 0), ("×÷©®°±¬¦", 0), ("\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", 0),
            ("😀😀😀😀", 0), ("٠١٢٣٤٥٦٧", 0), ("\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}", 0),
        ] as [(String, Int)])
    func categories(text: String, count: Int) {
        func isEnough(_ more: String) -> Bool { Self.rules(text + more, .microsoft).isEmpty }
        // With three categories more it is always enough, with two of others only if it has one itself.
        let others = ["A", "a", "1", "!", "漢"]
        for a in others {
            for b in others where a < b {
                let isOwn = others.filter { $0 != a && $0 != b }.contains { !isEnough(a + b) && isEnough(a + b + $0) }
                #expect(isOwn || count == 1 && isEnough(a + b), "\(a)\(b)")
            }
        }
        let pairs = others.indices.flatMap { i in others.indices.filter { $0 > i }.map { others[i] + others[$0] } }
        // Of the ten pairs, six do not have the category that the text has itself.
        #expect(pairs.filter(isEnough).count == (count == 1 ? 6 : 0))
    }
}
