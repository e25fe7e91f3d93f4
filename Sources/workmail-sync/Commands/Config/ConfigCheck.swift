// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// Says everything that is wrong with the configuration file at once, without any connection.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration file, without connecting to anything.",
        discussion: "Ends with 0 when it is sound, else with 1 and every problem as file:line: key: message.")

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let loaded: LoadedConfiguration
        do {
            loaded = try LoadedConfiguration(file: configuration.path)
        } catch {
            guard output.format == .json else { throw error }
            try printJSON(CheckDocument(file: error.file, problems: error.problems, warnings: []))
            throw Exit.failed.code
        }
        let warnings = loaded.warnings + secretWarnings(loaded)
        let document = CheckDocument(file: loaded.file, problems: try secretProblems(loaded), warnings: warnings)
        try output.show(document) { terminal in document.text(on: terminal, settings: loaded.settings) }
        if !document.ok { throw Exit.failed.code }
    }

    /// A password file that cannot be used is a problem of the configuration's, before anything is connected.
    private func secretProblems(_ loaded: LoadedConfiguration) throws -> [ConfigurationProblem] {
        guard case .file = loaded.settings.directory.password else { return [] }
        do {
            _ = try loaded.settings.directory.password.read()
            return []
        } catch {
            let key = ConfigurationKey.passwordFile
            return [ConfigurationProblem(line: loaded.values.line(key), key: key.path, "\(error); \(error.remedy)")]
        }
    }

    /// A credential exists only inside the service, so a shell can say nothing about it.
    private func secretWarnings(_ loaded: LoadedConfiguration) -> [ConfigurationProblem] {
        guard case .credential = loaded.settings.directory.password else { return [] }
        do {
            _ = try loaded.settings.directory.password.read()
            return []
        } catch {
            let key = ConfigurationKey.passwordCredential
            return [ConfigurationProblem(line: loaded.values.line(key), key: key.path, "not checked: \(error.cause)")]
        }
    }
}

/// What `config check` found.
private struct CheckDocument: Encodable {
    struct Finding: Encodable {
        var line: Int?
        var column: Int?
        var key: String?
        var message: String
    }

    var file: String
    var ok: Bool
    var problems: [Finding]
    var warnings: [Finding]
    private let lines: [String]

    private enum CodingKeys: CodingKey { case file, ok, problems, warnings }

    init(file: String, problems: [ConfigurationProblem], warnings: [ConfigurationProblem]) {
        func finding(_ problem: ConfigurationProblem) -> Finding {
            Finding(line: problem.line, column: problem.column, key: problem.key, message: problem.message)
        }
        self.file = file
        ok = problems.isEmpty
        self.problems = problems.map(finding)
        self.warnings = warnings.map(finding)
        lines =
            problems.map { $0.description(in: file).printable }
            + warnings.map { "warning: \($0.description(in: file))".printable }
    }

    func text(on terminal: Terminal, settings: Settings) -> String {
        guard ok else { return lines.joined(separator: "\n") }
        let bases = settings.scope.bases.isEmpty ? "the whole domain" : "\(settings.scope.bases.count) base(s)"
        let summary = [
            "\(terminal.styled("ok", .good)): \(file.printable)",
            "  directory     \(settings.directory.url.description.printable) as \(settings.directory.bindName.printable)",
            "  scope         \(bases)\(settings.scope.groups.isEmpty ? "" : ", members of \(settings.scope.groups.count) group(s)")",
            "  addresses     \(settings.addresses.templates.joined(separator: ", ").printable)",
            "  organization  \(settings.organization.domains.joined(separator: ", ")) in \(settings.organization.file.printable)",
            "  state         \(settings.state.file.printable)",
        ]
        return (summary + lines).joined(separator: "\n")
    }
}
