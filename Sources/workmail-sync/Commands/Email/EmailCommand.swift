// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `email`: the addresses of a user.
struct EmailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "email", abstract: "Lists and edits the addresses of a user.",
        discussion: """
            Example: workmail-sync email add ana.silva sales@example.com

            An alias in another domain of the organization is a further address; one in the same domain is an alias. A user can
            receive and send from all of them, and has at most 100 beside the primary address.
            """,
        subcommands: [EmailList.self, EmailAdd.self, EmailRemove.self, EmailSetPrimary.self])
}
