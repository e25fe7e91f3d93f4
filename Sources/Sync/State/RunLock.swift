// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// One run at a time for a state database: an advisory lock on a file beside it, which the kernel drops when the process
/// ends, however it ends.
public struct RunLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `RunLockFailure`; `.held` when another run has it.
    public init(statePath: String) throws(RunLockFailure) {
        let path = statePath + ".lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notPossible(path: path, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .held(path: path)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Holds the lock while `body` runs.
    public static func whileHeld<Result>(
        statePath: String, _ body: () async throws -> Result
    ) async throws -> Result {
        let lock = try RunLock(statePath: statePath)
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }
}

/// Why a run may not begin.
public enum RunLockFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case held(path: String)
    case notPossible(path: String, errno: Int32)

    public var description: String {
        switch self {
        case .held(let path): "another run is under way (it holds \(path)); try again when it has ended"
        case .notPossible(let path, let code):
            "the lock file \(path) cannot be opened: \(unsafe String(cString: strerror(code)))"
        }
    }
}
