// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy
import TestSupport
import Testing

@testable import Directory

/// The values of a policy, whatever a directory sends for them.
@Suite struct `A stored password policy` {
    private static let origin = PolicyOrigin.domain(dn: "DC=corp")
    private static let domain = [
        "minPwdLength": "7", "pwdProperties": "1", "pwdHistoryLength": "24", "minPwdAge": "-864000000000",
        "maxPwdAge": "-36288000000000", "lockoutThreshold": "0", "lockoutDuration": "-18000000000",
        "lockOutObservationWindow": "-18000000000",
    ]

    private static func decoded(
        _ changes: [String: String?] = [:]
    ) -> (knowledge: PolicyKnowledge, values: [PolicyValue], warnings: [String]) {
        var values = domain
        for (name, value) in changes { values[name] = value }
        let entry = LDAPEntry(
            dn: "DC=corp", attributes: values.map { (description: $0.key, values: [Array($0.value.utf8)]) })
        var decoder = PolicyDecoder(entry: entry, attributes: .domain, origin: origin)
        let knowledge = decoder.decode(.microsoft)
        return (knowledge, decoder.values, decoder.warnings)
    }

    @Test(
        "has ages and durations in ticks of 100 ns, of which some mean never",
        arguments: [
            ("0", nil, "passwords never expire", 0), ("-9223372036854775808", nil, "passwords never expire", 0),
            ("-36288000000000", .seconds(42 * 86_400), "42 days", 0), ("-1", .nanoseconds(100), "0.0000001 seconds", 0),
            ("-36000000000", .seconds(3_600), "1 hour", 0), ("-600000000", .seconds(60), "1 minute", 0),
            ("-900000000", .seconds(90), "90 seconds", 0), ("864000000000", .seconds(86_400), "1 day", 1),
            ("-9223372036854775807", .nanoseconds(100) * 9_223_372_036_854_775_807, "922337203685.4775807 seconds", 1),
            ("9223372036854775807", .nanoseconds(100) * 9_223_372_036_854_775_807, "922337203685.4775807 seconds", 1),
            ("9223372036854775808", nil, "not told", 1), ("", nil, "not told", 1), ("soon", nil, "not told", 1),
            (nil, nil, "not told", 1),
        ] as [(String?, Duration?, String, Int)])
    func age(text: String?, age: Duration?, words: String, warnings: Int) throws {
        let policy = Self.decoded(["maxPwdAge": text])
        #expect(try #require(policy.knowledge.policy).maximumAge == age)
        #expect(policy.values.first { $0.attribute == "maxPwdAge" }?.text == words)
        #expect(policy.warnings.count == warnings)
        #expect(policy.warnings.allSatisfy { $0.hasPrefix("maxPwdAge of DC=corp ") })
    }

    @Test func `is unknown without a length or complexity that could be one`() {
        for (attribute, value) in [
            ("minPwdLength", nil), ("minPwdLength", "-1"), ("minPwdLength", "x"),
            ("minPwdLength", "9223372036854775807"),
            ("pwdProperties", nil), ("pwdProperties", ""), ("pwdProperties", "yes"),
        ] as [(String, String?)] {
            let policy = Self.decoded([attribute: value])
            guard case .unknown(let reason) = policy.knowledge else {
                Issue.record("\(attribute) \(value ?? "absent")")
                continue
            }
            #expect(reason.hasPrefix("\(attribute) of the domain DC=corp "))
        }
    }

    @Test func `has its bits in a signed number`() throws {
        for (text, complex, reversible) in [
            ("0", false, false), ("1", true, false), ("16", false, true), ("17", true, true), ("-1", true, true),
            ("-2147483648", false, false), ("-2147483647", true, false),
        ] {
            let policy = try #require(Self.decoded(["pwdProperties": text]).knowledge.policy)
            #expect(policy.requiresComplexity == complex && policy.storesReversibly == reversible, "\(text)")
        }
    }

    @Test func `of any numbers at all is read without a trap`() {
        var random = RepeatableGenerator(seed: PasswordCases.seed)
        print("policies of seed \(PasswordCases.seed)")
        let odd: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max, Int64(Int32.min), Int64(Int32.max), 1 << 32]
        for _ in 0..<5_000 {
            let changes = Self.domain.mapValues { usual -> String? in
                switch Int.random(in: 0..<6, using: &random) {
                case 0: String(Int64.random(in: .min ... .max, using: &random))
                case 1: odd.randomElement(using: &random).map { String($0) }
                case 2: String(UInt64.random(in: .min ... .max, using: &random))
                case 3: String(Int64.random(in: -100...300, using: &random))
                case 4: Bool.random(using: &random) ? nil : "\u{0}x"
                default: usual
                }
            }
            let policy = Self.decoded(changes)
            guard let known = policy.knowledge.policy else { continue }
            #expect(policy.values.count == 9 && (0...65_535).contains(known.minimumLength))
            for age in [known.minimumAge, known.maximumAge, known.lockoutDuration, known.lockoutWindow] {
                #expect(age.map { $0 > .zero } ?? true)
            }
            // And judged by without a trap.
            _ = ConnectedDomainPolicy.judge(
                Password(utf8: Array("Abc".utf8)), for: PasswordSubject(sAMAccountName: "a"), under: policy.knowledge)
        }
    }

    @Test func `of a settings object has its booleans as words`() throws {
        let entry = LDAPEntry(
            dn: "CN=P",
            attributes: [
                ("msDS-MinimumPasswordLength", "12"), ("msDS-PasswordComplexityEnabled", "FALSE"),
                ("msDS-PasswordReversibleEncryptionEnabled", "TRUE"), ("msDS-PasswordHistoryLength", "0"),
            ].map { (description: $0.0, values: [Array($0.1.utf8)]) })
        var decoder = PolicyDecoder(
            entry: entry, attributes: .settingsObject,
            origin: .settingsObject(name: "P", dn: "CN=P", precedence: 1))
        let policy = try #require(decoder.decode(.samba).policy)
        #expect(!policy.requiresComplexity && policy.storesReversibly && policy.minimumLength == 12)
        #expect(policy.historyLength == 0 && policy.lockoutThreshold == nil)
        // Two ages, three values of the lockout.
        #expect(decoder.warnings.count == 5)
    }
}
