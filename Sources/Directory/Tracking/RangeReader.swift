// SPDX-License-Identifier: Apache-2.0
import LDAP
import Synchronization

/// The ranges that nobody has taken yet, and what had to be put aside.
final class RangeQueue: Sendable {
    /// How many there were.
    let count: Int
    private let filters: Mutex<[Filter]>
    private let aside = Mutex<[ObjectGUID]>([])

    init(_ filters: [Filter]) {
        count = filters.count
        self.filters = Mutex(filters.reversed())
    }

    func take() -> Filter? { filters.withLock { $0.popLast() } }

    func putAside(_ guids: [ObjectGUID]) { aside.withLock { $0 += guids } }

    /// Whom a server sent in part only, to be read anew.
    var partial: [ObjectGUID] { aside.withLock(\.self) }
}

/// Reads range after range on one connection.
actor RangeReader {
    private let connection: LDAPConnection
    private let ranges: RangeQueue
    private let scope: Scope
    /// What is asked, but for the range.
    private let template: DirSyncSearch
    private var search: DirSyncSearch?

    init(connection: LDAPConnection, ranges: RangeQueue, scope: Scope, search: DirSyncSearch) {
        self.connection = connection
        self.ranges = ranges
        self.scope = scope
        template = search
    }

    deinit {
        if let search { connection.abandonLater(search) }
    }

    /// The next page, which may be empty, or `nil` when there is no range left.
    func next() async throws -> ObservedPage? {
        while true {
            guard let current = search ?? ranges.take().map({ template.filtered(by: $0) }) else { return nil }
            // Taken out for the time of the call: an error ends the search by itself.
            search = nil
            guard let (chunk, following) = try await connection.next(of: current) else { continue }
            search = following
            let (whole, partial) = ActiveDirectory.sorted(chunk.entries)
            ranges.putAside(partial)
            return ActiveDirectory.observe(whole, scope: scope)
        }
    }
}
