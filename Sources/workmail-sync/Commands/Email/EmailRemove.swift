// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `email remove`: takes aliases away.
struct EmailRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes aliases from a user; the primary address stays.",
        discussion: """
            Examples:
              workmail-sync email remove ana.silva sales@example.com
              workmail-sync email remove --from-file aliases.csv     (columns: user,alias)

            All or nothing. Mail to the address is refused from then on, and anybody may be given it.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var arguments: AddressArguments

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let rows = try arguments.rows()
        try await editing.requireOwnership(of: [.aliases], wanted: rows.map { ($0.user, "without \($0.address)") })
        let domains = try await editing.assembly.domains()
        try await editing.run { _, book in try await book.requests(rows, domains) { .removeAlias($0) } }
    }
}
