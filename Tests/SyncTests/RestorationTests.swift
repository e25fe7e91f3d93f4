// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// What is given back, and what is not ours to give: without I/O.
@Suite struct `Giving back` {
    static let snapshot = MailboxSnapshot(
        taken: People.now, primary: "ana@example.com",
        aliases: ["a1@example.com", "a2@pending.example", "a3@example.com"],
        quota: 700, permissions: [.init(grantee: "S-1-5-21-1-2-3-1002", isGroup: false, values: ["SEND_AS"])])

    static func restoration() throws -> Restoration {
        Restoration(
            guid: People.guid(1), label: "ana", entity: EntityID(People.sid(1)), snapshot: snapshot,
            addresses: [try EmailAddress("ana@example.com")], quota: 51_200, permissions: [:],
            grantees: [EntityID("S-1-5-21-1-2-3-1002"): "bob"],
            owners: [
                try EmailAddress("a3@example.com"): AddressOwner(
                    id: EntityID("group-000001"), name: "sales", type: "GROUP")
            ], verifiedDomains: ["example.com"])
    }

    static func names(_ restoration: Restoration, _ facts: OwnershipFacts) -> [String] {
        restoration.plan(OwnershipTable(facts)).changes.map(\.operationName)
    }

    @Test func `what cannot be given back is told, each with its reason`() throws {
        let plan = try Self.restoration().plan(OwnershipTable(OwnershipFacts(directoryKind: .simpleAD)))
        #expect(
            plan.lost == [
                "a2@pending.example is in a domain that is not verified any more",
                "a3@example.com belongs to group sales now",
            ])
        #expect(
            plan.changes.map(line) == [
                "CreateAlias ana a1@example.com", "UpdateMailboxQuota ana 51200 MB > 700 MB",
                "PutMailboxPermissions ana S-1-5-21-1-2-3-1002 (bob) SEND_AS",
            ])
        #expect(plan.changes.allSatisfy { $0.actor == "sync" && $0.decision == nil && $0.requires.isEmpty })
    }

    @Test func `only what is the organization's is written`() throws {
        let (alias, quota, permissions) = ("CreateAlias", "UpdateMailboxQuota", "PutMailboxPermissions")
        let rows: [(OwnershipFacts, [String])] = [
            (OwnershipFacts(directoryKind: .workmail), [alias, quota, permissions]),
            (OwnershipFacts(directoryKind: .simpleAD), [alias, quota, permissions]),
            (OwnershipFacts(directoryKind: .managedAD), [alias, quota, permissions]),
            (OwnershipFacts(directoryKind: .adConnector), [alias]),
            (
                OwnershipFacts(directoryKind: .adConnector, connectorMailboxSettings: .workmail),
                [alias, quota, permissions]
            ),
            (OwnershipFacts(directoryKind: .adConnector, isInteroperable: true), []),
            (
                OwnershipFacts(directoryKind: .adConnector, isInteroperable: true, connectorMailboxSettings: .workmail),
                [quota, permissions]
            ),
        ]
        for (facts, names) in rows { #expect(Self.names(try Self.restoration(), facts) == names, "\(facts)") }
    }

    @Test func `what is there already is not written, and what was given since stays`() throws {
        var restoration = try Self.restoration()
        let facts = OwnershipFacts(directoryKind: .simpleAD)
        restoration.addresses.insert(try EmailAddress("A1@example.com"))
        restoration.quota = 700
        restoration.permissions = [EntityID("S-1-5-21-1-2-3-1002"): [.fullAccess]]
        let plan = restoration.plan(OwnershipTable(facts))
        #expect(plan.changes.map(\.newValue) == ["S-1-5-21-1-2-3-1002 (bob) FULL_ACCESS+SEND_AS"])
        restoration.permissions = [EntityID("S-1-5-21-1-2-3-1002"): [.fullAccess, .sendAs]]
        #expect(Self.names(restoration, facts) == [])
        restoration.permissions = [:]
        restoration.grantees = [:]
        #expect(
            restoration.plan(OwnershipTable(facts)).lost.last
                == "S-1-5-21-1-2-3-1002, who had rights on the mailbox, is gone")
        restoration.permissions = [EntityID("S-1-5-21-1-2-3-1002"): [.fullAccess, .sendAs]]
        restoration.snapshot.quota = nil
        restoration.quota = 5
        #expect(Self.names(restoration, facts) == [], "a quota that could not be read is not given back")
    }

    @Test func `a temporary address of a swap is nothing that anybody had`() throws {
        var restoration = try Self.restoration()
        let temporary = try #require(EmailAddress.temporary(for: People.guid(1), in: "example.com"))
        restoration.snapshot.aliases = [temporary.text]
        let plan = restoration.plan(OwnershipTable(OwnershipFacts(directoryKind: .simpleAD)))
        #expect(!plan.changes.contains { $0.operationName == "CreateAlias" } && plan.lost.isEmpty)
    }

    @Test func `with an AD Connector the run leaves quota and permissions alone`() async throws {
        try await `Snapshots of mailboxes`.with(OwnershipFacts(directoryKind: .adConnector)) { bench, person, ana, _ in
            try await bench.carryOut(.disable, person)
            let report = try await bench.carryOut(.approved, person)
            #expect(
                report.applied.done.map(\.operationName) == ["RegisterToWorkMail", "CreateAlias", "CreateAlias"])
            let settings = try await `Snapshots of mailboxes`.settings(bench, ana)
            #expect(settings == ["a1@example.com", "a2@example.com", "*ana@example.com", "51200 MB"])
        }
    }
}
