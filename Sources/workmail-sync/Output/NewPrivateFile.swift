// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A file that was not there before, of mode 0600 from its first byte on: for what is to be handed over.
enum NewPrivateFile {
    /// Makes the file, writes the bytes and brings them to the disk. The bytes are overwritten afterwards.
    /// - Parameter consequence: for messages: `nobody was created`.
    /// - Throws: `CommandFailure`, also when there is a file or a link of that name already.
    static func write(_ bytes: consuming [UInt8], to path: String, consequence: String) throws(CommandFailure) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw CommandFailure(
                path, errno == EEXIST ? "it exists already" : PrivateFile.reason(errno),
                remedy: "name a new file; \(consequence)")
        }
        defer { close(file) }
        let isWritten = unsafe bytes.withUnsafeMutableBytes { buffer in
            let count = unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
            let isWhole = count == buffer.count
            if let start = buffer.baseAddress { unsafe explicit_bzero(start, buffer.count) }
            return isWhole
        }
        guard isWritten, fsync(file) == 0 else {
            throw CommandFailure(path, "it cannot be written: \(PrivateFile.reason(errno))", remedy: consequence)
        }
    }
}
