// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// Where an export goes: standard output, or a file that appears under its name when it is whole.
final class ExportTarget {
    private let descriptor: Int32
    /// For messages.
    private let name: String
    private var buffer = ""

    private init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// - Parameter path: `nil` for standard output.
    /// - Parameter replacing: whether a file of that name may be replaced.
    /// - Throws: what `body` throws; `CommandFailure`. There is no new file then.
    static func with<Result>(
        _ path: String?, replacing: Bool, _ body: (ExportTarget) async throws -> Result
    ) async throws -> Result {
        guard let path else {
            let target = ExportTarget(descriptor: STDOUT_FILENO, name: "standard output")
            let result = try await body(target)
            try target.flush()
            return result
        }
        try requireRoom(at: path, replacing: replacing)
        let url = URL(filePath: path)
        let temporary = url.deletingLastPathComponent()
            .appending(path: ".\(url.lastPathComponent.prefix(100)).\(UUID().uuidString.prefix(8)).partial").path
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path, errno) }
        defer {
            close(file)
            unsafe unlink(temporary)
        }
        let target = ExportTarget(descriptor: file, name: path)
        let result = try await body(target)
        try target.flush()
        guard fsync(file) == 0 else { throw failure(path, errno) }
        try put(temporary, at: path, replacing: replacing)
        return result
    }

    func write(_ text: String) throws(CommandFailure) {
        buffer += text
        if buffer.utf8.count > 1 << 16 { try flush() }
    }

    private func flush() throws(CommandFailure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        if let code = FileDescriptorText.write(buffer, to: descriptor) { throw Self.failure(name, code) }
    }

    private static func requireRoom(at path: String, replacing: Bool) throws {
        // Not followed: a link is replaced by nobody who meant the file behind it, and a device never.
        guard let status = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard status[.type] as? FileAttributeType == .typeRegular else {
            throw CommandFailure(path, "it is there, and is no regular file", remedy: "name another file")
        }
        guard replacing else { throw exists(path) }
    }

    private static func put(_ temporary: String, at path: String, replacing: Bool) throws {
        if replacing {
            guard unsafe rename(temporary, path) == 0 else { throw failure(path, errno) }
        } else if unsafe link(temporary, path) != 0 {
            // Unlike a rename, a link spares a file that somebody made meanwhile.
            if errno == EEXIST { throw exists(path) }
            // Not every file system has links.
            try requireRoom(at: path, replacing: false)
            guard unsafe rename(temporary, path) == 0 else { throw failure(path, errno) }
        }
        let folder = unsafe open(
            URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        // The name as well has to outlive the power cord.
        fsync(folder)
        close(folder)
    }

    private static func exists(_ path: String) -> CommandFailure {
        CommandFailure(path, "it exists already", remedy: "name a new file, or add --replace")
    }

    private static func failure(_ name: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            name, "it cannot be written: \(PrivateFile.reason(code))",
            remedy: code == ENOSPC ? "free some space; there is no export" : "check where the output goes to")
    }
}
