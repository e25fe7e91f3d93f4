// SPDX-License-Identifier: Apache-2.0
import Testing

extension Installation {
    /// Runs the program where it has to succeed: otherwise the issue says what it said.
    func succeed(
        _ arguments: String..., environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await run(Self.program, arguments, input: "", environment: environment)
        outcome.expectSuccess(of: arguments, sourceLocation)
    }

    func succeed(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await run(arguments).expectSuccess(of: arguments, sourceLocation)
    }
}

extension HostedInstallation {
    /// Runs the program where it has to succeed.
    func succeed(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await run(arguments).expectSuccess(of: arguments, sourceLocation)
    }
}

extension Outcome {
    fileprivate func expectSuccess(of arguments: [String], _ location: SourceLocation) {
        let said = "\(arguments): \(code)\n\(output.suffix(2000))\n\(error.suffix(4000))"
        #expect(code == 0, "\(said)", sourceLocation: location)
    }
}
