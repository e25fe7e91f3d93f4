// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// A plan that ends before its end, since somebody else is to have their turn.
@Suite struct EndedEarlyTests {
    @Test func `leaves the rest to the next one, and nothing is lost or done twice`() async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .simpleAD, isHosted: false)) { bench in
            let people = try (1...9).map { try People.person($0, "p\($0)", mail: "p\($0)@example.com") }
            _ = try await bench.add(people)
            try await bench.store.record(
                people.map { ($0, Decision(verdict: .approved, by: "root", at: bench.clock.now)) })
            bench.clock.advance(1)
            var parts = bench.parts
            parts.limits.maxEnables = people.count
            let everybody = Set(people.map(\.guid))
            parts.isToEnd = { done, _ in done >= 4 }
            let first = try await SyncRun(parts).carryOut(for: everybody)
            #expect(first.applied.done.count == 4 && first.applied.left.count == first.plan.changes.count - 4)
            #expect(first.applied.failed.isEmpty && first.applied.skipped.isEmpty)
            parts.isToEnd = { _, _ in false }
            let second = try await SyncRun(parts).carryOut(for: everybody)
            #expect(second.applied.left.isEmpty)
            #expect(first.applied.done.count + second.applied.done.count >= people.count)
            var enabled = 0
            try await bench.organization.forEachUser { users in enabled += users.count { $0.state == .enabled } }
            #expect(enabled == people.count)
            #expect(try await SyncRun(parts).carryOut(for: everybody).plan.changes.isEmpty)
        }
    }

    @Test func `does not end between changes of which one needs the other`() async throws {
        try await Workbench.with { bench in
            let names = ["ana", "ben", "cem", "dia"]
            var ids: [EntityID] = []
            for (index, name) in names.enumerated() { ids.append(try await bench.enabled(index + 1, name).id) }
            // Two and two take each other's address.
            let others = ["ben", "ana", "dia", "cem"]
            let people = try names.indices.map { index in
                try People.person(index + 1, names[index], mail: "\(others[index])@example.com")
            }
            _ = try await bench.add(people)
            var parts = bench.parts
            parts.isToEnd = { done, _ in done >= 1 }
            let first = try await SyncRun(parts).carryOut(for: Set(people.map(\.guid)))
            #expect(first.applied.done.count > 1 && first.applied.left.first?.requires.isEmpty == true)
            for id in ids {
                let addresses = try await bench.addresses(id)
                #expect(!addresses.contains { $0.contains("workmail-sync-") }, "\(addresses)")
            }
            _ = try await SyncRun(parts).carryOut(for: Set(people.map(\.guid)))
            for (id, other) in zip(ids, others) {
                #expect(try await bench.organization.describeUser(id).user.email?.text == "\(other)@example.com")
            }
        }
    }
}
