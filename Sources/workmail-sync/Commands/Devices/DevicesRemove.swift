// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `devices remove`: takes a device off the list.
struct DevicesRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a device off a user's list, after asking.",
        discussion: """
            Example: workmail-sync devices remove ana.silva ApplDX3F0QJ9G5MV

            It comes back when it next synchronizes; block it to keep it out.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: .user) var user: String
    @Argument(help: .device) var device: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .devices, wanted: [(user, nil)])
        let question = "Remove the device \(device) of \(user)? It comes back when it next synchronizes."
        try await editing.run(confirming: confirmation, question: { _ in question }) { _, book in
            try await book.requests([(user, .removeDevice(device), nil)])
        }
    }
}
