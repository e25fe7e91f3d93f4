// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Glibc

/// What the program has to say goes here, and only here.
enum StandardOutput {
    /// Writes the text and a line end.
    /// - Throws: `CommandFailure`, for example when the disk behind a redirection is full.
    static func write(_ text: String) throws(CommandFailure) {
        let line = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        guard let code = FileDescriptorText.write(line, to: STDOUT_FILENO) else { return }
        throw CommandFailure("standard output", PrivateFile.reason(code), remedy: "check where the output goes to")
    }
}

/// Warnings, errors and progress. Nobody can be told when this one fails.
enum StandardError {
    /// Writes the line; control characters in it are escaped.
    static func say(_ line: String) {
        _ = FileDescriptorText.write(line.printableLines + "\n", to: STDERR_FILENO)
    }

    /// Writes the text as it is.
    static func write(_ text: String) {
        _ = FileDescriptorText.write(text, to: STDERR_FILENO)
    }
}

/// Unbuffered writing to a file descriptor.
enum FileDescriptorText {
    /// - Returns: the `errno` of what went wrong; `nil` when all of it is written.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let chunk = unsafe UnsafeBufferPointer(rebasing: rest)
                let written = unsafe Glibc.write(descriptor, chunk.baseAddress, chunk.count)
                if written >= 0 {
                    unsafe rest = unsafe rest.dropFirst(written)
                } else if errno == EAGAIN {
                    // Somebody made the terminal non-blocking: wait until it takes more.
                    _ = cposix_wait(descriptor, 1, 1000)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}
