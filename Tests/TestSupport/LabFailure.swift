// SPDX-License-Identifier: Apache-2.0
import Subprocess

/// A program that prepares or changes a test's server failed.
public struct LabFailure: Error, CustomStringConvertible {
    public let command: String
    /// What the program wrote to standard error.
    public let message: String

    public var description: String { "\(command): \(message)" }
}

/// Runs a program to its end and returns what it printed.
///
/// - Throws: ``LabFailure`` when it ends with anything but 0.
@discardableResult
func finished(
    _ program: String, _ arguments: [String], environment: Environment = .inherit, input: String = ""
) async throws -> String {
    let result = try await run(
        .name(program), arguments: Arguments(arguments),
        environment: environment,
        input: .string(input), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
        throw LabFailure(command: program + " " + (arguments.first ?? ""), message: result.standardError)
    }
    return result.standardOutput
}
