// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess

/// `credential_process`: a command that prints credentials ("Sourcing credentials with an external process", AWS SDKs and
/// Tools Reference Guide).
enum ProcessCredentials {
    /// No shell: the command is split into words as botocore does it, with quotes and backslashes.
    static func load(command: String, environment: AWSEnvironment, source: String) async throws -> AWSCredentials {
        func trouble(_ cause: String) -> ServiceTrouble {
            ServiceTrouble(source, cause, remedy: "run credential_process by hand", isTransient: false)
        }
        guard let words = CommandLineWords.words(command), let program = words.first else {
            throw trouble("credential_process is no command")
        }
        let variables = Dictionary(
            uniqueKeysWithValues: environment.variables.compactMap { name, value in
                Subprocess.Environment.Key(rawValue: name).map { ($0, value) }
            })
        let output: Data
        do {
            // `env` finds the program in the path; what it says about errors may hold secrets and is not kept.
            let record = try await withDeadline(seconds: 60) {
                try await run(
                    .name("env"), arguments: .init([environment.expanded(program)] + words.dropFirst()),
                    environment: .custom(variables),
                    output: .data(limit: 1 << 20), error: .discarded)
            }
            guard record.terminationStatus.isSuccess else {
                throw trouble("credential_process ended with \(record.terminationStatus)")
            }
            output = record.standardOutput
        } catch let error as ServiceTrouble { throw error } catch {
            try Task.checkCancellation()
            throw trouble(
                error is DeadlinePassed
                    ? "credential_process did not end within a minute"
                    : "credential_process could not be run: \(program)")
        }
        let version = ((try? JSONSerialization.jsonObject(with: output)) as? [String: Any])?["Version"] as? Int
        guard version == 1 else { throw trouble("credential_process did not print a JSON object with \"Version\": 1") }
        return try CredentialDocument.credentials(output, token: "SessionToken", source: source)
    }
}
