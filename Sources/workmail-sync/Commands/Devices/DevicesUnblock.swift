// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `devices unblock`: takes an override away.
struct DevicesUnblock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock",
        abstract: "Takes the override for a device away; the organization's rules decide again.",
        discussion: """
            Example: workmail-sync devices unblock ana.silva ApplDX3F0QJ9G5MV

            Nothing happens where there is no override.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: .user) var user: String
    @Argument(help: .device) var device: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .deviceAccess, wanted: [(user, nil)])
        try await editing.run { _, book in try await book.requests([(user, .unblockDevice(device), nil)]) }
    }
}
