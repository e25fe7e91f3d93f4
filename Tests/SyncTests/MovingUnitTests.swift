// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Sync

/// Organizational units that are renamed or moved at the wrong moment: of the people in them no change tells.
@Suite(.tags(.server), .requiresSamba) struct `Of a unit that moves` {
    private static func bulk(_ base: String) -> ScopeDefinition { ScopeDefinition(bases: ["OU=Bulk,\(base)"]) }

    @Test func `while everybody is read, the next changes tell where its people are`() async throws {
        try await ChangeRehearsal.with(people: .bulk(600), method: .usn, scope: Self.bulk) { direct in
            try await FaultProxy.with(to: direct.controller.address) { proxy in
                let lab = try Self.through(proxy, direct)
                #expect(try await lab.reasonOfFullRead() == .first)
                var asked = lab.rehearsal
                asked.parts.tracking.readsEverybody = true
                try await Self.sync(asked, through: proxy) {
                    try await lab.rename("OU=Unit 00,OU=Bulk", to: "OU=Unit 00", in: "")
                }
                let there = try await lab.rehearsal.store.read { db in
                    try Int.fetchOne(
                        db, sql: "SELECT count(*) FROM person WHERE dn LIKE '%,OU=Unit 00,OU=Bulk,%'")
                }
                #expect(there.map { $0 > 0 } == true, "some were read before it moved")
                try await lab.follow("moved while everybody was read", by: .usn)
            }
        }
    }

    @Test(arguments: [false, true])
    func `while people are read, and which is the scope's base, nobody has left the base`(
        readsEverybody: Bool
    ) async throws {
        let rules = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)
        try await ChangeRehearsal.with(people: .bulk(600), method: .usn, scope: Self.bulk, rules: rules) { direct in
            try await FaultProxy.with(to: direct.controller.address) { proxy in
                var rehearsal = try Self.through(proxy, direct).rehearsal
                rehearsal.parts.limits.maxDisables = 1_000
                rehearsal.parts.limits.maxDisablesPercent = 100
                try await rehearsal.sync()
                let people = try await rehearsal.store.undecided().filter(\.standing.isCandidate)
                try #require(people.count == 600)
                let chosen = stride(from: 0, to: 600, by: 20).map { people[$0] }
                for person in chosen { try await rehearsal.approve(person.user.sAMAccountName) }
                try await rehearsal.sync()
                #expect(try await rehearsal.mailboxes().count == chosen.count)

                rehearsal.parts.tracking.readsEverybody = readsEverybody
                let dns = people.map(\.user.dn)
                func change(_ title: String) async throws {
                    if readsEverybody { return }
                    let changes = dns.map { "dn: \($0)\nchangetype: modify\nreplace: title\ntitle: \(title)\n" }
                    try await direct.controller.modify(ldif: changes.joined(separator: "\n"))
                }
                try await change("Once")
                let start = proxy.bytesFromServer
                try await rehearsal.sync()
                let whole = proxy.bytesFromServer - start
                try await change("Twice")
                let report = try await Self.sync(rehearsal, through: proxy, half: whole / 2) {
                    try await direct.rename("OU=Bulk", to: "OU=Renamed", in: "")
                }
                #expect(report.plan == Plan() && report.observation?.gone == 0)
                #expect(report.counts.candidates == 600)
                #expect(try await rehearsal.mailboxes().count == chosen.count)
                rehearsal.parts.tracking.readsEverybody = false
                let lab = ChangeRehearsal(rehearsal: rehearsal)
                try await lab.follow("renamed while people were read", by: .usn)
                #expect(try await rehearsal.mailboxes().count == chosen.count)
            }
        }
    }

    @Test(arguments: [TrackingMethod.dirSync, .usn])
    func `into a new one of the name that the one above it had, its people are elsewhere`(
        method: TrackingMethod
    ) async throws {
        try await ChangeRehearsal.with(method: method, scope: { ScopeDefinition(bases: ["OU=Sales,\($0)"]) }) { lab in
            let people = lab.rehearsal
            try await lab.controller.addOU("Sales")
            try await lab.controller.addOU("Lisbon", below: "OU=Sales,\(lab.base)")
            try await lab.controller.addOU("Alfama", below: "OU=Lisbon,OU=Sales,\(lab.base)")
            try await people.add("ana", mail: "ana@example.com", ou: "Lisbon,OU=Sales")
            try await people.add("ben", mail: "ben@example.com", ou: "Alfama,OU=Lisbon,OU=Sales")
            #expect(try await lab.reasonOfFullRead() == .first)

            try await lab.rename("OU=Sales", to: "OU=Sales-old", in: "")
            try await lab.follow("the one above is renamed", by: method)
            try await lab.controller.addOU("Sales")
            try await lab.follow("another one has its name", by: method)
            try await lab.rename("OU=Lisbon,OU=Sales-old", to: "OU=Lisbon", in: "OU=Sales")
            try await lab.follow("moved there", by: method)
            for name in ["ana", "ben"] {
                let person = try await people.person(name)
                #expect(person.user.dn.hasSuffix(",OU=Lisbon,OU=Sales,\(lab.base)"), "\(person.user.dn)")
                // The base is the one that was meant, whatever it is called.
                #expect(person.scope == .outsideBases)
            }
            try await lab.rename("OU=Lisbon,OU=Sales", to: "OU=Lisbon", in: "OU=Sales-old")
            try await lab.follow("and back", by: method)
            #expect(try await people.person("ben").scope == .inside)
        }
    }

    private static func through(_ proxy: FaultProxy, _ lab: ChangeRehearsal) throws -> ChangeRehearsal {
        var lab = lab
        lab.rehearsal.parts.directory = try lab.controller.configuration(through: proxy)
        lab.rehearsal.parts.directory.pageSize = 50
        return lab
    }

    /// A run that waits in the middle for something to happen.
    /// - Parameter half: after how many bytes; `nil` for half of what the same run takes undisturbed, which is made first.
    @discardableResult
    private static func sync(
        _ rehearsal: SyncRehearsal, through proxy: FaultProxy, half: Int? = nil,
        meanwhile body: () async throws -> Void
    ) async throws -> RunReport {
        let start = proxy.bytesFromServer
        if half == nil { try await rehearsal.sync() }
        let gate = proxy.gate(
            afterServerBytes: proxy.bytesFromServer + (half ?? (proxy.bytesFromServer - start) / 2))
        defer { gate.open() }
        async let running = rehearsal.sync()
        try await gate.reached()
        try await body()
        gate.open()
        return try await running
    }
}
