// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Says that something changed in the domain, and not what: the cue to look.
///
/// It comes within seconds where the server notifies (Samba looks every five seconds); several changes may be one signal,
/// and what the account may not read gives none. So it never replaces looking from time to time.
public struct ChangeSignal: Hashable, Sendable {
    public init() {}
}

/// The signals of one connection; ends only by an error, which is the server's or the connection's.
public struct ChangeSignals: AsyncSequence, Sendable {
    let notifications: ChangeNotifications

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(notifications: notifications.makeAsyncIterator())
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        var notifications: ChangeNotifications.AsyncIterator

        public mutating func next() async throws -> ChangeSignal? {
            try await notifications.next().map { _ in ChangeSignal() }
        }
    }
}

extension ActiveDirectory {
    /// Signals for as long as the loop goes on; the connection can be used meanwhile.
    public func changeSignals() -> ChangeSignals {
        ChangeSignals(notifications: connection.notifications(base: .dn(domain), attributes: ["objectGUID"]))
    }

    /// `highestCommittedUSN` now: the same as last time on this connection means that nothing changed at all. One round
    /// trip, and the cheapest there is.
    public func highestCommittedUSN() async throws -> Int64? {
        DirectoryServer.usn(try await connection.rootDSE(attributes: ["highestCommittedUSN"]))
    }

    /// The same directory on the same connection, with the server's word on where it is now.
    public func lookedAtAgain() async throws -> ActiveDirectory {
        var now = self
        now.server.look(at: try await connection.rootDSE(attributes: DirectoryServer.moving))
        return now
    }
}
