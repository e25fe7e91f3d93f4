// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Whether the account may read the `uSNChanged` of those it sees, judged by the first page of them; `false` where it sees
    /// nobody.
    ///
    /// A search for numbers passes over whoever hides theirs, without an error, so this one does not name them in its filter.
    /// Its own entry would say nothing: every account may read all of that.
    func showsNumbersOfOthers() async throws -> Bool {
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree, filter: DirSyncRange.whole, attributes: ["objectClass", "uSNChanged"],
            pageSize: pageSize)
        for try await page in pages where !page.entries.isEmpty {
            return page.entries.allSatisfy { !$0.contains("objectClass") || $0.uSNChanged != nil }
        }
        return false
    }
}
