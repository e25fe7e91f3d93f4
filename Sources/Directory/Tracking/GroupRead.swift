// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Reads every group of the domain that could be given something, page by page.
    /// - Returns: what could not be used. When this returns, the read was complete: everything else throws.
    /// - Throws: `LDAPError` when the read ends early; what `receive` throws.
    @discardableResult
    public func readGroups(receive: ([DirectoryGroup]) async throws -> Void) async throws -> [DirectoryIssue] {
        var issues: [DirectoryIssue] = []
        let pages = connection.pages(
            base: .dn(domain), scope: .subtree, filter: .equal("objectClass", "group"),
            attributes: DirectoryGroup.attributes, pageSize: pageSize)
        for try await page in pages {
            var groups: [DirectoryGroup] = []
            for entry in page.entries {
                do throws(DirectoryIssue) {
                    if let group = try DirectoryGroup.decode(entry) { groups.append(group) }
                } catch {
                    issues.append(error)
                }
            }
            try await receive(groups)
        }
        return issues
    }
}
