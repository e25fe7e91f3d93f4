// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Glibc

/// A small file that only its owner may read.
enum PrivateFile {
    /// A password is short; what is longer is a mistake, such as a device or the wrong file.
    private static let largestSize = 4096

    /// The file's bytes. Everything is asked of the open file, so that nobody can exchange it in between.
    /// The same checks of a file that somebody else will read.
    static func requirePrivacy(of path: String) throws(SecretFailure) { _ = try read(path, requiringPrivacy: true) }

    static func read(_ path: String, requiringPrivacy: Bool) throws(SecretFailure) -> [UInt8] {
        // O_NONBLOCK: opening a named pipe must not wait for somebody to write.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            let code = errno
            let remedy =
                code == ENOENT
                ? "write the password to it, then: chmod 0600 \(quoted(path))"
                : "check who may read it: ls -l \(quoted(path))"
            throw SecretFailure(thing: path, cause: reason(code), remedy: remedy)
        }
        defer { close(file) }
        var status = cposix_file()
        guard unsafe cposix_file_of(file, &status) == 0, status.is_regular != 0 else {
            throw SecretFailure(
                thing: path, cause: "it is not a regular file", remedy: "name a file that holds the password")
        }
        if requiringPrivacy { try check(status, path) }
        var bytes = [UInt8](repeating: 0, count: largestSize + 1)
        var count = 0
        while count < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                return unsafe Glibc.read(file, rest.baseAddress, rest.count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw SecretFailure(thing: path, cause: reason(errno), remedy: "check the file system")
            }
            if got == 0 { break }
            count += got
        }
        guard count <= largestSize else {
            throw SecretFailure(
                thing: path, cause: "it has more than \(largestSize) bytes",
                remedy: "name a file that holds only the password")
        }
        return Array(bytes.prefix(count))
    }

    /// Whether owner and mode keep others out; root owns what nobody but root can exchange.
    static func check(_ status: cposix_file, _ path: String) throws(SecretFailure) {
        guard status.owner == 0 || status.owner == geteuid() else {
            throw SecretFailure(
                thing: path, cause: "it belongs to user \(status.owner), who could exchange it",
                remedy: "chown \(geteuid()) \(quoted(path)) && chmod 0600 \(quoted(path))")
        }
        let mode = status.mode
        guard mode & 0o177 == 0 else {
            throw SecretFailure(
                thing: path,
                cause: "its mode is \(octal(mode)): others than its owner have access; 0600 or less is needed",
                remedy: "chmod 0600 \(quoted(path))")
        }
    }

    static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    /// The path as a shell takes it.
    static func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        return plain
            ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
