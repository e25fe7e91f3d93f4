// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import Sync

/// What must be looked at before anything counts.
@Suite(.tags(.server), .requiresSamba) struct `Before anything counts` {
    @Test func `somebody is looked at again before they are enabled at once`() async throws {
        try await SyncRehearsal.with { rehearsal in
            for name in ["ana", "bob", "cem"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            let people = [
                try await rehearsal.person("ana"), try await rehearsal.person("bob"), try await rehearsal.person("cem"),
            ]
            try await rehearsal.set("userAccountControl", of: "ana", to: "546")
            try await rehearsal.controller.modify(ldif: "dn: \(people[1].user.dn)\nchangetype: delete\n")
            try await SyncRun(rehearsal.parts).refresh(Set(people.map(\.guid)))

            let fresh = try await [
                rehearsal.store.person(people[0].guid), rehearsal.store.person(people[1].guid),
                rehearsal.store.person(people[2].guid),
            ]
            #expect(fresh[0]?.standing.exclusion == .disabledInDirectory)
            #expect(fresh[1]?.presence == .missing)
            // The first read, by DirSync, does not tell these two.
            var cem = people[2]
            (cem.user.whenChanged, cem.user.uSNChanged) = (fresh[2]?.user.whenChanged, fresh[2]?.user.uSNChanged)
            #expect(fresh[2] == cem)
        }
    }

    @Test func `another domain behind the same configuration is not read`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            let strange = ScopePin(role: .domain, configuredDN: "", guid: People.guid(9))
            try await rehearsal.store.beginCompleteRead()
            try await rehearsal.store.finishCompleteRead(gone: [:], pins: [strange], at: Date())
            await #expect(throws: ScopeFailure.otherDomain(dn: rehearsal.controller.baseDN)) {
                try await rehearsal.sync()
            }
            #expect(try await rehearsal.store.counts().present == 0)
            #expect(try await rehearsal.store.pins() == [strange])
        }
    }

    @Test func `a state restored from before a dismissal does not bring the mailbox back`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            let ana = try await rehearsal.person("ana")
            let approval = try #require(try await rehearsal.store.decision(about: ana.guid))
            try await rehearsal.sync()
            try await rehearsal.store.record([(ana, Decision(verdict: .disable, by: "root", at: Date()))])
            try await rehearsal.sync()
            #expect(try await rehearsal.mailboxes().isEmpty)

            try await rehearsal.store.record([(ana, approval)])
            let report = try await rehearsal.sync()
            #expect(report.applied.done.isEmpty && report.plan.waiting.map(\.hold) == [.disabledSince])
        }
    }
}
