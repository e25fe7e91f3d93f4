// SPDX-License-Identifier: Apache-2.0
import Directory

extension ConfigurationOptions {
    /// Runs something that asks the directory: with progress on a terminal, and with `--verbose` each search on standard
    /// error instead, since the two would write over each other.
    func traced<Result>(_ body: (Progress) async throws -> Result) async throws -> Result {
        guard verbose else { return try await Progress.during(body) }
        return try await DirectoryTrace.told(to: { StandardError.say($0) }) {
            try await Progress.during(on: nil, body)
        }
    }
}
