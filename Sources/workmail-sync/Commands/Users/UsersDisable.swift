// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `users disable`: takes mailboxes away at once.
struct UsersDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Disables mailboxes at once; each is kept for 30 days.",
        discussion: """
            Examples:
              workmail-sync users disable ana.silva --reason "left on 30 November"
              workmail-sync users disable --from-file leavers.csv --export-note leavers.txt     (column: user)

            The account is locked out immediately. Enabling it again within 30 days gives the old mailbox back; after that
            the service deletes it. --export-note writes what each mailbox had, until when it is kept, and how to get it out.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions

    @Argument(help: .user) var users: [String] = []

    @Option(help: ArgumentHelp("A CSV file with the column user; - for standard input.", valueName: "file"))
    var fromFile: String?

    @Option(
        help: ArgumentHelp(
            "Write a note for the files: addresses, quota, permissions, and until when the mailbox is kept.",
            valueName: "file"))
    var exportNote: String?

    func validate() throws {
        if fromFile != nil, !users.isEmpty { throw ValidationError("name users or give --from-file, not both") }
        if fromFile == nil, users.isEmpty { throw ValidationError("name a user, or give --from-file") }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .mailbox)
        let wanted: [(user: String, place: String?)] =
            try fromFile.map { path in
                try CSVFile(path: path, columns: ["user"], consequence: "nobody was disabled").rows
                    .map { ($0["user"] ?? "", $0.place) }
            } ?? users.map { ($0, nil) }
        let body: (SyncParts) async throws -> RunReport = { parts in try await disable(wanted, parts) }
        let report =
            options.dryRun
            ? try await editing.assembly.withScratchParts(asksDirectory: false) { try await body($0) }
            : try await editing.assembly.whileLocked(asksDirectory: false) { try await body($0) }
        if let exportNote, !options.dryRun { try LeaverNote(report: report).write(to: exportNote) }
        try DecisionAtOnce.show(report, isRehearsal: options.dryRun, output)
    }

    private func disable(_ wanted: [(user: String, place: String?)], _ parts: SyncParts) async throws -> RunReport {
        let accounts = try await accounts(wanted, parts)
        let name = Administrator.name()
        let now = parts.clock()
        let decisions = accounts.compactMap { account in
            account.person.map { person in
                // With the address that was chosen for the person, for the day on which they are enabled again.
                let email = account.decision?.verdict == .rejected ? nil : account.decision?.email
                return (person, Decision(verdict: .disable, email: email, reason: options.reason, by: name, at: now))
            }
        }
        // Whom no directory has, nobody decides about: it is simply done. All of it is planned before any of it is.
        var planner = try await EditPlanner(parts, by: name, reason: options.journalReason)
        let edits = try await planner.plan(
            accounts.filter { $0.person == nil }.map { EditRequest(user: $0.name, account: $0, edit: .disable) })
        let run = SyncRun(parts)
        let people = Set(decisions.map(\.0.guid))
        try await parts.store.record(decisions)
        guard !options.dryRun else {
            var report = try await run.planned(for: people)
            report.append(run.rehearsed(edits))
            return report
        }
        if let exportNote { try LeaverNote.reserve(exportNote) }
        var report = try await run.carryOut(for: people, by: name)
        if !edits.plan.changes.isEmpty { report.append(try await run.carryOut(edits)) }
        return report
    }

    /// - Throws: everything that is wrong; then nobody is disabled.
    private func accounts(_ wanted: [(user: String, place: String?)], _ parts: SyncParts) async throws -> [Account] {
        let book = try await AccountBook(parts.store, parts.organization).ready(for: wanted.count)
        var accounts: [Account] = []
        var problems: [EditProblem] = []
        var seen: [EntityID: String] = [:]
        for (user, place) in wanted {
            func refuse(_ clause: String) { problems.append(EditProblem(place: place, user: user, clause: clause)) }
            do {
                let account = try await book.account(user, at: place)
                if let id = account.user?.id, let other = seen.updateValue(place ?? user, forKey: id) {
                    refuse(EditRefusal.editedTwice(other: other).description)
                }
                if account.user != nil, let refusal = account.refusal {
                    refuse("\(refusal); nobody was disabled")
                } else if account.user?.state != .enabled {
                    refuse("has no enabled mailbox; nobody was disabled")
                }
                accounts.append(account)
            } catch let failure as EditProblems {
                problems += failure.problems
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return accounts
    }
}
