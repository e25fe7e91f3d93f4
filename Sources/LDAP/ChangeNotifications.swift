// SPDX-License-Identifier: Apache-2.0

/// Entries as they change ([MS-ADTS] 3.1.1.3.4.1.9), for as long as the loop goes on. It never ends by itself: when the
/// server or the connection does, `next()` throws.
///
/// A hint and no more: Samba looks every five seconds, several changes may come as one, and one of an object that may
/// not be read does not come at all. Active Directory takes the whole domain only at its root, with a filter of presence.
public struct ChangeNotifications: AsyncSequence, Sendable {
    let connection: LDAPConnection
    let request: SearchRequest

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(connection: connection, request: request) }

    /// A class, because giving it up has a consequence.
    public final class AsyncIterator: AsyncIteratorProtocol {
        private let connection: LDAPConnection
        private let request: SearchRequest
        private var outstanding: Int32?

        init(connection: LDAPConnection, request: SearchRequest) {
            self.connection = connection
            self.request = request
        }

        deinit {
            if let outstanding { connection.abandonLater(outstanding) }
        }

        /// The entries that changed; waits until there are some, and lets others use the connection meanwhile.
        public func next() async throws -> [LDAPEntry]? {
            let id: Int32
            if let outstanding { id = outstanding } else { id = try await connection.begin(request) }
            outstanding = id
            while true {
                try Task.checkCancellation()
                let entries = try await connection.arrived(at: id)
                if !entries.isEmpty { return entries }
                await Task.yield()
            }
        }
    }
}

extension LDAPConnection {
    public nonisolated func notifications(base: SearchBase, attributes: [String]) -> ChangeNotifications {
        ChangeNotifications(
            connection: self,
            request: SearchRequest(
                base: base, scope: .subtree, filter: .present("objectClass"), attributes: attributes,
                controls: [.notification]))
    }

    fileprivate func begin(_ request: SearchRequest) throws -> Int32 {
        SearchTrace.say(request, pageSize: nil, on: configuration, as: boundName, withTicket: isBoundWithTicket)
        return try send(request, controls: request.controls)
    }

    /// What has come within half a second: that long others wait for their turn, and a service that is told to end. More
    /// turns would be most of what a service costs while nothing happens.
    fileprivate func arrived(at id: Int32) throws -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        var wait: Int32 = 500
        while let message = try messageIfAny(to: id, milliseconds: wait) {
            if message.isResult {
                _ = try succeeded(message, .search)
                throw failure(.search, .unavailable, "the server ended the notifications")
            }
            try decode(message, into: &entries)
            wait = 0
        }
        return entries
    }
}
