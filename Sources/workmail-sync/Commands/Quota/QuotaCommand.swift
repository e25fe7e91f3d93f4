// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `quota`: how large mailboxes may become.
struct QuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota", abstract: "Shows and sets mailbox quotas.",
        discussion: """
            Example: workmail-sync quota set ana.silva 2048

            A quota is 1 to 51200 MB (50 GB) and does not change the price. Users are told at 90 percent.
            """,
        subcommands: [QuotaShow.self, QuotaSet.self, QuotaReport.self])
}
