// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation

/// A blocking TCP socket: the system calls that servers of tests need. It is a name for a descriptor, not its owner.
public struct IPv4Socket: Hashable, Sendable {
    let descriptor: Int32

    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Listens on a free port.
    ///
    /// - Throws: ``LabFailure`` with the call that failed.
    public static func listening(on host: String = "127.0.0.1") throws -> (socket: Self, port: UInt16) {
        var port: UInt16 = 0
        let descriptor = unsafe cposix_listen_ipv4(host, &port)
        guard descriptor >= 0 else { throw LabFailure(command: "listen on \(host)", message: "errno \(errno)") }
        return (Self(descriptor: descriptor), port)
    }

    /// Connects to a numeric address; `nil` when nobody answers there.
    static func connected(to host: String, port: UInt16) -> Self? {
        let descriptor = unsafe cposix_connect_ipv4(host, port)
        return descriptor < 0 ? nil : Self(descriptor: descriptor)
    }

    /// Waits for a client; `nil` after ``hangUp()``.
    public func accepted() -> Self? {
        let client = accept(descriptor, nil, nil)
        return client < 0 ? nil : Self(descriptor: client)
    }

    /// Waits for bytes and returns how many came into `buffer`; 0 at the end.
    func receive(into buffer: inout [UInt8]) -> Int {
        max(0, unsafe recv(descriptor, &buffer, buffer.count, 0))
    }

    /// Waits until all of the bytes are sent; `false` when the other side is gone.
    public func send(_ bytes: ArraySlice<UInt8>) -> Bool {
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

    /// Waits until the other side says something or hangs up, for so long at the most.
    /// - Returns: whether it is still there.
    public func isThere(after milliseconds: Int) -> Bool {
        var limit = timeval(tv_sec: 0, tv_usec: milliseconds * 1_000)
        unsafe _ = setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var byte: UInt8 = 0
        let count = unsafe recv(descriptor, &byte, 1, 0)
        return count > 0 || (count < 0 && errno == EAGAIN)
    }

    /// Ends both directions and wakes whoever waits on this socket. The descriptor stays taken until ``close()``.
    public func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    public func close() { Foundation.close(descriptor) }

    /// Closes with a TCP reset instead of an orderly end.
    func reset() { cposix_reset(descriptor) }
}
