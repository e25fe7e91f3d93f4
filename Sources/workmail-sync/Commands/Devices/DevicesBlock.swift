// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `devices block`: keeps a device out.
struct DevicesBlock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Keeps a device from synchronizing, whether it has before or not.",
        discussion: """
            Example: workmail-sync devices block ana.silva ApplDX3F0QJ9G5MV

            It is an override of the kind DENY for this user and this device; unblock takes it away.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: .user) var user: String
    @Argument(help: .device) var device: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .deviceAccess, wanted: [(user, nil)])
        try await editing.run { _, book in try await book.requests([(user, .blockDevice(device), nil)]) }
    }
}
