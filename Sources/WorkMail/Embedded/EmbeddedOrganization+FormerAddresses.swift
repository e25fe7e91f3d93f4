// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The addresses that come back with a disabled user or group in time.
public struct FormerAddresses: Hashable, Sendable {
    public var primary: EmailAddress?
    /// In order, without the primary address.
    public var aliases: [EmailAddress] = []
}

extension EmbeddedOrganization {
    /// What a disabled user or group had, as long as it is remembered. The service has no operation for it: for exports of
    /// an organization, one account at a time (`contents` is all of them at once). Throws `entityNotFound`.
    public func formerAddresses(of id: EntityID) async throws -> FormerAddresses {
        try await read { db in
            let member = try Member.of(id, for: "FormerAddresses", in: db)
            let former = try FormerAddressTable.addresses(of: member, in: db)
            return FormerAddresses(
                primary: former.first(where: \.isPrimary)?.email,
                aliases: former.filter { !$0.isPrimary }.map(\.email))
        }
    }
}
