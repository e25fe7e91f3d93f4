// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// An object of which something changed. What it is now is read anew, so it does not matter what changed, in which order,
/// or under which name.
public struct ChangedObject: Hashable, Sendable {
    public var guid: ObjectGUID
    /// Whether the server showed its tombstone.
    public var isDeleted: Bool

    public init(guid: ObjectGUID, isDeleted: Bool) {
        self.guid = guid
        self.isDeleted = isDeleted
    }
}

/// Why changes cannot be told from where we are; everything has to be read.
public struct ChangesRefused: Error, Hashable, Sendable {
    public var method: TrackingMethod
    /// The server's code.
    public var code: String

    public var reason: FullReadReason { .refused(method: method, code: code) }
}

extension ActiveDirectory {
    /// Where the directory is, to continue from later. To be taken before anything else is read.
    /// - Returns: `nil` when the server does not show what a cursor is made of.
    /// - Throws: `ChangesRefused` when the server does not take the search.
    public func cursor(by method: TrackingMethod, flags: DirSyncFlags = .objectSecurity) async throws
        -> DirectoryCursor?
    {
        guard method != .fullRead, let invocation = server.invocationID, let usn = server.highestCommittedUSN else {
            return nil
        }
        var cursor = DirectoryCursor(
            domain: server.domainDN, server: server.dnsHostName ?? server.serviceName ?? "", invocationID: invocation,
            usn: usn, method: method, flags: flags)
        if method == .dirSync {
            // Nobody has this GUID: the answer is nothing but the cookie.
            let nobody = Filter.equal("objectGUID", [UInt8](repeating: 0, count: 16))
            cursor.cookie = try await dirSync(nobody, ["objectGUID"], flags, since: []) { _ in }
        }
        return cursor
    }

    /// Tells which users, groups and containers changed since a cursor, in chunks, and deleted ones where they are shown.
    /// Some may be told twice, and some that did not change.
    /// - Parameter deleted: whether deleted objects can be asked for.
    /// - Returns: the cursor to continue from, to be kept after what it tells of, or with it.
    /// - Throws: `ChangesRefused`, `LDAPError`; then not everything was told.
    public func changes(
        since cursor: DirectoryCursor, in definition: ScopeDefinition,
        receive: ([ChangedObject]) async throws -> Void
    ) async throws -> DirectoryCursor {
        guard let usn = server.highestCommittedUSN else { throw ChangesRefused(method: cursor.method, code: "no USN") }
        var next = cursor
        next.usn = usn
        switch cursor.method {
        case .dirSync:
            let attributes = TrackedAttributes.list(for: definition)
            next.cookie = try await dirSync(TrackedAttributes.filter, attributes, cursor.flags, since: cursor.cookie) {
                try await receive($0.entries.compactMap(ChangedObject.init))
            }
        case .usn:
            // Up to what was committed before: what comes during the search has a higher number and comes next time.
            let window = Filter.and([
                .greaterOrEqual("uSNChanged", String(cursor.usn + 1)), .lessOrEqual("uSNChanged", String(usn)),
                TrackedAttributes.filter,
            ])
            let showsDeleted = server.supportedControls.contains(LDAPControl.showDeleted.oid)
            let pages = connection.pages(
                base: .dn(domain), scope: .subtree, filter: window, attributes: ["objectGUID", "isDeleted"],
                pageSize: pageSize, controls: showsDeleted ? [.showDeleted] : [])
            for try await page in pages { try await receive(page.entries.compactMap(ChangedObject.init)) }
        case .fullRead: throw ChangesRefused(method: .fullRead, code: "no cursor")
        }
        return next
    }

    private func dirSync(
        _ filter: Filter, _ attributes: [String], _ flags: DirSyncFlags, since cookie: [UInt8],
        receive: (DirSyncChunk) async throws -> Void
    ) async throws -> [UInt8] {
        let search = DirSyncSearch(
            base: .dn(domain), filter: filter, attributes: attributes, flags: flags, cookie: cookie,
            chunkSize: pageSize)
        do { return try await chunks(of: search, receive) } catch let error as LDAPError
            where error.refusesDirSync
        {
            throw ChangesRefused(method: .dirSync, code: "\(error.code)")
        }
    }
}

extension ChangedObject {
    fileprivate init?(_ entry: LDAPEntry) {
        guard let guid = ObjectGUID(bytes: entry.first("objectGUID") ?? []) else { return nil }
        self.init(guid: guid, isDeleted: entry.isTombstone(of: guid))
    }
}
