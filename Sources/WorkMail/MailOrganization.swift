// SPDX-License-Identifier: Apache-2.0

/// A mail organization: the service's vocabulary, one method an operation of its API (2017-10-01).
///
/// The contract, which `MailOrganizationContract` checks on every implementation:
/// - A refusal is a `MailOrganizationError` with the service's code.
/// - Entities are addressed by id. The API takes names in places; this protocol does not.
/// - States move as in the service: an operation may return before the new state shows.
/// - A repeated call is safe: what is already so is either success or a refusal that says so.
public protocol MailOrganization: Sendable {
    /// DescribeOrganization.
    func describeOrganization() async throws -> Organization
    /// ListMailDomains with GetMailDomain for each: all domains, in the order of their names.
    func mailDomains() async throws -> [MailDomain]

    /// ListUsers. Rows of every role and state, ordered by id; `filter` as the service applies it.
    /// - Parameter limit: 1 to 100 rows a page.
    func listUsers(_ filter: UsersFilter?, limit: Int, after token: String?) async throws -> Page<MailUser>
    /// DescribeUser by id. A deleted user is still described. Throws `entityNotFound`.
    func describeUser(_ id: EntityID) async throws -> MailUserDetails
    /// CreateUser: DISABLED, without mailbox or address. `name` 1 to 64 characters in a WorkMail directory, else 20.
    /// Throws `nameAvailability` when the name is taken, `unsupportedOperation` on a read-only directory.
    func createUser(name: String, displayName: String, firstName: String, lastName: String) async throws -> EntityID
    /// UpdateUser, in the way the service documents it: the whole profile is replaced.
    func updateUser(_ id: EntityID, profile: MailProfile) async throws
    /// DeleteUser: DISABLED users only (`entityState` otherwise), for good.
    func deleteUser(_ id: EntityID) async throws

    /// RegisterToWorkMail ("Enable"): gives a DISABLED user a mailbox and its primary address; starts billing.
    /// Within 30 days of a disable the old mailbox comes back. Throws `entityAlreadyRegistered`, `emailAddressInUse`,
    /// `mailDomainNotFound`, `mailDomainState`, `entityState` (deleted), `entityNotFound`.
    func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws
    /// DeregisterFromWorkMail ("Disable"): locks the account out at once; the mailbox is kept for 30 days.
    /// Throws `entityState` when it is not enabled.
    func deregisterFromWorkMail(_ id: EntityID) async throws

    /// UpdatePrimaryEmailAddress of an enabled user; the old primary address stays as an alias.
    func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws
    /// CreateAlias: at most 100 a user (`limitExceeded`); enabled users only.
    func createAlias(_ id: EntityID, alias: EmailAddress) async throws
    /// DeleteAlias. The primary address is refused with `invalidParameter`; an alias that is not there is success.
    func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws
    /// ListAliases, all pages. The service lists the primary address among them: subtract it before any comparison.
    func listAliases(_ id: EntityID) async throws -> [EmailAddress]
    /// DescribeEntity: who owns an address, as primary or alias; `nil` when it is free.
    func describeEntity(_ email: EmailAddress) async throws -> AddressOwner?
}

extension MailOrganization {
    /// All users that match, page by page. Throws `invalidParameter` when the service hands out the same token twice,
    /// since that listing would never end.
    public func forEachUser(
        _ filter: UsersFilter? = nil, _ body: ([MailUser]) async throws -> Void
    ) async throws {
        var token: String?
        repeat {
            let page = try await listUsers(filter, limit: 100, after: token)
            try await body(page.elements)
            guard page.nextToken == nil || page.nextToken != token else {
                throw MailOrganizationError(
                    .invalidParameter, operation: "ListUsers", message: "the same NextToken came twice")
            }
            token = page.nextToken
        } while token != nil
    }
}
