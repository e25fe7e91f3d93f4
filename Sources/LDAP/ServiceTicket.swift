// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Gets the ticket for a server's LDAP service into the credential cache, where the bind finds it.
///
/// Kerberos asks the KDC inside the bind's first step, which cannot be interrupted and took 17 s with a KDC that did not
/// answer. So that step is taken here beforehand, on a thread that may be left behind, and in a session that leads nowhere.
enum ServiceTicket {
    /// At which step there was no ticket, and why.
    struct Failure: Error {
        /// `.ticket` or `.ticketBind`.
        var step: LDAPError.Operation
        var reason: LibraryFailure
    }

    /// Blocks, but looks at `isCancelled` every 20 ms.
    /// - Parameter identity: the keytab to begin with; the default credential cache without one.
    /// - Throws: `Failure` in Kerberos' words, with `.timeout` after the deadline; `CancellationError`.
    static func obtain(
        for url: LDAPURL, with identity: KeytabIdentity?, isSealed: Bool, until deadline: ContinuousClock.Instant,
        isCancelled: () -> Bool
    ) throws {
        let request = TicketRequest { identity?.forgetTickets() }
        do {
            try startThread(name: "ldap-ticket") {
                request.carryOut(
                    taking: { () throws(LibraryFailure) in try identity?.takeTicket() },
                    firstStep: { () throws(LibraryFailure) in try takeFirstStep(url, isSealed: isSealed) })
            }
        } catch {
            let reason = LibraryFailure(code: .noMemory, message: "the system allows no more threads")
            throw Failure(step: .ticketBind, reason: reason)
        }
        while !request.isOver(withinMilliseconds: 20) {
            if isCancelled() {
                _ = request.leave()
                throw CancellationError()
            }
            if ContinuousClock.now >= deadline {
                throw Failure(step: request.leave(), reason: LibraryFailure(code: .timeout, message: ""))
            }
        }
        try request.outcome()
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
}
