// SPDX-License-Identifier: Apache-2.0

/// What was cancelled because it took too long.
package struct DeadlinePassed: Error {
    package var seconds: Double
}

/// Cancels the work when its time is over, whatever it is doing: also when bytes keep dripping in.
package func withDeadline<Result: Sendable>(
    seconds: Double, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: .seconds(seconds))
            throw DeadlinePassed(seconds: seconds)
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}
