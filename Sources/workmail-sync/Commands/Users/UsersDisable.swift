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
            account.person.map {
                ($0, Decision(verdict: .disable, reason: options.reason, by: name, at: now))
            }
        }
        let run = SyncRun(parts)
        try await parts.store.record(decisions)
        let people = Set(decisions.map(\.0.guid))
        var report = try await options.dryRun ? run.planned(for: people) : run.carryOut(for: people)
        // Whom no directory has, nobody decides about: it is simply done.
        var planner = try await EditPlanner(parts, by: name, reason: options.journalReason)
        let edits = try await planner.plan(
            accounts.filter { $0.person == nil }.map { EditRequest(user: $0.name, account: $0, edit: .disable) })
        if !edits.plan.changes.isEmpty {
            report.append(options.dryRun ? run.rehearsed(edits) : try await run.carryOut(edits))
        }
        return report
    }

    /// - Throws: everything that is wrong; then nobody is disabled.
    private func accounts(_ wanted: [(user: String, place: String?)], _ parts: SyncParts) async throws -> [Account] {
        let book = try await AccountBook(parts.store, parts.organization).ready(for: wanted.count)
        var accounts: [Account] = []
        var problems: [EditProblem] = []
        for (user, place) in wanted {
            do {
                let account = try await book.account(user, at: place)
                if account.user?.state != .enabled {
                    let clause = account.user.flatMap { _ in account.refusal?.description } ?? "has no enabled mailbox"
                    problems.append(EditProblem(place: place, user: user, clause: clause + "; nobody was disabled"))
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

/// What leavers' mailboxes had, for the files of whoever has to answer for it.
struct LeaverNote {
    let report: RunReport

    func write(to path: String) throws {
        if path == "-" { return StandardError.write(text) }
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw CommandFailure(
                path, "the note cannot be written: \(error.localizedDescription); the mailboxes are disabled",
                remedy: "workmail-sync users retention shows the same")
        }
    }

    var text: String {
        let disabled = report.applied.done.filter { $0.operation == .deregister }
        return disabled.compactMap { change in
            change.entity.flatMap { report.snapshots[$0] }.map { note(change, $0) }
        }.joined(separator: "\n")
    }

    private func note(_ change: Change, _ had: MailboxSnapshot) -> String {
        var lines = [
            "\(change.label) (\(change.entity?.value ?? ""))",
            "  disabled     \(had.taken.formatted(.iso8601)), \(change.reason)",
            "  kept until   \(had.keptUntil.formatted(.iso8601)); then the mailbox is deleted for good",
            "  address      \(had.primary ?? "none")",
            "  aliases      \(had.aliases.isEmpty ? "none" : had.aliases.joined(separator: ", "))",
            "  quota        \(had.quota.map { "\($0) MB" } ?? "not read")",
        ]
        for permission in had.permissions {
            lines.append("  permission   \(permission.grantee): \(permission.values.joined(separator: ", "))")
        }
        for missing in had.missing { lines.append("  not read     \(missing)") }
        lines.append(
            "  contents     only an enabled mailbox can be exported: enable it again before that date to do so")
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }
}
