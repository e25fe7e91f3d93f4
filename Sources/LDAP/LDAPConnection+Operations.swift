// SPDX-License-Identifier: Apache-2.0

extension LDAPConnection {
    /// Proves who we are with a name and a password (RFC 4513 §5.1).
    ///
    /// `name` is a DN, or for Active Directory also `user@domain` or `DOMAIN\user`. Refused before anything is sent:
    /// an empty name or password, which a server would take for an anonymous bind, and a password in clear text
    /// unless the configuration allows it.
    public func bind(as name: String, password: Secret) async throws {
        if name.isEmpty { throw failure(.bind, .paramError, "the name is empty, which would be an anonymous bind") }
        if name.utf8.contains(0) { throw failure(.bind, .paramError, "the name contains NUL") }
        if password.isEmpty {
            throw failure(.bind, .paramError, "the password is empty, which would be an anonymous bind")
        }
        if configuration.transport == .clear, !configuration.allowsPasswordInClear {
            throw failure(.bind, .paramError, "a password is not sent in clear text; use ldaps:// or StartTLS")
        }
        let id = try sendBind(as: name, password: password)
        _ = try answer(to: id, .bind, within: configuration.timeouts.bindSeconds)
        boundName = name
        isBoundWithTicket = false
    }

    /// Proves who we are with a Kerberos ticket (SASL GSSAPI, RFC 4752): one got with a keytab, or the one of the default
    /// credential cache.
    ///
    /// The service is `ldap/` and the URL's host as it stands there. Over TLS, which then protects what follows; with a keytab
    /// also without TLS, where SASL itself encrypts everything after the bind, with 56 bits at the least, or the bind
    /// fails. Within `bindSeconds`, including what Kerberos has to ask the KDC.
    /// - Throws: `LDAPError`, of the operation `.ticket` when the keytab gave no ticket to begin with.
    public func bindWithTicket(_ keytab: Keytab? = nil) async throws {
        let isSealed = configuration.transport == .clear
        // An administrator's ticket, with which things are changed.
        if isSealed, keytab == nil {
            throw failure(.ticketBind, .paramError, "a ticket is used only over TLS; use ldaps:// or StartTLS")
        }
        let seconds = configuration.timeouts.bindSeconds
        let deadline = ContinuousClock.now + .seconds(seconds)
        let identity = keytab.map(KeytabIdentity.init)
        defer { identity?.forgetTickets() }
        do {
            try ServiceTicket.obtain(for: configuration.url, with: identity, isSealed: isSealed, until: deadline) {
                Task.isCancelled
            }
        } catch let error as ServiceTicket.Failure {
            let isTimeout = error.reason.code == .timeout
            let message = isTimeout ? "no answer from the KDC within \(seconds) s" : error.reason.message
            throw failure(error.step, error.reason.code, message)
        }
        identity?.useCache()
        try exchangeTicket(isSealed: isSealed, until: deadline)
    }

    /// Entries of a small result, all at once; for a large one use `pages`.
    ///
    /// It is read in pages of 1,000 (except with scope `.base`), so that a server's size limit does not cut it.
    /// Search result references are left out. Throws `LDAPResultCode.noSuchObject` when the base does not exist.
    public func search(
        base: SearchBase, scope: SearchScope, filter: Filter, attributes: [String], controls: [LDAPControl] = []
    ) async throws -> [LDAPEntry] {
        let request = SearchRequest(
            base: base, scope: scope, filter: filter, attributes: attributes, controls: controls)
        if scope == .base {
            SearchTrace.say(request, pageSize: nil, on: configuration, as: boundName, withTicket: isBoundWithTicket)
            let id = try send(request, controls: controls)
            let answer = try answer(to: id, .search, within: configuration.timeouts.operationSeconds)
            heard()
            return try decode(answer).entries
        }
        var position = PagedSearch.Position(request: request, pageSize: 1000)
        var entries: [LDAPEntry] = []
        while let page = try nextPage(&position) { entries += page.entries }
        return entries
    }

    /// One entry, or `nil` when it does not exist or does not match the filter. One that may not be read looks the
    /// same, and so does a GUID that Active Directory does not hold and refers to a global catalog for ([MS-ADTS]
    /// 3.1.1.4.6): in a forest somebody may have been moved to another domain.
    public func read(
        _ base: SearchBase, attributes: [String], filter: Filter = .present("objectClass"), controls: [LDAPControl] = []
    ) async throws -> LDAPEntry? {
        do {
            return try await search(
                base: base, scope: .base, filter: filter, attributes: attributes, controls: controls
            ).first
        } catch LDAPResultCode.noSuchObject {
            return nil
        } catch LDAPResultCode.referral where base.isGUID {
            return nil
        }
    }

    /// Changes attributes of one entry, all of them or none (RFC 4511 §4.6).
    ///
    /// When the answer does not come, the server may have made the change or not: the error says so
    /// (`leavesOutcomeUnknown`), and after cancellation while waiting the same is true.
    public func modify(
        _ target: SearchBase, _ modifications: [Modification], controls: [LDAPControl] = []
    ) async throws {
        if let defect = Modification.defect(of: modifications, on: target) {
            throw failure(.modify, .paramError, defect)
        }
        let id = try send(modifications, to: target.text, controls: controls)
        do {
            _ = try answer(to: id, .modify, within: configuration.timeouts.operationSeconds)
        } catch var error as LDAPError where error.leavesOutcomeUnknown {
            error.diagnosticMessage += "; whether the server made the change is not known"
            throw error
        }
    }

    /// The server's own entry: naming contexts, supported controls, on AD also `highestCommittedUSN` and
    /// `dsServiceName`. The attributes have to be named, since most are operational (RFC 4512 §5.1).
    public func rootDSE(attributes: [String]) async throws -> LDAPEntry {
        guard let entry = try await read(.rootDSE, attributes: attributes) else {
            throw failure(.search, .noSuchObject, "the server has no root DSE")
        }
        return entry
    }

    /// A large result, page by page (RFC 2696). Nothing is sent before the first page is asked for.
    public nonisolated func pages(
        base: SearchBase, scope: SearchScope, filter: Filter, attributes: [String], pageSize: Int = 1000,
        controls: [LDAPControl] = []
    ) -> PagedSearch {
        let request = SearchRequest(
            base: base, scope: scope, filter: filter, attributes: attributes, controls: controls)
        return PagedSearch(connection: self, position: PagedSearch.Position(request: request, pageSize: pageSize))
    }
}
