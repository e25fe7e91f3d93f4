// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import LDAP
import TestSupport
import Testing
import WorkMail

@testable import Sync
@testable import workmail_sync

/// Full syncs of the same directory by which the service's work is judged. None of them knows its mirror.
struct FreshSync {
    let report: RunReport
    /// The organization before and after it.
    let before: OrganizationContents
    let after: OrganizationContents
    /// Everybody present, without what only some reads and some domain controllers tell.
    let people: [MirroredPerson]
    let undecided: [ObjectGUID]

    /// On copies of state and organization, of which everything that was read from the directory is forgotten: decisions,
    /// links, former addresses, graces and snapshots stay, since they cannot be read from anywhere again.
    static func onCopies(_ program: LifeProgram, from controller: SambaDomainController) async throws -> FreshSync {
        let assembly = try program.assembly()
        let copy = try await assembly.scratchOrganization()
        return try await SyncStore.withScratchCopy(of: assembly.settings.state.file) { store in
            try await store.write { db in
                for table in ["person", "tracking", "container", "scope_selection", "issue"] {
                    try db.execute(sql: "DELETE FROM \(table)")
                }
            }
            var parts = try assembly.parts()
            (parts.store, parts.organization) = (store, copy)
            parts.directory = try parts.directory.only(controller)
            return try await FreshSync(parts)
        }
    }

    /// Into a new organization and a new state, which is told the decisions.
    /// - Parameter decisions: by objectGUID; those about people whom the directory no longer has are left out.
    static func fromNothing(
        _ program: LifeProgram, from controller: SambaDomainController, _ decisions: [ObjectGUID: Decision]
    ) async throws -> FreshSync {
        let folder = program.installation.folder + "/fresh-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pins = try await program.assembly().store().pins()
        let assembly = try program.assembly(changing: [
            "state.file": folder + "/state.db", "organization.file": folder + "/organization.db",
        ])
        var parts = try assembly.parts()
        parts.directory = try parts.directory.only(controller)
        // The scope is where it was pinned, whatever it is called by now.
        try await parts.store.beginCompleteRead()
        try await parts.store.finishCompleteRead(gone: [:], pins: pins, at: parts.clock())
        _ = try await SyncRun(parts).once()
        var known: [(person: MirroredPerson, decision: Decision)] = []
        for (guid, decision) in decisions {
            if let person = try await parts.store.person(guid) { known.append((person, decision)) }
        }
        try await parts.store.record(known)
        return try await FreshSync(parts)
    }

    private init(_ parts: SyncParts) async throws {
        before = try await OrganizationContents(parts.organization)
        report = try await SyncRun(parts).once()
        after = try await OrganizationContents(parts.organization)
        people = try await Self.present(parts.store)
        undecided = try await parts.store.undecided().map(\.guid).sorted()
    }

    static func present(_ store: SyncStore) async throws -> [MirroredPerson] {
        try await store.people("presence = 'present' ORDER BY guid", []).map { person in
            var person = person
            person.user.whenChanged = nil
            person.user.uSNChanged = nil
            return person
        }
    }
}

extension DirectoryConfiguration {
    /// The same in front of this domain controller, and nothing in between.
    func only(_ controller: SambaDomainController) throws -> DirectoryConfiguration {
        var one = self
        one.source = try controller.configuration().source
        one.connection.url = try controller.configuration().connection.url
        one.memory = ControllerMemory()
        return one
    }
}
