// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `email set-primary`: the address that outgoing mail carries.
struct EmailSetPrimary: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-primary", abstract: "Sets the address that a user's outgoing mail carries.",
        discussion: """
            Example: workmail-sync email set-primary ana.silva ana@example.com

            The old primary address stays as an alias. For somebody who was approved this is the administrator's choice from
            then on, and the directory's address is not followed any more; workmail-sync approve ana.silva follows it again.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: .user) var user: String
    @Argument(help: ArgumentHelp("An address, or its part before the @.", valueName: "address"))
    var address: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: [.primaryEmail], wanted: [(user, address)])
        let row = AddressRow(user: user, address: address)
        let domains = try await editing.assembly.domains()
        try await editing.run { _, book in try await book.requests([row], domains) { .setPrimary($0) } }
    }
}
