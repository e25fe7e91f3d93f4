// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Resolves the scope, then reads every user of the domain, page by page.
    ///
    /// The whole domain is asked for and the scope is decided here, because a filter that names the state to be watched
    /// hides the change of that state. The next page is requested before `receive` gets this one, so the server works
    /// while we do; no more than two pages are in memory.
    ///
    /// - Returns: the pins of the scope's objects. When this returns, the read was complete: everything else throws.
    /// - Throws: `ScopeFailure` before anybody was read; `LDAPError` when the read ends early.
    public func readEverybody(
        in definition: ScopeDefinition, pins: [ScopePin],
        receive: (ObservedPage) async throws -> Void
    ) async throws -> [ScopePin] {
        let (scope, resolvedPins) = try await ScopeResolver(connection: connection, domain: domain, pins: pins)
            .resolve(definition)
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree, filter: .equal("objectClass", "user"),
            attributes: DirectoryUser.attributes, pageSize: pageSize)
        for try await page in pages {
            try await receive(Self.observe(page.entries, scope: scope))
        }
        return resolvedPins
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
