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
        Self.giveToOwner(of: path, descriptor)
    }

    /// Made by root in a service's folder, it must not be closed to the service.
    private static func giveToOwner(of path: String, _ descriptor: Int32) {
        guard geteuid() == 0 else { return }
        let folder = (path as NSString).deletingLastPathComponent
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder),
            let owner = attributes[.ownerAccountID] as? NSNumber,
            let group = attributes[.groupOwnerAccountID] as? NSNumber
        else { return }
        _ = fchown(descriptor, owner.uint32Value, group.uint32Value)
    }

    deinit { close(descriptor) }

    /// Holds the lock while `body` runs, and waits until it is free.
    /// - Parameter pause: before each further try; ends the waiting by what it throws.
    public static func whenFree<Result>(
        statePath: String, pause: () async throws -> Void, _ body: () async throws -> Result
    ) async throws -> Result {
        while true {
            do {
                let lock = try RunLock(statePath: statePath)
                defer { withExtendedLifetime(lock) {} }
                return try await body()
            } catch RunLockFailure.held(statePath + ".lock") {
                try await pause()
            }
        }
    }

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
