// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The first import and the second sync beside `ldapsearch` reading the same attributes of the same people.
@main
struct ImportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ImportBenchmark", abstract: "How long an import takes, beside ldapsearch.",
        subcommands: [Compare.self, SyncOnce.self, EmptyDelta.self], defaultSubcommand: Compare.self)
}
