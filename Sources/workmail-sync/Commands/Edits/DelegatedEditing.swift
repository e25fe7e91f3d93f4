// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// An edit of fields that the directory owns: shown, written down as LDIF, or made there as its administrator.
struct DelegatedEditing {
    private let editing: AccountEditing
    private let options: DelegationOptions
    private let config: ConfigurationOptions

    init(_ editing: AccountEditing, _ options: DelegationOptions, _ config: ConfigurationOptions) {
        self.editing = editing
        self.options = options
        self.config = config
    }

    func run(_ rows: [UsersSet.Row], because ownership: Ownership) async throws {
        guard options.delegate, !editing.options.dryRun else { return try await show(rows, ownership) }
        // Nobody is asked for a password in vain.
        let isNeeded = try await withStore { try await !self.delegations(rows, $0).all.isEmpty }
        guard isNeeded else { return try await show(rows, ownership) }
        let credential = try options.directory.credential()
        let outcomes = try await config.traced { progress in
            var assembly = editing.assembly
            assembly.progress = { progress.update($0.line) }
            return try await assembly.whileLocked { try await carryOut(rows, as: credential, $0) }
        }
        try DelegationReportView(outcomes: outcomes, ownership: ownership).show(editing.output)
        if outcomes.contains(where: { $0.failure != nil }) { throw Exit.failed.code }
    }

    private func carryOut(
        _ rows: [UsersSet.Row], as credential: AdministratorCredential, _ parts: SyncParts
    ) async throws -> [DelegationOutcome] {
        // Once more, under the lock: what was shown before may have moved on.
        let delegations = try await self.delegations(rows, parts.store).all
        let run = SyncRun(parts)
        let outcomes = try await run.delegate(
            delegations, as: credential, by: Administrator.name(), reason: editing.options.journalReason)
        // Also those that were refused: the next try should know what is there now.
        do { try await run.refresh(Set(outcomes.map(\.delegation.person.guid))) } catch {
            StandardError.say("The directory could not be read again; the next sync follows: \(error)")
        }
        return outcomes
    }

    /// Without a connection to anything: what the directory owns is nobody's business else.
    private func show(_ rows: [UsersSet.Row], _ ownership: Ownership) async throws {
        let (delegations, unchanged) = try await withStore { try await self.delegations(rows, $0) }
        let ldif = delegations.map(\.change.ldif).joined()
        if let path = options.ldif, !editing.options.dryRun {
            if path == "-" { return try StandardOutput.write(ldif) }
            do { try Data(ldif.utf8).write(to: URL(filePath: path)) } catch {
                throw CommandFailure(path, "it cannot be written: \(error.localizedDescription)")
            }
            StandardError.say("\(delegations.count.counted("change")) written to \(path); apply with ldapmodify")
            if editing.output.format == .json {
                try printJSON(delegations.map { DelegationDocument($0, owner: ownership.owner) })
            }
            return
        }
        let view = DelegationView(
            delegations: delegations, unchanged: unchanged, ownership: ownership,
            reason: OwnershipText(editing.assembly).reason(ownership))
        try view.show(editing.output)
        // A rehearsal of a delegation is one; without --delegate it is a refusal.
        if !delegations.isEmpty, !options.delegate, options.ldif == nil { throw Exit.failed.code }
    }

    /// On a copy: whoever is only shown something finds no file afterwards that was not there before.
    private func withStore<Result>(_ body: (SyncStore) async throws -> Result) async throws -> Result {
        return try await SyncStore.withScratchCopy(of: editing.assembly.settings.state.file, body)
    }

    private func delegations(
        _ rows: [UsersSet.Row], _ store: SyncStore
    ) async throws -> (all: [Delegation], unchanged: [String]) {
        var delegations: [Delegation] = []
        var unchanged: [String] = []
        var problems: [EditProblem] = []
        var seen: [ObjectGUID: String] = [:]
        for row in rows {
            do {
                let person = try await store.resolve(UserReference(row.user))
                if let other = seen.updateValue(row.place ?? row.user, forKey: person.guid) {
                    problems.append(
                        EditProblem(place: row.place, user: row.user, clause: "is the same person as \(other)"))
                }
                if let delegation = try Delegation.of(row.values, for: person) {
                    delegations.append(delegation)
                } else {
                    unchanged.append(person.label)
                }
            } catch let failure as UserReferenceFailure {
                guard row.place != nil else { throw failure }
                problems.append(EditProblem(place: row.place, user: "“\(row.user)”", clause: failure.clause))
            } catch let refusal as EditRefusal {
                let column = row.place == nil ? "" : refusal.field.map { ", column \($0.rawValue)" } ?? ""
                problems.append(
                    EditProblem(place: row.place.map { $0 + column }, user: row.user, clause: refusal.description))
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return (delegations, unchanged)
    }
}
