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

    /// RegisterToWorkMail ("Enable") of a user or a group: gives a DISABLED one its primary address, and a user a mailbox,
    /// for which billing starts. Within 30 days of a disable the old mailbox and the former addresses come back. Throws
    /// `entityAlreadyRegistered`, `emailAddressInUse`, `mailDomainNotFound`, `mailDomainState`, `entityState` (deleted),
    /// `entityNotFound`, `limitExceeded` beyond the organization's users.
    func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws
    /// DeregisterFromWorkMail ("Disable") of a user or a group: locks the account out at once; the mailbox is kept for 30
    /// days. Throws `entityState` when it is not enabled.
    func deregisterFromWorkMail(_ id: EntityID) async throws

    /// UpdatePrimaryEmailAddress of an enabled user or group; the old primary address stays as an alias.
    func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws
    /// CreateAlias: at most 100 a user or group (`limitExceeded`); enabled ones only.
    func createAlias(_ id: EntityID, alias: EmailAddress) async throws
    /// DeleteAlias. The primary address is refused with `invalidParameter`; an alias that is not there is success.
    func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws
    /// ListAliases of a user or group, all pages. The service lists the primary address among them: subtract it before
    /// any comparison.
    func listAliases(_ id: EntityID) async throws -> [EmailAddress]
    /// DescribeEntity: who owns an address, as primary or alias, a user or a group; `nil` when it is free.
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

    /// ListGroups. Rows of every state, ordered by id; `filter` as the service applies it.
    /// - Parameter limit: 1 to 100 rows a page.
    func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup>
    /// DescribeGroup by id. A deleted group is still described. Throws `entityNotFound`.
    func describeGroup(_ id: EntityID) async throws -> MailGroup
    /// CreateGroup: DISABLED, without an address. `name` 1 to 256 characters of U+0020 to U+00FF (`invalidParameter`).
    /// Throws `nameAvailability` when a user or group has the name, `unsupportedOperation` on a read-only directory.
    func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID
    /// UpdateGroup: whether the global address list leaves the group out. Throws `entityNotFound`, `entityState`
    /// (deleted), `unsupportedOperation` on a read-only directory.
    func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws
    /// DeleteGroup: DISABLED groups only (`entityState` otherwise), for good; what it may do with mailboxes goes with it,
    /// and so do its members and its being one. Throws `unsupportedOperation` on a read-only directory.
    func deleteGroup(_ id: EntityID) async throws

    /// AssociateMemberToGroup: puts a user or group into a group; one that is in it already is success. Throws
    /// `entityNotFound`, `entityState` when either is DELETED, `invalidParameter` when the group would come to be in
    /// itself, `unsupportedOperation` on a read-only directory.
    func associateMember(group: EntityID, member: EntityID) async throws
    /// DisassociateMemberFromGroup; one that is not in it is success. Throws as `associateMember`.
    func disassociateMember(group: EntityID, member: EntityID) async throws
    /// ListGroupMembers: the direct members that are not DELETED, ordered by id. Throws `entityNotFound`, `entityState`
    /// (deleted).
    /// - Parameter limit: 1 to 100 rows a page.
    func listGroupMembers(_ group: EntityID, limit: Int, after token: String?) async throws -> Page<GroupMember>
    /// ListGroupsForEntity, all pages, with DescribeGroup for each: the groups, not DELETED, that a user or group is in
    /// directly, ordered by id. Throws `entityNotFound`, `entityState` (deleted).
    func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup]

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

    /// StartMailboxExportJob: has an enabled user's mailbox written into a bucket. The same request again gives the same
    /// job; the client token of another one is `invalidParameter`. Throws `limitExceeded` when 10 jobs are running, and
    /// for a mailbox of which one was started in the last 24 hours; `entityNotFound`; `entityState` without a mailbox.
    /// - Returns: the job's id.
    func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String
    /// DescribeMailboxExportJob. Throws `entityNotFound`.
    func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob
    /// ListMailboxExportJobs, all pages: the jobs of the last 7 days, the latest first.
    func listMailboxExportJobs() async throws -> [MailboxExportJob]
    /// CancelMailboxExportJob: a RUNNING one becomes CANCELLED; one that is over stays as it is, which is success.
    /// Throws `entityNotFound`.
    func cancelMailboxExportJob(_ jobID: String) async throws
}
