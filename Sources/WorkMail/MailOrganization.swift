// SPDX-License-Identifier: Apache-2.0
public import PasswordPolicy

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
    /// Throws `nameAvailability` when a user or group has the name, `invalidPassword` with every rule that the password
    /// breaks, `unsupportedOperation` on a read-only directory. Without a password nobody can sign in until one is set.
    func createUser(
        name: String, displayName: String, firstName: String, lastName: String, password: Password?
    ) async throws -> EntityID
    /// UpdateUser, in the way the service documents it: the whole profile is replaced.
    func updateUser(_ id: EntityID, profile: MailProfile) async throws
    /// DeleteUser: DISABLED users only (`entityState` otherwise), for good.
    func deleteUser(_ id: EntityID) async throws
    /// ResetPassword of a user who is not DELETED (`entityState`). Throws `invalidPassword` with every rule that the
    /// password breaks, `unsupportedOperation` where passwords are the directory's.
    func resetPassword(_ id: EntityID, password: Password) async throws

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

    /// GetMailboxDetails: quota and size. Of a disabled user, those of the mailbox that is kept; of one without a
    /// mailbox, the default quota and nothing in it. Throws `entityNotFound`.
    func mailboxDetails(_ id: EntityID) async throws -> MailboxDetails
    /// UpdateMailboxQuota: 1 to 51,200 MB (`invalidParameter`); enabled users only (`entityState`).
    func updateMailboxQuota(_ id: EntityID, megabytes: Int) async throws

    /// ListMailboxPermissions, all pages, ordered by grantee: who may do what with this user's mailbox. Throws
    /// `entityNotFound`.
    func listMailboxPermissions(_ id: EntityID) async throws -> [MailboxPermission]
    /// PutMailboxPermissions: replaces all that the grantee, a user or a group, may do with this mailbox. Throws
    /// `invalidParameter` for an empty set and for FULL_ACCESS to a group, `entityNotFound` for a user or grantee that
    /// nobody is, `entityState` when the mailbox is not enabled. The service takes minutes to act on it.
    func putMailboxPermissions(_ id: EntityID, grantee: EntityID, values: Set<PermissionType>) async throws
    /// DeleteMailboxPermissions: takes all of it from the grantee; one that has nothing is success. Enabled users only
    /// (`entityState`). Throws `entityNotFound`.
    func deleteMailboxPermissions(_ id: EntityID, grantee: EntityID) async throws

    /// ListGroups, all pages, ordered by id; DELETED ones are among them.
    func listGroups() async throws -> [MailGroup]
    /// CreateGroup: DISABLED, without an address. `name` 1 to 256 characters of U+0020 to U+00FF (`invalidParameter`).
    /// Throws `nameAvailability` when a user or group has the name, `unsupportedOperation` on a read-only directory.
    func createGroup(name: String) async throws -> EntityID
    /// DeleteGroup: DISABLED groups only (`entityState` otherwise), for good; what it may do with mailboxes goes with it.
    /// Throws `unsupportedOperation` on a read-only directory.
    func deleteGroup(_ id: EntityID) async throws

    /// ListMobileDeviceAccessOverrides of one user, all pages, ordered by device. Throws `entityNotFound`.
    func listMobileDeviceAccessOverrides(_ id: EntityID) async throws -> [MobileDeviceAccessOverride]
    /// PutMobileDeviceAccessOverride: creates or replaces. `deviceID` 1 to 32 ASCII letters and digits, compared without
    /// case; `description` 1 to 256 characters (`invalidParameter`). Enabled users only (`entityState`). The service has
    /// no operation that lists a user's devices, and takes the id of any.
    func putMobileDeviceAccessOverride(
        _ id: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?
    ) async throws
    /// DeleteMobileDeviceAccessOverride; one that is not there is success. Throws `entityNotFound` for the user.
    func deleteMobileDeviceAccessOverride(_ id: EntityID, deviceID: String) async throws
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
