// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `import`: an export becomes an organization of our own.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Restores an export (--format json) into an embedded organization that is empty.",
        discussion: """
            Examples:
              workmail-sync import organization.jsonl --dry-run
              workmail-sync import organization.jsonl

            Accounts keep their ids, states and dates; addresses, quotas, rights, groups, members and device access come back, and \
            what disabled mailboxes had. Decisions, links and what is known of the people go into the state database. Do it \
            before the first sync. Everything is checked before anything is written, and all of it is restored or nothing. \
            Passwords are not in an export, nor are messages, the sizes of mailboxes and the journal.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("The export, or - for standard input.", valueName: "file"))
    var file: String

    @Flag(help: "Check everything, and write nothing.") var dryRun = false

    @Flag(help: "Leave the state database as it is.") var withoutState = false

    @Option(
        help: ArgumentHelp(
            "Accept that of so many accounts not everything could be read.", valueName: "number"))
    var acceptUnread = 0

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let name = file == "-" ? "standard input" : file
        do {
            let imported = try await Progress.during { progress in
                var reading = ImportReading()
                var count = 0
                try ImportLines.forEach(in: file) { line in
                    try Task.checkCancellation()
                    try reading.take(line)
                    count += 1
                    let done = count
                    progress.update("\(done) lines read")
                }
                return try reading.finished(acceptUnread: acceptUnread)
            }
            if dryRun {
                try await assembly.withScratchParts(asksDirectory: false) { parts in
                    try await checked(imported, parts, assembly).restoreOrganization()
                }
            } else {
                try await assembly.whileLocked(asksDirectory: false) { parts in
                    let importing = try await checked(imported, parts, assembly)
                    // The rules of the organization itself are tried on a copy, before the state database is written.
                    var rehearsal = parts
                    rehearsal.organization = try await assembly.scratchOrganization()
                    try await self.importing(imported, rehearsal, assembly).restoreOrganization()
                    try await importing.carryOut(
                        withState: !withoutState, by: Administrator.name(), reason: "import of \(imported.source)",
                        at: Date())
                }
            }
            try show(imported, isDirectoryBacked: assembly.settings.directory.kind != .workmail)
        } catch let failure as ImportFailure {
            let shown = failure.details.prefix(20).map { "  " + $0.printable }
            let rest = failure.details.count > 20 ? ["  … and \(failure.details.count - 20) more"] : []
            let lines = [failure.headline.printable] + shown + rest + ["nothing was restored"]
            throw CommandFailure(name, lines.joined(separator: "\n"), remedy: failure.remedy)
        } catch let error as MailOrganizationError {
            throw CommandFailure(
                name, "\(error)".printable + "\nnothing was restored", remedy: "make the export again, or report this")
        }
    }

    private func checked(
        _ imported: ImportedOrganization, _ parts: SyncParts, _ assembly: SyncAssembly
    ) async throws -> OrganizationImport {
        let importing = try importing(imported, parts, assembly)
        try await importing.check(withState: !withoutState)
        return importing
    }

    private func importing(
        _ imported: ImportedOrganization, _ parts: SyncParts, _ assembly: SyncAssembly
    ) throws -> OrganizationImport {
        guard let organization = parts.organization as? EmbeddedOrganization else {
            throw ImportFailure(
                "an export is restored into an embedded organization only", remedy: "set organization.backend to local")
        }
        return OrganizationImport(
            imported, into: organization, parts.store,
            isDirectoryBacked: assembly.settings.directory.kind != .workmail)
    }

    private func show(_ imported: ImportedOrganization, isDirectoryBacked: Bool) throws {
        let document = Document(
            dryRun: dryRun, source: imported.source, exportedAt: imported.exportedAt, users: imported.userCount,
            enabledUsers: imported.enabledUsers, groups: imported.groupCount,
            withoutPassword: isDirectoryBacked ? 0 : imported.enabledUsers, leftOut: imported.leftOut)
        try output.show(document) { _ in
            let users = imported.userCount.counted("user")
            let groups = imported.groupCount.counted("group")
            var lines = [
                "\(users) (\(imported.enabledUsers) with a mailbox) and \(groups) of \(imported.source.printable), as of "
                    + "\(imported.exportedAt.formatted(.iso8601)): "
                    + (dryRun ? "possible; nothing was done." : "restored.")
            ]
            if imported.leftOut > 0 {
                lines.append("Left out: the rights of \(imported.leftOut) whom the organization itself no longer knew.")
            }
            if isDirectoryBacked {
                lines.append("Passwords are the directory's. The next sync reads it and says what differs.")
            } else if imported.enabledUsers > 0 {
                let people = imported.enabledUsers.counted("person has", "people have")
                lines.append("\(people) no password yet: workmail-sync password reset USER --generate")
            }
            return lines.joined(separator: "\n")
        }
    }

    struct Document: Encodable {
        var dryRun: Bool
        /// The id of the organization that was exported.
        var source: String
        var exportedAt: Date
        var users: Int
        var enabledUsers: Int
        var groups: Int
        /// How many have a mailbox and no password.
        var withoutPassword: Int
        /// Rights of those whom the organization itself no longer knew.
        var leftOut: Int
    }
}
