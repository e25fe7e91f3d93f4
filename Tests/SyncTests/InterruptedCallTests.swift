// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// Intents whose outcome nobody wrote down, when the world went on before the next run.
@Suite struct `A call that was interrupted` {
    /// A state database and an organization in which ana is enabled as ana@example.com by an approved intent, which is open.
    private func interrupted(
        _ body: (SyncStore, EmbeddedOrganization, MirroredPerson, EntityID) async throws -> Void
    ) async throws {
        try await `The state database`.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            let organization = try EmbeddedOrganization(
                file: folder + "/organization.db",
                settings: EmbeddedSettings(alias: "test", domains: People.domains, directoryKind: .directoryBacked))
            let person = try People.person(1, "ana", mail: "ana@example.com")
            let id = EntityID(person.user.sid.description)
            try await organization.directoryHolds([
                DirectorySourcedUser(id: id, name: "ana", role: .user, profile: MailProfile())
            ])
            try await store.record([(person, try People.approved())])
            _ = try await intend(person, .register(try EmailAddress("ana@example.com")), in: store)
            try await organization.registerToWorkMail(id, email: try EmailAddress("ana@example.com"))
            try await body(store, organization, person, id)
        }
    }

    /// Writes down the intent of a change that comes from the decision as it is now.
    private func intend(
        _ person: MirroredPerson, _ operation: Change.Operation, in store: SyncStore
    ) async throws -> JournalRecord {
        let change = Change(
            guid: person.guid, label: person.label, entity: EntityID(person.user.sid.description), operation: operation,
            reason: "test", decision: try await store.decision(about: person.guid))
        return try #require(try await store.intend(change, at: People.now))
    }

    private func settle(_ store: SyncStore, _ organization: EmbeddedOrganization) async throws {
        try await InterruptedRun(organization: organization, store: store, clock: { People.now }).settle()
        #expect(try await store.openIntents().isEmpty)
    }

    @Test func `what was done is written down once, with the link and the decision`() async throws {
        try await interrupted { store, organization, person, id in
            try await settle(store, organization)
            #expect(try await store.decision(about: person.guid)?.isSettled == true)
            #expect(try await store.links() == [person.guid: id])
            let end = try await store.journalEnd()
            try await settle(store, organization)
            #expect(try await store.journalEnd() == end)
        }
    }

    @Test func `a decision that was made since is not taken for carried out`() async throws {
        try await interrupted { store, organization, person, id in
            try await settle(store, organization)
            _ = try await intend(person, .deregister, in: store)
            try await organization.deregisterFromWorkMail(id)
            // The administrator finds the mailbox disabled and approves again, before any run has looked.
            try await store.record([(person, try People.approved())])
            try await settle(store, organization)
            #expect(try await store.decision(about: person.guid)?.isSettled == false, "the new approval still stands")
        }
    }

    @Test func `an alias of somebody who was disabled meanwhile is gone, and stops no run`() async throws {
        try await interrupted { store, organization, person, id in
            let alias = try EmailAddress("old@example.com")
            try await organization.createAlias(id, alias: alias)
            _ = try await intend(person, .deleteAlias(alias), in: store)
            try await organization.deregisterFromWorkMail(id)
            try await settle(store, organization)
            let results = try await store.journal(of: person.guid).compactMap(\.result)
            #expect(results == ["interrupted, not done", JournalRecord.done])
        }
    }

    @Test func `a temporary address that was removed is forgotten`() async throws {
        try await interrupted { store, organization, person, id in
            let temporary = try #require(EmailAddress.temporary(for: person.guid, in: "example.com"))
            let primary = try EmailAddress("ana@example.com")
            let intent = try await intend(person, .updatePrimary(from: primary, to: temporary), in: store)
            try await organization.updatePrimaryEmailAddress(id, email: temporary)
            try await store.conclude(intent, result: JournalRecord.done, entity: id, at: People.now)
            try await organization.updatePrimaryEmailAddress(id, email: primary)
            #expect(try await store.heldAddresses()[person.guid]?.temporary == [temporary])
            _ = try await intend(person, .deleteAlias(temporary), in: store)
            try await organization.deleteAlias(id, alias: temporary)
            try await settle(store, organization)
            #expect(try await store.heldAddresses()[person.guid]?.temporary.isEmpty != false)
        }
    }

    @Test func `a change whose decision is another by now is not begun`() async throws {
        try await interrupted { store, organization, person, id in
            let before = try await store.decision(about: person.guid)
            try await store.record([(person, Decision(verdict: .rejected, reason: "no", by: "root", at: People.now))])
            let end = try await store.journalEnd()
            let change = Change(
                guid: person.guid, label: person.label, entity: id, operation: .deregister, reason: "test",
                decision: before)
            #expect(try await store.intend(change, at: People.now) == nil)
            #expect(try await store.journalEnd() == end)
        }
    }
}
