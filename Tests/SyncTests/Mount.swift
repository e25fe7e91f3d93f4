// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A small disk of memory, mounted for the length of a test: the only honest way to a full one.
enum Mount {
    struct Failure: Error {
        var errno: Int32
    }

    static func with(_ folder: String, size: String, _ body: () async throws -> Void) async throws {
        guard unsafe mount("tmpfs", folder, "tmpfs", 0, "size=\(size)") == 0 else { throw Failure(errno: errno) }
        // Lazily, since an open database may outlive the test's last line by a moment.
        defer { _ = unsafe umount2(folder, Int32(MNT_DETACH)) }
        try await body()
    }

    /// Waits up to two seconds for files that are still open for writing, such as those that a program started by another
    /// test inherited for the moment between fork and exec.
    static func remountReadOnly(_ folder: String) async throws {
        let flags = UInt(MS_REMOUNT | MS_RDONLY)
        for _ in 0..<40 {
            if unsafe mount("tmpfs", folder, "tmpfs", flags, "") == 0 { return }
            guard errno == EBUSY else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(errno: errno)
    }
}
