// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import PasswordPolicy
import Sync

/// A file of user names, addresses and generated passwords, to be handed over and then deleted.
enum HandOverFile {
    /// Makes the file, which must not be there, with mode 0600 from its first byte on, and brings it to the disk.
    static func write(_ passwords: [String: Password], _ creations: [UserCreation], to path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw CommandFailure(
                path, errno == EEXIST ? "it exists already" : PrivateFile.reason(errno),
                remedy: "name a new file; nobody was created")
        }
        defer { close(file) }
        var lines: [UInt8] = Array("user,email,password\n".utf8)
        for creation in creations {
            guard let password = passwords[creation.user.name] else { continue }
            lines += Array("\(creation.user.name),\(creation.email),".utf8)
            // A generated password has neither commas nor quotes.
            password.withBytes { bytes in for index in bytes.indices { lines.append(bytes[index]) } }
            lines.append(UInt8(ascii: "\n"))
        }
        let written = unsafe lines.withUnsafeMutableBytes { buffer in
            let count = unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
            let isWhole = count == buffer.count
            if let start = buffer.baseAddress { unsafe explicit_bzero(start, buffer.count) }
            return isWhole
        }
        guard written, fsync(file) == 0 else {
            throw CommandFailure(
                path, "it cannot be written: \(PrivateFile.reason(errno))", remedy: "nobody was created")
        }
    }
}
