// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `mailbox-export cancel`: stops one.
struct MailboxExportCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Stops an export, after asking.",
        discussion: """
            Example: workmail-sync mailbox-export cancel 3f2504e0-4f89-11d3-9a0c-0305e82c3301

            One that is nearly done may be done nevertheless; the answer is the state that it has then.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: ArgumentHelp("The id of the job.", valueName: "job")) var job: String

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let organization = try assembly.organization()
        do {
            let found = try await organization.describeMailboxExportJob(job)
            let user = try await MailboxExportCommand.name(of: found.entity, in: organization)
            if found.state == .running {
                try confirmation.confirm("Stop the export of \(user), which is at \(found.estimatedProgress) %?")
            }
            let now = try await assembly.whileLocked(asksDirectory: false) { parts in
                try await SyncRun(parts).cancel(
                    found, label: user, by: Administrator.name(), reason: "cancelled by hand")
                return try await parts.organization.describeMailboxExportJob(job)
            }
            try output.show(MailboxExportDocument(now, user: user)) { _ in
                "Export of \(user.printable), job \(now.jobID.printable): \(now.state.rawValue.printable)."
            }
        } catch let error as MailOrganizationError {
            throw MailboxExportCommand.failure("export \(job)", error)
        }
    }
}
