// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `permissions revoke-all`: nobody but the owner may use the mailbox any more.
struct PermissionsRevokeAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke-all", abstract: "Takes all rights on a user's mailbox from everybody, after asking.",
        discussion: "Example: workmail-sync permissions revoke-all info")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .permissions, wanted: [(user, nil)])
        try await editing.run(
            confirming: confirmation,
            question: { plan in
                "Take all rights on the mailbox of \(user) from \(plan.plan.changes.count.counted("user or group", "users and groups"))?"
            }
        ) { _, book in try await book.requests([(user, .revokeAll, nil)]) }
    }
}
