// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check and show the configuration.",
        subcommands: [ConfigCheck.self, ConfigShow.self])
}
