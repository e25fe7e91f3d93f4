// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// Says everything that is wrong with the configuration file at once, without any connection.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration file, without connecting to anything.",
        discussion: """
            Example: workmail-sync config check --config new.yaml

            Ends with 0 when it is sound, else with 1 and every problem as file:line: key: message.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        do {
            let loaded = try configuration.load()
            let unchecked = try checkSecret(of: loaded)
            let findings = ConfigCheckDocument(file: loaded.file, warnings: loaded.warnings + unchecked)
            try output.show(findings) { terminal in Self.summary(of: loaded, on: terminal) }
        } catch let problems as ConfigurationProblems where output.format == .json {
            try printJSON(ConfigCheckDocument(file: problems.file, problems: problems.problems))
            throw Exit.failed.code
        }
    }

    /// A password file that cannot be used is a problem of the configuration's. A credential exists only inside the
    /// service, so that a shell can say nothing about it.
    /// - Returns: what could not be checked.
    private func checkSecret(of loaded: LoadedConfiguration) throws -> [ConfigurationProblem] {
        let source: SecretSource
        switch loaded.settings.directory.identity {
        case .keytab(let path, _):
            do throws(SecretFailure) {
                try PrivateFile.requirePrivacy(of: path)
                return []
            } catch {
                let key = ConfigurationKey.keytab
                let problem = ConfigurationProblem(
                    line: loaded.values.line(key), key: key.path, "\(error.cause); make it with ktutil or ktpass")
                throw ConfigurationProblems(file: loaded.file, [problem])
            }
        case .password(_, let password): source = password
        }
        do {
            _ = try source.read()
            return []
        } catch {
            switch source {
            case .file:
                let key = ConfigurationKey.passwordFile
                let message = "\(error.cause); \(error.remedy)"
                throw ConfigurationProblems(
                    file: loaded.file, [ConfigurationProblem(line: loaded.values.line(key), key: key.path, message)])
            case .credential:
                let key = ConfigurationKey.passwordCredential
                let problem = ConfigurationProblem(
                    line: loaded.values.line(key), key: key.path, "not checked: \(error.cause)")
                StandardError.say("warning: \(problem.description(in: loaded.file))")
                return [problem]
            }
        }
    }

    private static func summary(of loaded: LoadedConfiguration, on terminal: Terminal) -> String {
        let settings = loaded.settings
        let bases = settings.scope.bases.isEmpty ? ["the whole domain"] : settings.scope.bases
        let groups =
            settings.scope.groups.isEmpty ? "" : ", members of \(settings.scope.groups.joined(separator: " or "))"
        let domains = settings.organization.domains.joined(separator: ", ")
        return """
            \(terminal.styled("ok", .good)): \(loaded.file.printable)
              directory     \(settings.directory.controllers.description.printable) as \(settings.directory.bindName.printable)
              scope         \((bases.joined(separator: " and ") + groups).printable)
              addresses     \(settings.addresses.templates.joined(separator: ", ").printable)
              organization  \(domains) in \(settings.organization.file.printable)
              state         \(settings.state.file.printable)
            """
    }
}

/// What `config check` found, for programs.
private struct ConfigCheckDocument: Encodable {
    struct Finding: Encodable {
        var line: Int?
        var column: Int?
        var key: String?
        var message: String

        init(_ problem: ConfigurationProblem) {
            line = problem.line
            column = problem.column
            key = problem.key
            message = problem.message
        }
    }

    var file: String
    var ok: Bool
    var problems: [Finding]
    var warnings: [Finding]

    init(file: String, problems: [ConfigurationProblem] = [], warnings: [ConfigurationProblem] = []) {
        self.file = file
        ok = problems.isEmpty
        self.problems = problems.map(Finding.init)
        self.warnings = warnings.map(Finding.init)
    }
}
