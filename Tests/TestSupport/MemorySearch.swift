// SPDX-License-Identifier: Apache-2.0
import Foundation
public import PasswordPolicy

/// A password's bytes made unrecognizable, to look for it in a process's memory without holding it: `Tests/Lab/memory-search`.
public struct MemorySearch: Sendable {
    private let hidden: String

    /// Of a password in ASCII.
    public init(for password: Password) {
        hidden = password.withBytes { bytes in
            bytes.indices.map { String(UInt16(bytes[$0] ^ 0x5A) | 0x100, radix: 16).dropFirst() }.joined()
        }
    }

    /// How often the password is in the memory that a process may write to, this one unless told otherwise.
    public func count(in process: Int32? = nil) async throws -> (utf8: Int, utf16: Int) {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = folder.appending(path: "Lab/memory-search").path
        let counts = try await finished("env", [program, "\(process ?? getpid())"], input: hidden + "\n")
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard counts.count == 2 else { throw LabFailure(command: "memory-search", message: "no counts") }
        return (counts[0], counts[1])
    }
}
