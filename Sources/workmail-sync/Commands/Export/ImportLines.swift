// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// The lines of a file, however large it is.
enum ImportLines {
    /// No record is as long; what is has no lines.
    private static let longest = 64 << 20

    /// - Parameter path: a file, or `-` for standard input.
    static func forEach(in path: String, _ body: (Data) throws -> Void) throws {
        let isInput = path == "-"
        let file = isInput ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path, errno) }
        defer { if !isInput { close(file) } }
        var pending: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, errno) }
            if count == 0 { break }
            var rest = chunk[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                try body(Data(pending + rest[..<end]))
                pending.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            pending += rest
            guard pending.count <= longest else {
                throw CommandFailure(
                    path, "it has a line of more than 64 MiB: it is no export", remedy: "name an export")
            }
        }
        if !pending.isEmpty { try body(Data(pending)) }
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            path == "-" ? "standard input" : path, "it cannot be read: \(PrivateFile.reason(code))",
            remedy: "check the name and the rights")
    }
}
