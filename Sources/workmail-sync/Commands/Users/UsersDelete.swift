// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `users delete`: for good.
struct UsersDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes disabled users for good, after asking; in a WorkMail directory only.",
        discussion: """
            Example: workmail-sync users delete ana.silva

            A user has to be disabled first. Nothing brings a deleted user or the mailbox back. Users who come from a directory
            are deleted there.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: .user) var users: [String]

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .deletion, wanted: users.map { ($0, nil) })
        try await editing.run(
            confirming: confirmation,
            question: { plan in
                let names = plan.plan.changes.map(\.label).joined(separator: ", ")
                return "Delete \(names) for good, with mailbox and addresses?"
            }
        ) { _, book in try await book.requests(users.map { ($0, .delete, nil) }) }
    }
}
