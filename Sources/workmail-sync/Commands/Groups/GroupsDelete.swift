// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `groups delete`: a group of a WorkMail directory, for good.
struct GroupsDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a group for good, after asking; in a WorkMail directory only.",
        discussion: "Example: workmail-sync groups delete Sales\n\nIts rights on mailboxes go with it.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: "The group's name.") var name: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .groups, wanted: [(name, nil)])
        if !options.dryRun { try confirmation.confirm("Delete the group \(name) for good?") }
        try await GroupEditing.run(editing, .delete(name))
    }
}
