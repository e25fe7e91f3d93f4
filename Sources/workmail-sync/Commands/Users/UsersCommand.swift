// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `users`: the organization's users.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Creates, enables, disables, edits, deletes, lists and shows users.",
        discussion: "Example: workmail-sync users list --state enabled",
        subcommands: [
            UsersList.self, UsersShow.self, UsersCreate.self, UsersEnable.self, UsersDisable.self, UsersSet.self,
            UsersDelete.self, UsersRetention.self,
        ])
}
