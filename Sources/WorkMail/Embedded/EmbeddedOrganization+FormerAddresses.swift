// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The addresses that come back with a disabled user or group in time.
public struct FormerAddresses: Hashable, Sendable {
    public var primary: EmailAddress?
    /// In order, without the primary address.
    public var aliases: [EmailAddress] = []
}

extension EmbeddedOrganization {
    /// What a disabled user or group had, as long as it is remembered. The service has no operation for it: for copies of
    /// an organization, which are to give back what it would have given back. Throws `entityNotFound`.
    public func formerAddresses(of id: EntityID) async throws -> FormerAddresses {
        try await read { db in
            let member = try Member.of(id, for: "FormerAddresses", in: db)
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT text, isPrimary FROM formerAddress WHERE \(AddressTable.column(member)) = ? ORDER BY key
                        """), arguments: [id.value])
            var former = FormerAddresses()
            for row in rows {
                let address = EmailAddress(ofService: try row.decode(String.self, atIndex: 0))
                if try row.decode(Bool.self, atIndex: 1) {
                    former.primary = address
                } else {
                    former.aliases.append(address)
                }
            }
            return former
        }
    }
}
