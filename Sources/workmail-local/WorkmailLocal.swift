// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@main
struct WorkmailLocal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workmail-local",
        abstract:
            "Serves a mail organization of your own over the protocol of Amazon WorkMail, for the AWS CLI and boto3.",
        discussion: "Example: workmail-local --data organization.db --domain example.com",
        subcommands: [ServeCommand.self, SeedCommand.self], defaultSubcommand: ServeCommand.self)
}
