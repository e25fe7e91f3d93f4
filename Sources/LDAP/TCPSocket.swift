// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Glibc

/// A connected, non-blocking TCP socket. The connection is made here and not by libldap, because libldap's connect
/// cannot be cancelled, and because whoever has the descriptor can end a TLS handshake that hangs.
struct TCPSocket: Sendable {
    let descriptor: Int32

    /// Tries the addresses in turn, each with an equal share of the time left. Blocks, but looks at `isCancelled`
    /// every 50 ms.
    static func connect(
        to addresses: [HostAddress], until deadline: ContinuousClock.Instant, isCancelled: () -> Bool
    ) throws -> TCPSocket {
        var failure = SocketFailure(errno: EADDRNOTAVAIL)
        for (index, address) in addresses.enumerated() {
            let now = ContinuousClock.now
            let share = now + (deadline - now) / (addresses.count - index)
            do {
                return try connect(to: address, until: share, isCancelled: isCancelled)
            } catch let error as SocketFailure {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        to address: HostAddress, until deadline: ContinuousClock.Instant, isCancelled: () -> Bool
    ) throws -> TCPSocket {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let socket = TCPSocket(descriptor: Glibc.socket(address.family, Int32(type), 0))
        guard socket.descriptor >= 0 else { throw SocketFailure(errno: errno) }
        do {
            let result = unsafe address.bytes.withUnsafeBytes { bytes in
                unsafe bytes.withMemoryRebound(to: sockaddr.self) {
                    unsafe Glibc.connect(socket.descriptor, $0.baseAddress, socklen_t(bytes.count))
                }
            }
            if result != 0 {
                guard errno == EINPROGRESS else { throw SocketFailure(errno: errno) }
                try socket.waitUntilConnected(until: deadline, isCancelled: isCancelled)
            }
            socket.set(IPPROTO_TCP, TCP_NODELAY, 1)
            return socket
        } catch {
            socket.close()
            throw error
        }
    }

    private func waitUntilConnected(until deadline: ContinuousClock.Instant, isCancelled: () -> Bool) throws {
        while true {
            if isCancelled() { throw CancellationError() }
            if cldap_wait_until_writable(descriptor, 50) > 0 { break }
            if ContinuousClock.now >= deadline { throw SocketFailure(errno: ETIMEDOUT) }
        }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else {
            throw SocketFailure(errno: errno)
        }
        if code != 0 { throw SocketFailure(errno: code) }
    }

    func setKeepAlive(_ keepAlive: LDAPConfiguration.KeepAlive) {
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(IPPROTO_TCP, TCP_KEEPIDLE, Int32(clamping: keepAlive.idleSeconds))
        set(IPPROTO_TCP, TCP_KEEPCNT, Int32(clamping: keepAlive.probes))
        set(IPPROTO_TCP, TCP_KEEPINTVL, Int32(clamping: keepAlive.intervalSeconds))
        // Keepalive is silent while something sent is not acknowledged; this is for then.
        let seconds = keepAlive.idleSeconds + keepAlive.probes * keepAlive.intervalSeconds
        set(IPPROTO_TCP, TCP_USER_TIMEOUT, Int32(clamping: seconds * 1000))
    }

    /// libldap makes the socket blocking after a handshake. It must not be: a server that stops within a message
    /// would hold the thread inside `read`, out of reach of timeout and cancellation.
    func setNonBlocking() {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }

    /// Ends what anybody does with the socket, from any thread, without giving the descriptor's number away.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        // Refusal costs comfort, not correctness.
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func set(_ level: Int, _ option: Int32, _ value: Int32) {
        set(Int32(level), option, value)
    }
}

/// Why there is no connection: an `errno`.
struct SocketFailure: Error {
    let errno: Int32

    /// The system's words: `Connection refused`.
    var reason: String { unsafe String(cString: strerror(errno)) }
}

extension SocketFailure {
    var isTimeout: Bool { errno == ETIMEDOUT }
}
