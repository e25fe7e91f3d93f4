// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `users`: the organization's users.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Lists, shows, enables and disables users of the organization.",
        discussion: "Example: workmail-sync users list --state enabled",
        subcommands: [UsersList.self, UsersShow.self, UsersEnable.self, UsersDisable.self])
}
