// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Reads some people by their objectGUIDs, with the scope's verdict as it is now.
    /// - Returns: whom the directory has, and how it is known that it does not have the others.
    /// - Throws: `ScopeFailure`, `LDAPError`.
    public func read(
        _ people: [ObjectGUID], in definition: ScopeDefinition, pins: [ScopePin]
    ) async throws -> (page: ObservedPage, absent: [ObjectGUID: Absence]) {
        let scope = try await ScopeResolver(connection: connection, domain: domain, pins: pins).resolve(definition)
            .scope
        var entries: [LDAPEntry] = []
        var absent: [ObjectGUID: Absence] = [:]
        for guid in people {
            if let entry = try await connection.read(.guid(guid.bytes), attributes: DirectoryUser.attributes) {
                entries.append(entry)
            } else {
                absent[guid] = try await secondLook(at: guid)
            }
        }
        return (Self.observe(entries, scope: scope), absent)
    }
}
