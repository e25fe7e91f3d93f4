// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// A process that went between the intent and its outcome: the next run looks and writes down what it sees.
@Suite struct `An edit that was interrupted` {
    static let notDone = "interrupted, not done"
    static let notKnown = "interrupted, and it is not known whether it was done"

    /// ana, and bob who has a right on her mailbox, in a WorkMail directory; ana also has an alias, a blocked device and
    /// one that synchronizes.
    static func with(_ body: (Workbench, EntityID, EntityID) async throws -> Void) async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail)) { bench in
            let organization = bench.organization
            var ids: [EntityID] = []
            for name in ["ana", "bob"] {
                let id = try await organization.createUser(
                    name: name, displayName: name, firstName: "", lastName: "", password: nil)
                try await organization.registerToWorkMail(id, email: try EmailAddress("\(name)@example.com"))
                ids.append(id)
            }
            try await organization.createAlias(ids[0], alias: try EmailAddress("old@example.com"))
            try await organization.putMailboxPermissions(ids[0], grantee: ids[1], values: [.sendAs])
            try await organization.putMobileDeviceAccessOverride(
                ids[0], deviceID: "BAD1", effect: .deny, description: nil)
            _ = try await organization.deviceSynchronizes(ids[0], device: MobileDeviceReport(deviceID: "PHONE1"))
            try await body(bench, ids[0], ids[1])
        }
    }

    /// Writes down the intent; makes the call, if so, as the process would have; and has the next run look.
    static func result(
        of operation: Change.Operation, on id: EntityID, isMade: Bool, _ bench: Workbench,
        meanwhile: () async throws -> Void = {}
    ) async throws -> String {
        let change = Change(guid: nil, label: "ana", entity: id, operation: operation, reason: "test", actor: "root")
        let intent = try await bench.store.intend(change, at: bench.clock.now)
        if isMade { _ = try await Call(organization: bench.organization).make(change) }
        try await meanwhile()
        try await settle(bench)
        let number = try #require(intent?.id)
        return try #require(try await bench.store.auditRecord(number)).result
    }

    static func settle(_ bench: Workbench) async throws {
        let clock = bench.clock
        let run = InterruptedRun(organization: bench.organization, store: bench.store, clock: { clock.now })
        try await run.settle()
        #expect(try await bench.store.openIntents().isEmpty)
        let end = try await bench.store.journalEnd()
        try await run.settle()
        #expect(try await bench.store.journalEnd() == end, "and writes it once")
    }

    static func operations(bob: EntityID) throws -> [Change.Operation] {
        let grantee = Change.Grantee(id: bob, name: "bob (the other) one")
        let other = try EmailAddress("other@example.com")
        return [
            .updateUser(
                ProfileEdit([.init(field: .city, old: "", new: "Ulm"), .init(field: .office, old: "", new: "{1}")])),
            .updateUser(ProfileEdit([.init(field: .hiddenFromGlobalAddressList, old: "FALSE", new: "TRUE")])),
            .createAlias(other), .deleteAlias(try EmailAddress("old@example.com")),
            .updatePrimary(from: try EmailAddress("ana@example.com"), to: other),
            .updateQuota(from: 51_200, to: 700),
            .putPermissions(grantee: grantee, from: [.sendAs], to: [.sendAs, .fullAccess]),
            .deletePermissions(grantee: grantee, from: [.sendAs]),
            .putDeviceOverride(device: "phone1", from: nil, to: .deny),
            .putDeviceOverride(device: "bad1", from: .deny, to: .allow),
            .deleteDeviceOverride(device: "bad1", from: .deny), .removeDevice("phone1"), .deregister,
        ]
    }

    @Test func `what was done is done, and what was not is not`() async throws {
        for number in try Self.operations(bob: EntityID("x")).indices {
            for isMade in [true, false] {
                try await Self.with { bench, ana, bob in
                    let operation = try Self.operations(bob: bob)[number]
                    let result = try await Self.result(of: operation, on: ana, isMade: isMade, bench)
                    #expect(result == (isMade ? "done" : Self.notDone), "\(operation)")
                }
            }
        }
    }

    @Test(arguments: [true, false])
    func `enabling and deleting somebody whom only the organization has`(isMade: Bool) async throws {
        try await Self.with { bench, ana, _ in
            let expected = isMade ? "done" : Self.notDone
            try await bench.organization.deregisterFromWorkMail(ana)
            let register = Change.Operation.register(try EmailAddress("ana@example.com"))
            #expect(try await Self.result(of: register, on: ana, isMade: isMade, bench) == expected)
            if isMade { try await bench.organization.deregisterFromWorkMail(ana) }
            #expect(try await Self.result(of: .deleteUser, on: ana, isMade: isMade, bench) == expected)
        }
    }

    @Test(arguments: [true, false])
    func `whether a device was told to wipe itself, and what a masked value became, is not known`(isMade: Bool)
        async throws
    {
        try await Self.with { bench, ana, _ in
            let masked = ProfileEdit([
                .init(field: .city, old: "", new: "Ulm"), .init(field: .telephone, old: "", new: "1", isMasked: true),
            ])
            for operation in [Change.Operation.wipeDevice("PHONE1"), .updateUser(masked)] {
                let result = try await Self.result(of: operation, on: ana, isMade: isMade, bench)
                #expect(result == Self.notKnown, "\(operation)")
            }
        }
    }

    @Test func `a change in the directory is never taken for known`() async throws {
        try await Workbench.with { bench in
            let person = try People.person(1, "ana", mail: "ana@example.com")
            try await bench.add(person)
            var record = JournalRecord.intent(
                Change(guid: person.guid, label: "ana", entity: nil, operation: .deregister, reason: "test"),
                at: bench.clock.now)
            record.operation = JournalRecord.modifyDirectory
            record.newValue = #"{"jobTitle":"Boss"}"#
            _ = try await bench.store.note(record)
            try await Self.settle(bench)
            #expect(try await bench.results(person.guid) == ["ModifyDirectory: \(Self.notKnown)"])
        }
    }

    @Test func `a group that was made or deleted by name or id, and one that was not`() async throws {
        for operation in ["CreateGroup", "DeleteGroup"] {
            for (isMade, isByID) in [(true, true), (true, false), (false, true), (false, false)] {
                try await Self.with { bench, _, _ in
                    let deletes = operation == "DeleteGroup"
                    var id = deletes ? try await bench.organization.createGroup(name: "Sales") : nil
                    let label = isByID ? id?.value ?? "Sales" : "sales"
                    let intent = try await bench.store.note(
                        JournalRecord(
                            at: bench.clock.now, event: .intent, guid: nil, label: label, entity: id,
                            operation: operation, newValue: label, reason: "test", actor: "root"))
                    if isMade {
                        if let id {
                            try await bench.organization.deleteGroup(id)
                        } else {
                            id = try await bench.organization.createGroup(name: "Sales")
                        }
                    }
                    try await Self.settle(bench)
                    let record = try #require(try await bench.store.auditRecord(intent))
                    #expect(record.result == (isMade ? "done" : Self.notDone), "\(operation), by id: \(isByID)")
                    if isMade { #expect(record.outcome?.entity == id, "\(operation): and which group it is") }
                }
            }
        }
    }

    @Test func `somebody who was disabled or deleted before anybody looked stops no run`() async throws {
        for number in try Self.operations(bob: EntityID("x")).indices {
            for isDeleted in [true, false] {
                try await Self.with { bench, ana, bob in
                    let operation = try Self.operations(bob: bob)[number]
                    let result = try await Self.result(of: operation, on: ana, isMade: false, bench) {
                        try await bench.organization.deregisterFromWorkMail(ana)
                        if isDeleted { try await bench.organization.deleteUser(ana) }
                    }
                    // What came off with the mailbox is gone as intended.
                    let isGone = ["DeregisterFromWorkMail", "DeleteAlias"].contains(operation.name)
                    #expect(result == (isGone ? "done" : Self.notDone), "\(operation) \(isDeleted)")
                }
            }
        }
    }

    @Test func `an entity that is not there any more was deleted, and nothing else was done with it`() async throws {
        try await Self.with { bench, _, bob in
            let nobody = EntityID("ffffffff-0000-0000-0000-000000000000")
            for operation in try Self.operations(bob: bob) + [.deleteUser] {
                let result = try await Self.result(of: operation, on: nobody, isMade: false, bench)
                #expect(result == (operation == .deleteUser ? "done" : Self.notDone), "\(operation)")
            }
        }
    }

    @Test(arguments: [true, false])
    func `a user who was being created is found among many whose names begin the same`(isMade: Bool) async throws {
        try await Self.with { bench, _, _ in
            for number in 100..<300 {
                _ = try await bench.organization.createUser(
                    name: "visitor\(number)", displayName: "Guest", firstName: "", lastName: "", password: nil)
            }
            for round in 0..<4 {
                let name = "visitor" + String(repeating: "0", count: round)
                let change = Change(
                    guid: nil, label: name, entity: nil,
                    operation: .createUser(Change.NewUser(name: name, displayName: name)), reason: "test", actor: "root"
                )
                let intent = try await bench.store.intend(change, at: bench.clock.now)
                let id = isMade ? try await Call(organization: bench.organization).make(change) : nil
                try await Self.settle(bench)
                let number = try #require(intent?.id)
                let record = try #require(try await bench.store.auditRecord(number))
                #expect(record.result == (isMade ? "done" : Self.notDone) && record.outcome?.entity == id)
            }
        }
    }
}
