// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Sync
import TestSupport
import Testing
import WorkMail

/// Names with everything in them that directories hold, from the directory into the mirror, the organization and back.
@Suite(.tags(.server), .requiresSamba) struct `Odd names` {
    static let names: [String] =
        [",", "+", "\"", "\\", "<", ">", ";", "=", "#", "'", "*", "(", ")", "/", "&"].map { "a\($0)b" }
        + [
            "#hash", " blank", "n\u{0}ul", "tab\tnew\nline", "a\\2Cb", "Zoe\u{308} decomposed", "Zo\u{eb} composed",
            "Ben 🦅 👩‍👩‍👧", "直子", "\u{202e}turned", String(repeating: "x", count: 64), String(repeating: "é", count: 32),
        ]

    @Test func `they come through unharmed, and their DN leads back to them`() async throws {
        try await SyncRehearsal.with { rehearsal in
            for (number, name) in Self.names.enumerated() { try await Self.add(number, name, rehearsal) }
            let report = try await rehearsal.sync()
            #expect(report.observation?.issues == [])
            #expect(report.counts.candidates == Self.names.count)
            for (number, name) in Self.names.enumerated() {
                let person = try await rehearsal.person("odd\(number)")
                let value = try DN(parsing: person.user.dn).rdns.first?.attributes.first?.value
                #expect(value == Array(name.utf8), "\(name.debugDescription) in \(person.user.dn)")
                #expect(
                    person.user.personal.displayName.map { Array($0.utf8) } == Array(name.utf8), "\(person.user.dn)")
                #expect(try await rehearsal.person(person.user.dn).guid == person.guid)
                try await rehearsal.approve(person.user.dn)
            }
            #expect(try await rehearsal.sync().applied.done.count == Self.names.count)
            for (number, name) in Self.names.enumerated() {
                let person = try await rehearsal.person("odd\(number)@example.com")
                let user = try await rehearsal.organization.describeUser(EntityID(person.user.sid.description)).user
                #expect(user.state == .enabled && user.name == "odd\(number)")
                #expect(Array(user.displayName.utf8) == Array(name.utf8), "\(person.user.dn)")
            }
            let again = try await rehearsal.sync()
            #expect(again.plan == Plan() && again.observation?.rowsWritten == 0)
        }
    }

    @Test func `two people who differ only in how an accent is written stay two`() async throws {
        try await SyncRehearsal.with { rehearsal in
            let spellings = ["jos\u{e9}", "jose\u{301}"]
            for name in spellings { try await Self.add(name, cn: name, mail: "\(name)@example.com", rehearsal) }
            try await rehearsal.sync()
            var guids: Set<ObjectGUID> = []
            for (name, address) in zip(spellings, ["j1@example.com", "j2@example.com"]) {
                let person = try await rehearsal.person(name)
                #expect(Array(person.user.sAMAccountName.utf8) == Array(name.utf8))
                #expect(person.user.mail.map { Array($0.utf8) } == Array("\(name)@example.com".utf8))
                #expect(try await rehearsal.person("\(name)@example.com").guid == person.guid)
                #expect(try await rehearsal.person(person.user.dn).guid == person.guid)
                guids.insert(person.guid)
                try await rehearsal.approve(name, email: address)
            }
            #expect(guids.count == 2)
            let report = try await rehearsal.sync()
            #expect(report.applied.done.count == 2 && report.plan.waiting.isEmpty)
            for (name, address) in zip(spellings, ["j1@example.com", "j2@example.com"]) {
                let person = try await rehearsal.person(name)
                let user = try await rehearsal.organization.describeUser(EntityID(person.user.sid.description)).user
                #expect(user.email?.text == address && Array(user.name.utf8) == Array(name.utf8))
                // A namesake would be somebody of whom an administrator has to be warned; a lookalike is none.
                #expect(try await Explanation.about(person, parts: rehearsal.parts).namesakes.isEmpty)
            }
            // The one becomes the other in the directory: a change of bytes is a change.
            try await Self.rename("cn", of: spellings[1], to: "jose\u{301}!", rehearsal)
            #expect(try await rehearsal.sync().observation?.rowsWritten == 1)
        }
    }

    private static func add(_ number: Int, _ name: String, _ rehearsal: SyncRehearsal) async throws {
        try await add("odd\(number)", cn: name, mail: "odd\(number)@example.com", rehearsal)
    }

    private static func add(_ account: String, cn: String, mail: String, _ rehearsal: SyncRehearsal) async throws {
        // Every character that is no letter or digit in hexadecimal: the one spelling that every server reads.
        let value = cn.unicodeScalars.map { scalar in
            guard scalar.isASCII, !("0"..."z").contains(scalar) || "\\;<=>".unicodeScalars.contains(scalar) else {
                return String(scalar)
            }
            let digits = String(scalar.value, radix: 16)
            return digits.count == 1 ? "\\0\(digits)" : "\\\(digits)"
        }
        let dn = "CN=\(value.joined())"
        try await rehearsal.controller.modify(
            ldif: """
                dn:: \(base64("\(dn),CN=Users,\(rehearsal.controller.baseDN)"))
                changetype: add
                objectClass: user
                sAMAccountName:: \(base64(account))
                displayName:: \(base64(cn))
                mail:: \(base64(mail))
                userAccountControl: 544

                """)
    }

    private static func rename(_ type: String, of cn: String, to new: String, _ rehearsal: SyncRehearsal) async throws {
        try await rehearsal.controller.modify(
            ldif: """
                dn:: \(base64("CN=\(cn),CN=Users,\(rehearsal.controller.baseDN)"))
                changetype: modrdn
                newrdn:: \(base64("\(type)=\(new)"))
                deleteoldrdn: 1

                """)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
