// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `email add`: aliases and further addresses.
struct EmailAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Gives a user further addresses, in any verified domain of the organization.",
        discussion: """
            Examples:
              workmail-sync email add ana.silva sales@example.com ana@example.org
              workmail-sync email add --from-file aliases.csv     (columns: user,alias; several lines a user are fine)

            Without a domain it is an alias in the domain of the primary address. All or nothing.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: AddressArguments

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let rows = try arguments.rows()
        try await editing.requireOwnership(of: [.aliases], wanted: rows.map { ($0.user, $0.address) })
        let domains = try await editing.assembly.domains()
        try await editing.run { _, book in try await book.requests(rows, domains) { .addAlias($0) } }
    }
}
