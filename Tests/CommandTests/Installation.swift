// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import Subprocess
import TestSupport
import Testing

/// The program as it is installed somewhere: a private folder with configuration, state and organization, and the real
/// binary that this build made.
struct Installation: Sendable {
    /// Removed at the end, with everything in it.
    let folder: String
    /// The sections of the configuration file; a test replaces what it is about.
    var sections: [String: [String: String]]

    var configurationFile: String { folder + "/workmail-sync.yaml" }
    var stateFile: String { folder + "/state.db" }
    var organizationFile: String { folder + "/organization.db" }

    /// Makes an installation in front of the suite's domain controller and hands it to `body`.
    static func with<Result>(
        _ body: (Installation) async throws -> Result
    ) async throws -> Result {
        try await with(#require(SharedController.current)) { try await body($0) }
    }

    /// The same in front of another one.
    static func with<Result>(
        _ controller: SambaDomainController, _ body: (Installation) async throws -> Result
    ) async throws -> Result {
        let directory = [
            "kind": "simple-ad", "url": controller.url, "ca_file": controller.caFile,
            "bind_name": controller.serviceUPN, "password_file": controller.servicePasswordFile,
        ]
        return try await with(directory: directory, domains: "[example.com]", body)
    }

    /// The same with this section `directory`.
    static func with<Result>(
        directory: [String: String], domains: String, _ body: (Installation) async throws -> Result
    ) async throws -> Result {
        let folder = NSTemporaryDirectory() + "workmail-sync-cli-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder + "/home", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // A test that is about a limit sets its own.
        let limits = [
            "connect_timeout_seconds": "\(Int(LDAPConfiguration.Timeouts.ofTheLab.connectSeconds))",
            "bind_timeout_seconds": "\(Int(LDAPConfiguration.Timeouts.ofTheLab.bindSeconds))",
        ]
        let sections = [
            "directory": directory.merging(limits) { own, _ in own },
            "organization": ["file": folder + "/organization.db", "domains": domains],
            "state": ["file": folder + "/state.db"],
        ]
        return try await body(Installation(folder: folder, sections: sections))
    }

    /// The same installation with some keys set otherwise, such as `directory.url`; `nil` removes a key.
    func changing(_ values: [String: String?]) -> Installation {
        var other = self
        for (path, value) in values {
            let parts = path.split(separator: ".").map { String($0) }
            other.sections[parts[0], default: [:]][parts[1]] = value
        }
        return other
    }

    /// A file in the folder.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: Int = 0o600) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Runs the program to its end.
    func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(Self.program, arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String]) async throws -> Outcome {
        try await run(Self.program, arguments, input: "", environment: [:])
    }

    /// The same through a shell, in which `$0` is the program: for redirections.
    func shell(_ script: String) async throws -> Outcome {
        try await run("/bin/sh", ["-c", script, Self.program], input: "", environment: [:])
    }

    /// The same at a terminal, where somebody waits for a text and then types keys; see `Tests/Lab/at-terminal`.
    func run(
        _ arguments: String..., atTerminalOf columns: Int, typing steps: [(text: String, keys: String)] = []
    ) async throws -> Outcome {
        try await run(arguments, atTerminalOf: columns, typing: steps)
    }

    func run(
        _ arguments: [String], atTerminalOf columns: Int, typing steps: [(text: String, keys: String)] = []
    ) async throws -> Outcome {
        let lab = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let json = String(decoding: try JSONEncoder().encode(steps.map { [$0.text, $0.keys] }), as: UTF8.self)
        return try await run(
            lab.appending(path: "Lab/at-terminal").path, ["\(columns)", json, Self.program] + arguments, input: "",
            environment: ["TERM": "xterm-256color", "COLUMNS": "\(columns)"])
    }

    /// Runs any program beside the configuration, with only these variables set.
    func run(
        _ program: String, _ arguments: [String], input: String, environment: [String: String] = [:]
    ) async throws -> Outcome {
        try Data(configuration.utf8).write(to: URL(filePath: configurationFile))
        var variables: [String: String] = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder + "/home", "TMPDIR": folder + "/home",
            "LC_ALL": "C.UTF-8", "WORKMAIL_SYNC_CONFIG": configurationFile,
        ]
        variables.merge(environment) { $1 }
        let settings = variables.map { "\($0)=\($1)" }
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(["-i", "-C", folder] + settings + [program] + arguments),
            input: .string(input), output: .string(limit: 4 << 20), error: .string(limit: 1 << 20))
        let code =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let number): 128 + number
            }
        return Outcome(code: code, output: result.standardOutput, error: result.standardError)
    }

    /// The text of the configuration file.
    var configuration: String {
        sections.sorted { $0.key < $1.key }.map { section, values in
            "\(section):\n" + values.sorted { $0.key < $1.key }.map { "  \($0): \($1)\n" }.joined()
        }.joined()
    }

    /// The binary beside the test bundle, of the same build.
    static let program: String = {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let started = ([link].compactMap(\.self) + CommandLine.arguments).filter { $0.hasPrefix("/") }
        let folders = started.map { URL(filePath: $0).deletingLastPathComponent() }
        let programs = folders.map { $0.appending(path: "workmail-sync").path }
        return programs.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "workmail-sync"
    }()
}

/// How a run of the program ended, and what it said.
struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    var code: Int32
    var output: String
    var error: String

    /// Standard output as the one JSON document that it has to be.
    func json() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8)) }
}
