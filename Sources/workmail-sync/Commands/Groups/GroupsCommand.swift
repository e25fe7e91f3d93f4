// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `groups`: the organization's groups, as far as they can be given rights.
struct GroupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Lists the groups that can be given rights on a mailbox; creates and deletes them.",
        discussion: """
            Example: workmail-sync groups list

            With a directory behind the organization, its groups come from there with every sync.
            """,
        subcommands: [GroupsList.self, GroupsCreate.self, GroupsDelete.self])
}
