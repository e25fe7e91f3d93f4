// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

/// A small file system in memory, to be filled up and made read-only.
struct Disk: Sendable {
    let path: String

    /// Mounts it below `folder` for the length of `body`.
    static func with<Result>(
        in folder: String, kilobytes: Int, _ body: (Disk) async throws -> Result
    ) async throws -> Result {
        let disk = Disk(path: folder + "/disk")
        try FileManager.default.createDirectory(atPath: disk.path, withIntermediateDirectories: true)
        guard try await succeeds("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=700", "tmpfs", disk.path) else {
            throw MountFailure()
        }
        do {
            let result = try await body(disk)
            _ = try await succeeds("umount", disk.path)
            return result
        } catch {
            _ = try await succeeds("umount", "--lazy", disk.path)
            throw error
        }
    }

    /// Takes all the room but a little.
    func fill(leaving kilobytes: Int) throws {
        let file = unsafe open(ballast, O_WRONLY | O_CREAT, 0o600)
        #expect(file >= 0)
        let block = [UInt8](repeating: 0, count: 4096)
        var size = 0
        while unsafe write(file, block, block.count) > 0 { size += block.count }
        ftruncate(file, max(0, size - kilobytes * 1024))
        close(file)
    }

    /// Gives the room back.
    func empty() throws { try FileManager.default.removeItem(atPath: ballast) }

    func makeReadOnly() async throws {
        guard try await Self.succeeds("mount", "-o", "remount,ro", path) else { throw MountFailure() }
    }

    private var ballast: String { path + "/ballast" }

    /// Whether this process may mount anything: root may, but not in every container.
    static func canMount() async throws -> Bool {
        let folder = NSTemporaryDirectory() + "workmail-sync-mount-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try await with(in: folder, kilobytes: 64) { _ in }
            return true
        } catch is MountFailure {
            return false
        }
    }

    private static func succeeds(_ name: String, _ arguments: String...) async throws -> Bool {
        try await run(.name(name), arguments: Arguments(arguments), output: .discarded, error: .discarded)
            .terminationStatus.isSuccess
    }
}

/// Nothing can be mounted here.
struct MountFailure: Error, CustomStringConvertible {
    var description: String { "mounting a tmpfs failed: it needs root and CAP_SYS_ADMIN" }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where a file system can be mounted; where `CI` is set it is a failure if that cannot be.
    static var requiresMounting: Self {
        .enabled("run as root with CAP_SYS_ADMIN, to mount a small file system") {
            if try await Disk.canMount() { return true }
            guard ProcessInfo.processInfo.environment["CI"] == nil else { throw MountFailure() }
            return false
        }
    }
}
