// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import Testing

@testable import Directory

@Suite struct `A capability profile` {
    private static func profile(
        _ product: String, _ tombstones: TombstoneVisibility, method: TrackingMethod = .dirSync, reason: String? = nil
    ) -> CapabilityProfile {
        CapabilityProfile(
            foundAt: Date(timeIntervalSince1970: 1_800_000_000), server: "dc1.corp.example.com",
            domain: "DC=corp,DC=example,DC=com", product: product, method: method, reason: reason,
            tombstones: tombstones, accountSID: "S-1-5-21-1-2-3-1103", account: "svc@corp.example.com")
    }

    @Test func `says in a line how changes are told and whether deletions are`() {
        #expect(
            Self.profile("Samba 4.17", .hidden(evidence: "x")).summary
                == "changes on dc1.corp.example.com by DirSync, of all that the account may read; deleted objects hidden, so "
                + "who is still there is looked up from time to time")
        #expect(
            Self.profile("Active Directory", .visible(evidence: "x"), method: .usn, reason: "the server has no DirSync")
                .summary
                == "changes on dc1.corp.example.com by uSNChanged, since the server has no DirSync; deleted objects visible"
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var method = TrackingMethod.dirSync
        var reason: String?
        var flags = DirSyncFlags.objectSecurity
        var tombstones = TombstoneVisibility.visible(evidence: "x")
        /// Of the finding about tracking, then about deletions: the verdict, what its words contain, what its fix does.
        var tracking: (Finding.Verdict, String, String?)
        var deleted: (Finding.Verdict, String, String?)
        var testDescription: String { "\(method) \(flags.contains(.objectSecurity)) \(tombstones)" }
    }

    @Test(arguments: [
        Case(tracking: (.ok, "DirSync, of all that the account may read", nil), deleted: (.ok, "visible: x", nil)),
        Case(
            tombstones: .hidden(evidence: "x"), tracking: (.ok, "the account may read", nil),
            deleted: (.warning, "counts as missing", "doctor --grants")),
        Case(
            flags: [], tombstones: .hidden(evidence: "x"), tracking: (.ok, "by the right to replicate", nil),
            deleted: (.ok, "told by the right to replicate", nil)),
        Case(
            method: .usn, reason: "the server has no DirSync", tombstones: .unknown(evidence: "x"),
            tracking: (.ok, "uSNChanged: the server has no DirSync", nil), deleted: (.ok, "x", nil)),
        Case(
            method: .fullRead, reason: "the account may not read uSNChanged", tombstones: .named(evidence: "x"),
            tracking: (.warning, "may not read uSNChanged", "let the account read uSNChanged"),
            deleted: (.ok, "x", nil)),
    ])
    func `tells doctor how changes and deletions are told, and what would help`(item: Case) {
        var profile = Self.profile("Active Directory", item.tombstones, method: item.method, reason: item.reason)
        profile.flags = item.flags
        #expect(profile.findings.map(\.check) == CapabilityProfile.checks)
        for (finding, expected) in zip(profile.findings, [item.tracking, item.deleted]) {
            #expect(finding.verdict == expected.0 && finding.detail.contains(expected.1), "\(finding)")
            #expect((finding.fix == nil) == (expected.2 == nil), "\(finding)")
            #expect(expected.2.map { finding.fix?.contains($0) == true } ?? true, "\(finding)")
        }
    }

    @Test func `names the exact right that is lacking, for Active Directory as dsacls has it`() throws {
        let grant = try #require(Self.profile("Active Directory", .hidden(evidence: "x")).tombstoneGrant)
        #expect(
            grant.text == """
                dsacls "CN=Deleted Objects,DC=corp,DC=example,DC=com" /takeownership
                dsacls "CN=Deleted Objects,DC=corp,DC=example,DC=com" /g "svc@corp.example.com:LCRP"
                """)
        #expect(Self.profile("Active Directory", .visible(evidence: "x")).tombstoneGrant == nil)
    }

    @Test func `for Samba it is the two modifications that work, and changes only that container`() throws {
        let ldif = try #require(Self.profile("Samba Team 4.17", .hidden(evidence: "x")).tombstoneGrant?.ldif)
        #expect(ldif.split(separator: "\n").count { $0 == "dn: CN=Deleted Objects,DC=corp,DC=example,DC=com" } == 2)
        let descriptors = ldif.split(separator: "\n").filter { $0.hasPrefix("nTSecurityDescriptor:: ") }
            .compactMap { Data(base64Encoded: String($0.dropFirst(23))) }.map(Array.init)
        try #require(descriptors.count == 2)
        // [MS-DTYP] 2.4.6: revision, self-relative, the owner at 20: S-1-5-21-1-2-3-512.
        #expect(descriptors[0].prefix(8) == [1, 0, 0, 0x80, 20, 0, 0, 0])
        #expect(ObjectSID(bytes: Array(descriptors[0].dropFirst(20)))?.description == "S-1-5-21-1-2-3-512")
        let list = try #require(AccessList(descriptor: descriptors[1]))
        let attribute = try #require(ObjectGUID(bytes: [UInt8](repeating: 7, count: 16)))
        for sid in ["S-1-5-18", "S-1-5-32-544", "S-1-5-21-1-2-3-1103"] {
            #expect(list.allowsReading(attribute, as: [try #require(ObjectSID(text: sid))]), "\(sid)")
        }
        #expect(!list.allowsReading(attribute, as: [try #require(ObjectSID(text: "S-1-5-11"))]))
    }

    @Test func `is kept and read back as it was`() throws {
        let profile = Self.profile("Samba", .unknown(evidence: "x"), reason: "y")
        let text = try JSONEncoder().encode(profile)
        #expect(try JSONDecoder().decode(CapabilityProfile.self, from: text) == profile)
    }

    @Test func `what a server that broke off sends in part is read anew, and what it shows as deleted is nobody`()
        throws
    {
        func entry(_ number: UInt8, _ attributes: [String: String]) -> LDAPEntry {
            LDAPEntry(
                dn: "CN=\(number)",
                attributes: [("objectGUID", [[UInt8](repeating: number, count: 16)])]
                    + attributes.map { ($0.key, [Array($0.value.utf8)]) })
        }
        let (whole, partial) = ActiveDirectory.sorted([
            entry(1, ["objectSid": "s", "mail": "a"]), entry(2, ["mail": "b"]),
            entry(3, ["objectSid": "s", "isDeleted": "TRUE"]), entry(4, ["isDeleted": "TRUE"]),
        ])
        #expect(whole.map(\.dn) == ["CN=1"])
        #expect(partial.map(\.bytes) == [[UInt8](repeating: 2, count: 16)])
    }
}
