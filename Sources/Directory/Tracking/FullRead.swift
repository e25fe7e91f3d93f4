// SPDX-License-Identifier: Apache-2.0
public import LDAP

extension ActiveDirectory {
    /// Reads every user of the domain, page by page.
    ///
    /// The whole domain is asked for and the scope is decided here, because a filter that names the state to be watched
    /// hides the change of that state. The next page is requested before `receive` gets this one, so the server works
    /// while we do; no more than two pages are in memory.
    ///
    /// - Parameters:
    ///   - method: with DirSync the server need not look for each page.
    ///   - another: how to make a second connection to the same domain controller, so that it can work on two cores; with
    ///     DirSync alone.
    /// - Returns: the way it was read in the end. When this returns, the read was complete: everything else throws.
    /// - Throws: `LDAPError` when the read ends early.
    @discardableResult
    public func readEverybody(
        in scope: ResolvedScope, by method: TrackingMethod = .fullRead, flags: DirSyncFlags = .objectSecurity,
        beside another: DirectoryConfiguration? = nil, receive: (ObservedPage) async throws -> Void
    ) async throws -> TrackingMethod {
        if method == .dirSync {
            do {
                try await readEverybodyByDirSync(in: scope, flags: flags, beside: another, receive: receive)
                return .dirSync
            } catch let error as LDAPError where error.refusesDirSync {
                // From the beginning: who came already comes again, and nothing was concluded.
            }
        }
        try await readPeople(below: domain.description, in: scope, receive: receive)
        return .fullRead
    }

    /// Reads every user below an object, page by page.
    public func readPeople(
        below dn: String, in scope: ResolvedScope, receive: (ObservedPage) async throws -> Void
    ) async throws {
        let pages = connection.pages(
            base: .text(dn), scope: .subtree, filter: .equal("objectClass", "user"),
            attributes: DirectoryUser.attributes, pageSize: pageSize)
        for try await page in pages {
            try await receive(Self.observe(page.entries, scope: scope.scope))
        }
    }

    /// The living of a DirSync answer: entries that are whole, and who has to be read anew.
    ///
    /// A server that breaks off goes on with what changed meanwhile, too, and sends only that of it. The SID never changes:
    /// where it is, everything is.
    static func sorted(_ entries: [LDAPEntry]) -> (whole: [LDAPEntry], partial: [ObjectGUID]) {
        let living = entries.filter { entry in
            ObjectGUID(bytes: entry.first("objectGUID") ?? []).map { !entry.isTombstone(of: $0) } ?? true
        }
        let whole = living.filter { $0.contains("objectSid") }
        if whole.count == living.count { return (whole, []) }
        let partial = living.filter { !$0.contains("objectSid") }
        return (whole, partial.compactMap { ObjectGUID(bytes: $0.first("objectGUID") ?? []) })
    }

    /// Decodes a page; an entry that cannot be used becomes an issue.
    static func observe(_ entries: [LDAPEntry], scope: Scope) -> ObservedPage {
        var page = ObservedPage()
        page.users.reserveCapacity(entries.count)
        for entry in entries {
            do throws(DirectoryIssue) {
                var faults: [DirectoryIssue] = []
                let user = try DirectoryUser(entry: entry, faults: &faults)
                page.users.append(ObservedUser(user: user, scope: try scope.verdict(on: user), faults: faults))
            } catch {
                page.issues.append(error)
            }
        }
        return page
    }
}

extension ActiveDirectory {
    /// Hands over chunk after chunk, the next one being taken off the connection meanwhile.
    /// - Returns: the cookie.
    @discardableResult
    func chunks(
        of search: DirSyncSearch, _ receive: (DirSyncChunk) async throws -> Void
    ) async throws -> [UInt8] {
        var current = try await connection.next(of: search)
        var unfinished: DirSyncSearch?
        defer { if let unfinished { connection.abandonLater(unfinished) } }
        var cookie: [UInt8] = []
        while let (chunk, search) = current {
            unfinished = search
            async let following = connection.next(of: search)
            try await receive(chunk)
            if let last = chunk.cookie { cookie = last }
            current = try await following
        }
        unfinished = nil
        return cookie
    }
}

extension LDAPError {
    /// What servers say to a DirSync search that they do not take, or not with this cookie, or not as a whole: 12, 53, 50
    /// and 1 on Samba and Active Directory, and the limits.
    var refusesDirSync: Bool {
        operation == .search
            && [
                .operationsError, .protocolError, .timeLimitExceeded, .sizeLimitExceeded, .adminLimitExceeded,
                .unavailableCriticalExtension, .insufficientAccessRights, .unwillingToPerform, .controlNotFound,
                .invalidAttributeSyntax, .inappropriateMatching, .clientLoop, .other,
            ].contains(code)
    }
}
