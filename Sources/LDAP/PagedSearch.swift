// SPDX-License-Identifier: Apache-2.0

/// Some of a search's entries, in the server's order.
public struct SearchPage: Sendable {
    public let entries: [LDAPEntry]
    /// URLs of search result references (RFC 4511 §4.5.3): parts of the tree that live on another server. They are
    /// not followed.
    public let referrals: [String]
}

/// A search whose result comes in pages (RFC 2696).
///
/// When a page has come, the next one is requested before the first is decoded and handed over, so the server works
/// while the caller does; there is never more than that one page on its way. The sequence ends only when the server
/// says so: anything else is an error, and what was read until then is not the whole. Leaving the loop early, or
/// cancellation, abandons the outstanding request.
///
/// The connection stays usable while a search is open, but Active Directory and Samba keep at most ten searches per
/// connection.
public struct PagedSearch: AsyncSequence, Sendable {
    let connection: LDAPConnection
    let position: Position

    /// How far a search has come.
    struct Position: Sendable {
        let request: SearchRequest
        let pageSize: Int
        /// The request for the next page, when it has been sent.
        var outstanding: Int32?
        var isFinished = false
        /// To notice a server that sends the same page for ever.
        var last: (cookie: [UInt8], firstDN: String?)?
        var emptyPages = 0

        init(request: SearchRequest, pageSize: Int) {
            self.request = request
            self.pageSize = pageSize
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(connection: connection, position: position)
    }

    /// A class, because giving it up has a consequence.
    public final class AsyncIterator: AsyncIteratorProtocol {
        private let connection: LDAPConnection
        private var position: Position

        init(connection: LDAPConnection, position: Position) {
            self.connection = connection
            self.position = position
        }

        deinit {
            if let id = position.outstanding { connection.abandonLater(id) }
        }

        /// The next page, which may be empty, or `nil` after the last. After an error there is nothing more.
        public func next() async throws -> SearchPage? {
            // Taken out for the time of the call: whatever happens in it, an id is not abandoned twice.
            var current = position
            position.outstanding = nil
            position.isFinished = true
            guard let page = try await connection.nextPage(&current) else { return nil }
            position = current
            return page
        }
    }
}

extension LDAPConnection {
    /// Pages without anything in them that a server may send in a row with the same cookie.
    private static let mostEmptyPages = 100

    /// Waits for the page at `position`, requests the one after it, and only then decodes.
    func nextPage(_ position: inout PagedSearch.Position) throws -> SearchPage? {
        if position.isFinished { return nil }
        let isFirst = position.last == nil
        let id: Int32
        if let outstanding = position.outstanding {
            id = outstanding
            position.outstanding = nil
        } else {
            SearchTrace.say(
                position.request, pageSize: position.pageSize, on: configuration, as: boundName,
                withTicket: isBoundWithTicket)
            id = try request(position, cookie: [])
        }
        let answer = try answer(to: id, .search, within: configuration.timeouts.operationSeconds)
        heard()

        let cookie = try pagingCookie(in: answer, isFirst: isFirst)
        if cookie.isEmpty {
            position.isFinished = true
        } else {
            position.outstanding = try request(position, cookie: cookie)
        }
        do {
            let (entries, references) = try decode(answer)
            if !cookie.isEmpty { try notice(&position, cookie: cookie, entries: entries) }
            return SearchPage(entries: entries, referrals: references)
        } catch {
            if let outstanding = position.outstanding { abandon(outstanding) }
            position.outstanding = nil
            throw error
        }
    }

    private func request(_ position: PagedSearch.Position, cookie: [UInt8]) throws -> Int32 {
        let paging = PagedResults.request(size: position.pageSize, cookie: cookie)
        return try send(position.request, controls: position.request.controls + [paging])
    }

    /// Empty at the end. A first answer without the control is a whole result that was not paged (RFC 2696 §3); a
    /// later one is a server that has lost its place.
    private func pagingCookie(in answer: borrowing Answer, isFirst: Bool) throws -> [UInt8] {
        guard let control = answer.controls.first(where: { $0.oid == PagedResults.oid }) else {
            if isFirst { return [] }
            throw failure(.search, .controlNotFound, "the server stopped paging in the middle of a result")
        }
        guard let paging = PagedResults(value: control.value ?? []) else {
            throw failure(.search, .decodingError, "the server's paging control is malformed")
        }
        return paging.cookie
    }

    /// An unchanged cookie alone is no fault (Samba's never changes); the same page again is, and so is nothing for
    /// ever.
    private func notice(_ position: inout PagedSearch.Position, cookie: [UInt8], entries: [LDAPEntry]) throws {
        let firstDN = entries.first?.dn
        if let last = position.last, last.cookie == cookie {
            let isSame = firstDN.map { dn in last.firstDN.map { Array($0.utf8) == Array(dn.utf8) } ?? false } ?? false
            position.emptyPages = entries.isEmpty ? position.emptyPages + 1 : 0
            if isSame || position.emptyPages > Self.mostEmptyPages {
                throw failure(.search, .clientLoop, "the server sends the same page again and again")
            }
        }
        position.last = (cookie, firstDN ?? position.last?.firstDN)
    }
}
