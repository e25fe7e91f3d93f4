// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// One socket address of a host, ready for `connect`.
struct HostAddress: Sendable {
    let family: Int32
    /// A `sockaddr` of the family.
    let bytes: [UInt8]

    /// The addresses of a name, in the resolver's order. Blocks, but looks at `isCancelled` every 20 ms: the resolver
    /// itself cannot be interrupted, so it gets a thread of its own, which is left behind to end when its own
    /// timeouts do.
    static func resolve(
        host: String, port: Int, until deadline: ContinuousClock.Instant, isCancelled: () -> Bool
    ) throws -> [HostAddress] {
        if let numeric = try? lookUp(host: host, port: port, flags: AI_NUMERICHOST) { return numeric }
        let lookup = Lookup()
        try startThread(name: "ldap-resolve") { lookup.finish { try lookUp(host: host, port: port, flags: 0) } }
        while true {
            if lookup.finished.wait(timeout: .now() + .milliseconds(20)) == .success { return try lookup.addresses() }
            if isCancelled() { throw CancellationError() }
            if ContinuousClock.now >= deadline { throw ResolutionFailure.tookTooLong }
        }
    }

    private static func lookUp(host: String, port: Int, flags: Int32) throws(ResolutionFailure) -> [HostAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = flags
        var first: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &first)
        defer { if let first = unsafe first { unsafe freeaddrinfo(first) } }
        guard code == 0 else {
            throw ResolutionFailure(reason: unsafe String(cString: gai_strerror(code)))
        }
        var addresses: [HostAddress] = []
        var next = unsafe first
        while let info = unsafe next?.pointee {
            if let address = unsafe info.ai_addr {
                let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen)))
                addresses.append(HostAddress(family: unsafe info.ai_family, bytes: bytes))
            }
            unsafe next = info.ai_next
        }
        return addresses
    }

    /// What passes between the resolver's thread and the one that waits, which may have gone by then.
    private final class Lookup: Sendable {
        private let result = Mutex<Result<[HostAddress], any Error>>(.success([]))
        let finished = DispatchSemaphore(value: 0)

        func finish(_ body: () throws -> [HostAddress]) {
            let outcome = Result { try body() }
            result.withLock { $0 = outcome }
            finished.signal()
        }

        func addresses() throws -> [HostAddress] {
            try result.withLock { try $0.get() }
        }
    }
}

/// Why a name has no addresses, in the resolver's words.
struct ResolutionFailure: Error {
    let reason: String
    var isTimeout = false

    static let tookTooLong = ResolutionFailure(reason: "no answer from the resolver in time", isTimeout: true)
}
