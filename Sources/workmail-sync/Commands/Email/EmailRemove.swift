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
    @Argument(help: .user) var user: String?
    @Argument(help: ArgumentHelp("An address, or its part before the @.", valueName: "address"))
    var addresses: [String] = []
    @Option(help: ArgumentHelp("A CSV file with the columns user and alias; - for standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws { try AddressArguments.validate(user, addresses, fromFile) }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try editing.requireOwnership(of: .aliases)
        let rows = try AddressArguments.rows(user, addresses, fromFile)
        try await editing.run { _, book in try await AddressArguments.requests(rows, book, editing) { .removeAlias($0) }
        }
    }
}
