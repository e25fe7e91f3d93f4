// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `quota report`: all mailboxes by use.
struct QuotaReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Lists all mailboxes, the fullest first.",
        discussion: "Example: workmail-sync quota report --above 90")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Option(help: ArgumentHelp("Only mailboxes that use at least this share of their quota.", valueName: "percent"))
    var above: Double = 0

    func run() async throws {
        let organization = try SyncAssembly(config).organization()
        let uses = try await Progress.during { progress in
            var uses: [MailboxUse] = []
            try await organization.forEachUser(.state(.enabled)) { users in
                for user in users where user.role == .user {
                    uses.append(MailboxUse(user, try await organization.mailboxDetails(user.id)))
                    let count = uses.count
                    progress.update("\(count) mailboxes read")
                }
            }
            return uses
        }
        let shown = uses.filter { $0.percent >= above }.sorted { ($1.percent, $0.user) < ($0.percent, $1.user) }
        try output.show(shown) { terminal in
            guard !shown.isEmpty else { return uses.isEmpty ? "There is no mailbox." : "No mailbox uses that much." }
            let noticed = uses.count(where: \.isNoticed)
            return MailboxUse.table(shown, on: terminal)
                + "\n\(uses.count.counted("mailbox", "mailboxes")), \(noticed) at 90 % of the quota or above."
        }
    }
}
