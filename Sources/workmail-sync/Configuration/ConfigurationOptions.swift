// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

/// Which configuration file is meant: `--config FILE`, else WORKMAIL_SYNC_CONFIG, else the one in /etc.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file; else \(ConfigurationFile.environmentVariable), \(ConfigurationFile.defaultPath).",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var file: String?

    @Flag(help: "Show every search as an ldapsearch line to paste, and every request to the service, without secrets.")
    var verbose = false

    var path: String {
        let named = ProcessInfo.processInfo.environment[ConfigurationFile.environmentVariable]
        return file ?? named.flatMap { $0.isEmpty ? nil : $0 } ?? ConfigurationFile.defaultPath
    }

    /// Reads the file; its warnings go to standard error.
    /// - Throws: `ConfigurationProblems`, with everything that is wrong.
    func load() throws -> LoadedConfiguration {
        let configuration = try LoadedConfiguration(file: path)
        for warning in configuration.warnings {
            StandardError.say("warning: \(warning.description(in: configuration.file))")
        }
        return configuration
    }
}
