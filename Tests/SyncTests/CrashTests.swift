// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing
import WorkMail

@testable import Sync

/// A run that is ended with SIGKILL at each of its steps, over and over again, by `CrashingSync`.
@Suite(.tags(.server), .requiresSamba) struct `Killed at any point` {
    @Test func `the next run completes it, nothing twice, no decision lost`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await prepare(rehearsal)
            let whole = try Self.copy(of: rehearsal, "whole")
            #expect(try await Self.crash(whole, rehearsal, atStep: .max) == .exited(0))
            let expected = try await Outcome(of: whole)
            #expect(
                expected.mailboxes.map { "\($0.name) \($0.state) \($0.addresses)" } == [
                    "ana ENABLED [\"*ana.new@example.com\"]",
                    "bob ENABLED [\"*ana@example.com\", \"bob@example.com\"]",
                    "cem ENABLED [\"*dan@example.com\"]", "dan ENABLED [\"*cem@example.com\"]",
                    "eve DISABLED []", "fay ENABLED [\"*fay@example.com\"]",
                ])

            var step = 0
            while true {
                let folder = try Self.copy(of: rehearsal, "step-\(step)")
                let end = try await Self.crash(folder, rehearsal, atStep: step)
                if end == .exited(0) { break }
                #expect(end == .signaled(SIGKILL), "step \(step)")
                try await recover(folder, expected, step)
                try FileManager.default.removeItem(atPath: folder.folder)
                step += 1
            }
            // Connecting, two pages or more, planning, the beginning of applying, and three for each change; five changes are
            // older.
            #expect(step >= 5 + 3 * (expected.done.count - 5), "the run had \(step) steps")
        }
    }

    /// Four mailboxes of which one gives its address to another and two swap theirs, one to disable and one to enable.
    private func prepare(_ rehearsal: SyncRehearsal) async throws {
        let names = ["ana", "bob", "cem", "dan", "eve", "fay"]
        for name in names { try await rehearsal.add(name, mail: "\(name)@example.com") }
        for name in ["gil", "hal", "ida", "jon"] { try await rehearsal.add(name, mail: nil) }
        try await rehearsal.sync()
        try await rehearsal.approve("ana", "bob", "cem", "dan", "eve")
        try await rehearsal.sync()
        try await rehearsal.set("mail", of: "ana", to: "ana.new@example.com")
        try await rehearsal.set("mail", of: "bob", to: "ana@example.com")
        try await rehearsal.set("mail", of: "cem", to: "dan@example.com")
        try await rehearsal.set("mail", of: "dan", to: "cem@example.com")
        try await rehearsal.approve("fay")
        let disable = Decision(verdict: .disable, reason: "left", by: "root", at: Date())
        try await rehearsal.store.record([(try await rehearsal.person("eve"), disable)])
    }

    /// The files as a crash would leave them: with their write-ahead logs, and nobody having said goodbye.
    static func copy(of rehearsal: SyncRehearsal, _ name: String) throws -> SyncRehearsal {
        var copy = rehearsal
        copy.folder = rehearsal.folder + "/" + name
        try FileManager.default.createDirectory(atPath: copy.folder, withIntermediateDirectories: false)
        for file in ["state.db", "state.db-wal", "organization.db", "organization.db-wal"] {
            try FileManager.default.copyItem(atPath: "\(rehearsal.folder)/\(file)", toPath: "\(copy.folder)/\(file)")
        }
        return copy
    }

    /// How a run on the copy ends that kills itself at a step.
    static func crash(
        _ copy: SyncRehearsal, _ rehearsal: SyncRehearsal, atStep step: Int, _ more: String...
    ) async throws -> TerminationStatus {
        let program = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "CrashingSync").path
        let controller = rehearsal.controller
        let arguments = [
            copy.folder, controller.url, controller.caFile, controller.serviceUPN, controller.servicePasswordFile,
            "\(step)",
        ]
        // `env` becomes the program, so that the signal is the program's end.
        let result = try await run(
            .name("env"), arguments: Arguments([try #require(program)] + arguments + more), output: .discarded,
            error: .string(limit: 65_536))
        if case .exited(let code) = result.terminationStatus, code != 0 {
            Issue.record("step \(step): \(result.standardError)")
        }
        return result.terminationStatus
    }

    private func recover(_ killed: SyncRehearsal, _ expected: Outcome, _ step: Int) async throws {
        var copy = killed
        copy.parts = try SyncRehearsal.parts(
            in: killed.folder, killed.controller, scope: ScopeDefinition(),
            rules: PlanningRules(directoryKind: .simpleAD))
        let decided = try await copy.store.decisions().count
        #expect(decided == 6, "no decision is lost at step \(step)")
        let report = try await copy.sync()
        #expect(report.applied.failed.isEmpty && report.applied.skipped.isEmpty, "step \(step)")
        #expect(report.plan.waiting.isEmpty, "step \(step)")
        #expect(try await copy.store.openIntents().isEmpty, "step \(step)")
        let outcome = try await Outcome(of: copy)
        #expect(outcome.mailboxes == expected.mailboxes, "step \(step)")
        #expect(outcome.decisions == expected.decisions, "step \(step)")
        #expect(outcome.done == expected.done, "each effect once, at step \(step)")
        #expect(outcome.held == expected.held, "step \(step)")

        let end = try await copy.store.journalEnd()
        let next = try await copy.sync()
        #expect(next.plan == Plan() && next.observation?.rowsWritten == 0, "step \(step)")
        #expect(try await copy.store.journalEnd() == end, "step \(step)")
    }
}

/// Everything that must be the same, however often a run was interrupted.
private struct Outcome {
    struct Mailbox: Hashable {
        var name: String
        var state: String
        /// The primary address with a star, then the aliases.
        var addresses: [String]
    }

    var mailboxes: [Mailbox] = []
    var decisions: [String] = []
    /// The journal's outcomes that say `done`, sorted, since an interrupted swap may go on in another order.
    var done: [String] = []
    var held: [String] = []

    init(of rehearsal: SyncRehearsal) async throws {
        let parts = try SyncRehearsal.parts(
            in: rehearsal.folder, rehearsal.controller, scope: ScopeDefinition(),
            rules: PlanningRules(directoryKind: .simpleAD))
        let (store, organization) = (parts.store, parts.organization)
        for (guid, decision) in try await store.decisions() {
            let person = try #require(try await store.person(guid))
            decisions.append("\(person.user.sAMAccountName) \(decision.verdict) \(decision.isSettled)")
            let details = try await organization.describeUser(EntityID(person.user.sid.description))
            let primary = details.user.email.map { ["*\($0)"] } ?? []
            // The service lists the aliases of an enabled user only.
            let all = primary.isEmpty ? [] : try await organization.listAliases(details.user.id)
            let aliases = all.filter { $0 != details.user.email }
            mailboxes.append(
                Mailbox(
                    name: details.user.name, state: "\(details.user.state)",
                    addresses: primary + aliases.map(\.text).sorted()))
            for line in try await store.journal(of: guid) where line.result == JournalRecord.done {
                let values = [line.oldValue, line.newValue].compactMap(\.self).joined(separator: " > ")
                done.append("\(line.label) \(line.operation) \(values)")
            }
            if let addresses = try await store.heldAddresses()[guid] {
                for address in addresses.former.union(addresses.temporary) {
                    held.append("\(person.label) \(address.key)")
                }
            }
        }
        mailboxes.sort { $0.name < $1.name }
        (decisions, done, held) = (decisions.sorted(), done.sorted(), held.sorted())
    }
}
