// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing
import WorkMail

@testable import Sync

/// A run that enables a mailbox again and gives it back what it had, ended with SIGKILL at each of its steps.
@Suite(.tags(.server), .requiresSamba) struct `Killed between enabling and giving back` {
    typealias Crashing = `Killed at any point`

    /// An organization that keeps no settings of a disabled mailbox, in the rehearsal's folder.
    static func forgetful(_ folder: String) throws -> EmbeddedOrganization {
        try EmbeddedOrganization(
            file: folder + "/organization.db",
            settings: EmbeddedSettings(
                alias: "rehearsal", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
                directoryKind: .directoryBacked, keepsSettingsOfDisabled: false))
    }

    /// ana with an alias, a quota and a right of bob's, whose mailbox was disabled and who is approved again.
    static func prepare(_ rehearsal: SyncRehearsal) async throws -> (ana: EntityID, whole: [String]) {
        for name in ["ana", "bob"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
        try await rehearsal.sync()
        try await rehearsal.approve("ana", "bob")
        try await rehearsal.sync()
        let person = try await rehearsal.person("ana")
        let ana = EntityID(person.user.sid.description)
        let bob = EntityID(try await rehearsal.person("bob").user.sid.description)
        try await rehearsal.organization.createAlias(ana, alias: try EmailAddress("a1@example.com"))
        try await rehearsal.organization.updateMailboxQuota(ana, megabytes: 700)
        try await rehearsal.organization.putMailboxPermissions(ana, grantee: bob, values: [.sendAs])
        let whole = try await settings(rehearsal, ana)
        try await rehearsal.store.record([(person, Decision(verdict: .disable, reason: "left", by: "root", at: Date()))]
        )
        try await rehearsal.sync()
        try await rehearsal.approve("ana")
        return (ana, whole)
    }

    static func settings(_ rehearsal: SyncRehearsal, _ id: EntityID) async throws -> [String] {
        let organization = rehearsal.organization
        let permissions = try await organization.listMailboxPermissions(id).map {
            "\($0.grantee) \($0.values.sorted())"
        }
        return try await organization.listAliases(id).map(\.text).sorted() + permissions
            + ["\(try await organization.mailboxDetails(id).quotaMegabytes) MB"]
    }

    @Test func `the next run gives back what is left, and nothing twice`() async throws {
        try await SyncRehearsal.with { rehearsal in
            var rehearsal = rehearsal
            rehearsal.parts.organization = try Self.forgetful(rehearsal.folder)
            let (ana, whole) = try await Self.prepare(rehearsal)
            #expect(whole.count == 4 && whole.contains("700 MB"))
            var step = 0
            while true {
                let folder = try Crashing.copy(of: rehearsal, "step-\(step)")
                let end = try await Crashing.crash(folder, rehearsal, atStep: step, "forgetful")
                if end != .exited(0) { #expect(end == .signaled(SIGKILL), "step \(step)") }
                try await recover(folder, ana, whole, step, isComplete: end == .exited(0))
                try FileManager.default.removeItem(atPath: folder.folder)
                if end == .exited(0) { break }
                step += 1
            }
            // Connecting, planning and two beginnings, and three for each of four changes; nothing is to be read.
            #expect(step >= 4 + 3 * 4, "the run had \(step) steps")
        }
    }

    private func recover(
        _ killed: SyncRehearsal, _ ana: EntityID, _ whole: [String], _ step: Int, isComplete: Bool
    ) async throws {
        var copy = killed
        copy.parts = try SyncRehearsal.parts(
            in: killed.folder, killed.controller, scope: ScopeDefinition(),
            rules: PlanningRules(directoryKind: .simpleAD))
        copy.parts.organization = try Self.forgetful(killed.folder)
        let report = try await copy.sync()
        if isComplete { #expect(report.plan == Plan(), "a run that was not killed leaves nothing to do") }
        #expect(report.applied.failed.isEmpty && report.plan.lost.isEmpty && !report.isWaiting, "step \(step)")
        #expect(try await Self.settings(copy, ana) == whole, "step \(step)")
        #expect(try await copy.store.openIntents().isEmpty, "step \(step)")
        #expect(try await copy.store.snapshots().isEmpty, "step \(step)")
        let guid = try await copy.person("ana").guid
        let done = try await copy.store.journal(of: guid).filter { $0.result == JournalRecord.done }.map(\.operation)
        #expect(
            done.suffix(4).sorted() == [
                "CreateAlias", "PutMailboxPermissions", "RegisterToWorkMail", "UpdateMailboxQuota",
            ] && done.count == 6, "each once, at step \(step): \(done)")
        #expect(try await copy.store.verifyJournal().isWhole, "step \(step)")
        #expect(try await copy.sync().plan == Plan(), "step \(step)")
    }
}
