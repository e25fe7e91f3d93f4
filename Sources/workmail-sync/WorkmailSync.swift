// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Sync

@main
struct WorkmailSync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workmail-sync",
        abstract: "Keeps the users of a mail organization in step with an Active Directory domain.",
        discussion: """
            Example: workmail-sync doctor && workmail-sync sync --dry-run

            Exit codes: 0 in step, 1 failed, 2 changes wait for a decision, 3 stopped by a safety limit, 64 usage, 75 try again \
            later.
            """,
        subcommands: [
            SyncCommand.self, RunCommand.self, CandidatesCommand.self, ApproveCommand.self, RejectCommand.self,
            UsersCommand.self,
            EmailCommand.self, QuotaCommand.self, DevicesCommand.self, PermissionsCommand.self, GroupsCommand.self,
            PasswordCommand.self, ExplainCommand.self, OwnershipCommand.self, StatusCommand.self, AuditCommand.self,
            ExportCommand.self, ImportCommand.self, MailboxExportCommand.self, DoctorCommand.self,
            NotificationsCommand.self, ConfigCommand.self,
        ])

    /// Runs the command, and has the last word about what it throws.
    static func main() async {
        cposix_forbid_dumps()
        do {
            if let service = try parseAsRoot() as? RunCommand {
                // It has its own way with signals.
                try await service.run()
            } else {
                try await Interruption.ends {
                    var command = try parseAsRoot()
                    if var command = command as? any AsyncParsableCommand {
                        try await command.run()
                    } else {
                        try command.run()
                    }
                }
            }
        } catch {
            // What the argument parser itself says (help, version, usage) is its own.
            let code = exitCode(for: error)
            if !(error is ExitCode), code == .success || code == .validationFailure { exit(withError: error) }
            let partial = error as? PartialRun
            if let partial { StandardError.write(partial.text) }
            let cause = partial?.cause ?? error
            let report = FailureReport(ForeignFailure.commandFailure(for: cause) ?? cause)
            if !report.text.isEmpty { StandardError.write(report.text + "\n") }
            exit(withError: ExitCode(report.exit))
        }
    }
}
