// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check and show the configuration.",
        discussion: "Example: workmail-sync config check",
        subcommands: [ConfigCheck.self, ConfigShow.self])
}
