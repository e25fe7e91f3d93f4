// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Sync

/// Somebody is not there any more, and no change tells of it.
@Suite(.tags(.server), .requiresSamba) struct UnseenDeletionTests {
    @Test func `hidden deletions are noticed by looking, and seen once the right that is proposed is given`()
        async throws
    {
        try await ChangeRehearsal.with { lab in
            for name in ["ana", "bob", "cem"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            #expect(try await lab.reasonOfFullRead() == .first)
            let ana = try await lab.rehearsal.person("ana").guid
            let hidden = try #require(try await lab.rehearsal.store.capabilityProfile())
            guard case .hidden = hidden.tombstones else {
                Issue.record("\(hidden.tombstones)")
                return
            }
            #expect(hidden.method == .dirSync && hidden.findings.map(\.verdict) == [.ok, .warning])
            try await lab.rehearsal.approve("ana")
            try await lab.delete("CN=ana,CN=Users")
            #expect(try await lab.follow("hidden").gone == 1)
            #expect(try await lab.rehearsal.store.person(ana)?.presence == .missing)

            try await lab.controller.carryOut(try #require(hidden.tombstoneGrant))
            var asked = lab
            asked.rehearsal.parts.tracking.readsEverybody = true
            #expect(try await asked.reasonOfFullRead() == .asked)
            let seen = try #require(try await lab.rehearsal.store.capabilityProfile())
            #expect(seen.tombstones == .visible(evidence: "a tombstone is seen"))
            #expect(
                try await lab.rehearsal.store.person(ana)?.presence == .deleted, "what was missing is proved by now")
            #expect(seen.tombstoneGrant == nil && seen.findings.allSatisfy { $0.verdict == .ok })
            let bob = try await lab.rehearsal.person("bob").guid
            try await lab.delete("CN=bob,CN=Users")
            #expect(try await lab.follow("seen").gone == 1)
            #expect(try await lab.rehearsal.store.person(bob)?.presence == .deleted)
            #expect(try await asked.reasonOfFullRead() == .asked)
            #expect(
                try await lab.rehearsal.store.capabilityProfile()?.tombstones
                    == .visible(evidence: "the tombstone of somebody deleted before is seen"))
        }
    }

    @Test func `a hidden deletion is noticed although its change was read by somebody in a hurry`() async throws {
        try await ChangeRehearsal.with { lab in
            for name in ["ana", "bob"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            #expect(try await lab.reasonOfFullRead() == .first)
            try await lab.delete("CN=ana,CN=Users")
            // As the service does for each change, before its next whole run.
            var hurried = lab.rehearsal.parts
            hurried.tracking.looksWhoIsThere = false
            let observation = try await ActiveDirectory.connect(hurried.directory) {
                try await SyncRun(hurried).observe(on: $0)
            }
            #expect(observation.gone == 0)
            #expect(try await lab.follow("looked at all the same").gone == 1)
            // And once is enough.
            #expect(try await lab.follow("nothing since").concernsMailboxes == false)
        }
    }

    @Test func `somebody who vanishes while a deletion would be seen is a reason to read everybody`() async throws {
        try await ChangeRehearsal.with { lab in
            for name in ["ana", "bob"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            try await lab.controller.addOU("Staff")
            try await lab.rename("CN=ana,CN=Users", to: "CN=ana", in: "OU=Staff")
            #expect(try await lab.reasonOfFullRead() == .first)
            let grant = try await lab.rehearsal.store.capabilityProfile()?.tombstoneGrant
            try await lab.controller.carryOut(try #require(grant))
            try await lab.delete("CN=bob,CN=Users")
            var asked = lab
            asked.rehearsal.parts.tracking.readsEverybody = true
            #expect(try await asked.reasonOfFullRead() == .asked)
            #expect(try await lab.rehearsal.store.capabilityProfile()?.tombstones.areProvedVisible == true)
            let ana = try await lab.rehearsal.person("ana").guid
            let usn = try #require(try await lab.rehearsal.store.trackingState()?.cursor?.usn)

            try await lab.controller.forbidReading(of: "OU=Staff,\(lab.base)")
            // Those who are looked at are chosen by chance.
            var reason: FullReadReason?
            for _ in 1...50 where reason == nil {
                try await lab.alter { $0.cursor?.usn = usn }
                reason = try await lab.reasonOfFullRead()
            }
            #expect(reason == .drift("“ana”"))
            #expect(try await lab.rehearsal.store.person(ana)?.presence == .missing)
        }
    }
}
