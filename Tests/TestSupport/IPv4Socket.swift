// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A blocking TCP socket: the system calls that ``FaultProxy`` needs. It is a name for a descriptor, not its owner.
struct IPv4Socket: Hashable, Sendable {
    let descriptor: Int32

    /// Listens on a free port of 127.0.0.1.
    ///
    /// - Throws: ``LabFailure`` with the call that failed.
    static func listening() throws -> (socket: Self, port: UInt16) {
        let listener = Self(descriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = socketAddress("127.0.0.1", port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(listener.descriptor, generic, length) == 0 && listen(listener.descriptor, 64) == 0
                    && getsockname(listener.descriptor, generic, &length) == 0
            }
        }
        guard isListening else { throw LabFailure(command: "listen on 127.0.0.1", message: "errno \(errno)") }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    /// Connects to a numeric address; `nil` when nobody answers there.
    static func connected(to host: String, port: UInt16) -> Self? {
        let result = Self(descriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = socketAddress(host, port: port)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(result.descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if code == 0 { return result }
        result.close()
        return nil
    }

    /// Waits for a client; `nil` after ``hangUp()``.
    func accepted() -> Self? {
        let client = accept(descriptor, nil, nil)
        return client < 0 ? nil : Self(descriptor: client)
    }

    /// Waits for bytes and returns how many came into `buffer`; 0 at the end.
    func receive(into buffer: inout [UInt8]) -> Int {
        max(0, unsafe recv(descriptor, &buffer, buffer.count, 0))
    }

    /// Waits until all of the bytes are sent; `false` when the other side is gone.
    func send(_ bytes: ArraySlice<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBytes { raw in
            var sent = 0
            while sent < raw.count {
                let count = unsafe Foundation.send(
                    descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Ends both directions and wakes whoever waits on this socket. The descriptor stays taken until ``close()``.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func close() { Foundation.close(descriptor) }

    /// Closes with a TCP reset instead of an orderly end.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private static func socketAddress(_ host: String, port: UInt16) -> sockaddr_in {
        var result = sockaddr_in()
        result.sin_family = sa_family_t(AF_INET)
        result.sin_port = port.bigEndian
        result.sin_addr.s_addr = unsafe inet_addr(host)
        return result
    }
}
