// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Writing to a socket at whose other end nobody may be, or nobody who reads.
enum SocketText {
    /// - Returns: whether all of it was taken within the time that the socket has for it.
    static func send(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let part = unsafe UnsafeBufferPointer(rebasing: rest)
                // A signal would end a service that systemd did not start.
                let sent = unsafe Foundation.send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return false }
                unsafe rest = unsafe rest.dropFirst(sent)
            }
            return true
        }
    }

    /// Whether the other end of a connection, on which nothing more is to be said, is still open.
    static func isOpen(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        let count = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }
}
