// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// Puts the users and groups of another organization, or of a copy of this one, into an empty one: with their ids,
    /// states, dates, addresses, quota, permissions, overrides and members. One transaction: all of them, or none and the
    /// reason.
    ///
    /// Throws `organizationState` when there is a user or a group already, in any state; `invalidParameter` for an id
    /// that is none or is there twice, a source that the directory kind has not, an ENABLED entity without an address and
    /// a DELETED one with one; `nameAvailability`, `emailAddressInUse`, `mailDomainNotFound` and `limitExceeded` as the
    /// single operations do; `entityNotFound` for a permission of nobody.
    public func restore(users: [RestoredUser], groups: [RestoredGroup]) async throws {
        throw MailOrganizationError(.unsupportedOperation, operation: "Restore", message: "not yet")
    }
}
