// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// Gets the ticket for a server's LDAP service into the credential cache, where the bind finds it.
///
/// Kerberos asks the KDC inside the bind's first step, which cannot be interrupted and took 17 s with a KDC that did not
/// answer. So that step is taken here beforehand, on a thread that may be left behind, and in a session that leads nowhere.
enum ServiceTicket {
    /// Blocks, but looks at `isCancelled` every 20 ms.
    /// - Throws: `LibraryFailure` in Kerberos' words, with `.timeout` after the deadline; `CancellationError`.
    /// - Parameter identity: the keytab to begin with; the default credential cache without one.
    static func obtain(
        for url: LDAPURL, with identity: KeytabIdentity?, isSealed: Bool, until deadline: ContinuousClock.Instant,
        isCancelled: () -> Bool
    ) throws {
        let request = Request()
        do {
            try startThread(name: "ldap-ticket") {
                request.finish { () throws(LibraryFailure) in
                    try identity?.takeTicket()
                    try takeFirstStep(url, isSealed: isSealed)
                }
            }
        } catch {
            throw LibraryFailure(code: .noMemory, message: "the system allows no more threads")
        }
        while true {
            if request.finished.wait(timeout: .now() + .milliseconds(20)) == .success { return try request.outcome() }
            if isCancelled() { throw CancellationError() }
            if ContinuousClock.now >= deadline { throw LibraryFailure(code: .timeout, message: "") }
        }
    }

    /// What would be sent to the server goes into a pair of sockets that nobody reads.
    private static func takeFirstStep(_ url: LDAPURL, isSealed: Bool) throws(LibraryFailure) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw LibraryFailure(code: .localError, message: SocketFailure(errno: errno).reason)
        }
        defer { Glibc.close(ends[1]) }
        let handle: LDAPHandle
        do throws(LibraryFailure) {
            handle = try LDAPHandle(adopting: TCPSocket(descriptor: ends[0]), url: url)
        } catch {
            Glibc.close(ends[0])
            throw error
        }
        try handle.configure()
        _ = try handle.beginTicketBind(isSealed: isSealed)
    }

    /// What passes between the thread and the one that waits, which may have gone by then.
    private final class Request: Sendable {
        private let result = Mutex<Result<Void, LibraryFailure>>(.success(()))
        let finished = DispatchSemaphore(value: 0)

        func finish(_ body: () throws(LibraryFailure) -> Void) {
            let outcome = Result { () throws(LibraryFailure) in try body() }
            result.withLock { $0 = outcome }
            finished.signal()
        }

        func outcome() throws(LibraryFailure) {
            try result.withLock { $0 }.get()
        }
    }
}
