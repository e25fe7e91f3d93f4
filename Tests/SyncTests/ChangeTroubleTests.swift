// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Sync

/// When changes cannot be trusted everybody is read, and nothing is lost.
@Suite(.tags(.server), .requiresSamba) struct `Changes that cannot be trusted` {
    @Test func `a cursor that is another's, or garbage, leads to a full read`() async throws {
        try await ChangeRehearsal.with { lab in
            try await lab.rehearsal.add("ana", mail: "ana@example.com")
            #expect(try await lab.reasonOfFullRead() == .first)
            func after(_ change: (inout TrackingState) -> Void) async throws -> FullReadReason? {
                try await lab.rehearsal.add("u\(UUID().uuidString.prefix(6))", mail: nil)
                try await lab.alter(change)
                return try await lab.reasonOfFullRead()
            }
            #expect(
                try await after { $0.cursor?.cookie = [1, 2, 3] }
                    == .refused(method: .dirSync, code: "unavailableCriticalExtension (12)"))
            let dc = "dc1.corp.example.com"
            #expect(
                try await after { $0.cursor?.server = "dc9.corp.example.com" }
                    == .otherController(was: "dc9.corp.example.com", is: dc))
            let other = try #require(ObjectGUID(bytes: [UInt8](repeating: 9, count: 16)))
            #expect(try await after { $0.cursor?.invocationID = other } == .databaseReplaced(server: dc))
            #expect(try await after { $0.settings = "others" } == .settingsChanged)
            #expect(try await after { $0.fullReadAt -= 25 * 3600 } == .due(hours: 25))
            // The cookie of another database: Samba tells everything again.
            #expect(
                try await after { state in
                    guard let cookie = state.cursor?.cookie else { return }
                    state.cursor?.cookie = cookie.prefix(40) + [UInt8](repeating: 9, count: 16) + cookie.dropFirst(56)
                } == nil)
            try await lab.expectWhatAFullReadGives("a foreign cookie")
            var asked = lab
            asked.rehearsal.parts.tracking.readsEverybody = true
            #expect(try await asked.reasonOfFullRead() == .asked)
            var scoped = lab
            scoped.rehearsal.parts.scope = ScopeDefinition(bases: ["CN=Users,\(lab.base)"])
            #expect(try await scoped.reasonOfFullRead() == .settingsChanged)
        }
    }

    @Test func `more deletions at once than a run may believe stop it before anybody is marked`() async throws {
        try await ChangeRehearsal.with { lab in
            var lab = lab
            for name in ["ana", "bob", "cem", "dia"] {
                try await lab.rehearsal.add(name, mail: "\(name)@example.com")
            }
            #expect(try await lab.reasonOfFullRead() == .first)
            lab.rehearsal.parts.limits.maxMissing = 1
            for name in ["ana", "bob"] { try await lab.delete("CN=\(name),CN=Users") }
            for _ in 1...2 {
                await #expect(throws: SafetyStop.self) { try await lab.rehearsal.sync() }
                #expect(try await lab.rehearsal.store.counts().gone == 0)
            }
            lab.rehearsal.parts.accepted.missing = 2
            #expect(try await lab.follow("accepted").gone == 2)
        }
    }

    @Test func `a right that was lost is an error, and no change of anybody`() async throws {
        try await ChangeRehearsal.with { lab in
            try await lab.rehearsal.add("ana", mail: "ana@example.com")
            #expect(try await lab.reasonOfFullRead() == .first)
            // Everybody in scope but ana is without an address, and all of them are asked in the end.
            let mail = "bf967961-0de6-11d0-a285-00aa003049e2"
            try await lab.controller.addAccess(
                "OD;;RP;\(mail);", for: "svc-workmail", at: "CN=ana,CN=Users,\(lab.base)")
            // As it is where the right is lost by leaving a group: ana herself does not change. The whole cursor, or the changes
            // tell of her, and whoever asks others first takes her address for removed.
            let cursor = try await ActiveDirectory.connect(lab.rehearsal.parts.directory) {
                try await $0.cursor(by: .dirSync)
            }
            let usn = try #require(cursor).usn
            try await lab.alter { $0.cursor = cursor }
            try await lab.rehearsal.add("bob", mail: "bob@example.com")
            let before = try await lab.rehearsal.person("ana")
            let lost = await #expect(throws: LostRight.self) {
                for _ in 1...50 {
                    try await lab.rehearsal.sync()
                    try await lab.alter { $0.cursor?.usn = usn }
                }
            }
            #expect(lost == LostRight(attribute: "mail", example: "ana"))
            #expect(try await lab.rehearsal.person("ana") == before)
        }
    }

    @Test func `somebody whose account expires is judged anew without a change`() async throws {
        try await ChangeRehearsal.with { lab in
            var lab = lab
            try await lab.rehearsal.add("ana", mail: "ana@example.com")
            // 2030-01-01 ([MS-DTYP] FILETIME).
            try await lab.change(
                "CN=ana,CN=Users", "replace: accountExpires", "accountExpires: 135379296000000000")
            #expect(try await lab.reasonOfFullRead() == .first)
            #expect(try await lab.rehearsal.person("ana").standing.isCandidate)
            lab.rehearsal.parts.tracking.fullReadHours = 700
            let state = try #require(try await lab.rehearsal.store.trackingState())
            let later = Date(timeIntervalSince1970: 1_893_456_060)
            try await lab.alter { $0.fullReadAt = later.addingTimeInterval(-60) }
            #expect(state.fullReadBy == .dirSync && state.cursor?.method == .dirSync)
            lab.rehearsal.parts.clock = { later }
            let observation = try #require(try await lab.rehearsal.sync().observation)
            #expect(observation.extent == .changes(1, by: .dirSync))
            #expect(try await lab.rehearsal.person("ana").standing.exclusion == .expired)
        }
    }
}
