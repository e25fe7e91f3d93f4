// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `devices wipe`: has a device erase itself.
struct DevicesWipe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wipe", abstract: "Has a device erase everything on it when it next synchronizes, after asking.",
        discussion: """
            Example: workmail-sync devices wipe ana.silva ApplDX3F0QJ9G5MV

            Everything on the device is lost, private things too. It takes effect within about five minutes of its next
            synchronization; until then remove takes the wipe back.
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
        let question = "Erase everything on the device \(device) of \(user)?"
        try await editing.run(confirming: confirmation, question: { _ in question }) { _, book in
            try await book.requests([(user, .wipeDevice(device), nil)])
        }
    }
}
