// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import WorkMail

/// An organization of which some questions are refused, as a service does that lacks a right.
struct RefusingOrganization: MailOrganization {
    let base: EmbeddedOrganization
    /// The refusal of an operation about an entity; `nil` where it is answered.
    let refusal: @Sendable (_ operation: String, _ id: EntityID?) -> MailOrganizationError?

    private func ask<Answer>(
        _ operation: String, _ id: EntityID? = nil, _ body: () async throws -> Answer
    ) async throws -> Answer {
        if let refusal = refusal(operation, id) { throw refusal }
        return try await body()
    }

    func describeOrganization() async throws -> Organization { try await base.describeOrganization() }
    func mailDomains() async throws -> [MailDomain] { try await base.mailDomains() }
    func listUsers(_ filter: UsersFilter?, limit: Int, after token: String?) async throws -> Page<MailUser> {
        try await ask("ListUsers") { try await base.listUsers(filter, limit: limit, after: token) }
    }
    func describeUser(_ id: EntityID) async throws -> MailUserDetails {
        try await ask("DescribeUser", id) { try await base.describeUser(id) }
    }
    func listAliases(_ id: EntityID) async throws -> [EmailAddress] {
        try await ask("ListAliases", id) { try await base.listAliases(id) }
    }
    func mailboxDetails(_ id: EntityID) async throws -> MailboxDetails {
        try await ask("GetMailboxDetails", id) { try await base.mailboxDetails(id) }
    }
    func listMailboxPermissions(_ id: EntityID) async throws -> [MailboxPermission] {
        try await ask("ListMailboxPermissions", id) { try await base.listMailboxPermissions(id) }
    }
    func listMobileDeviceAccessOverrides(_ id: EntityID) async throws -> [MobileDeviceAccessOverride] {
        try await ask("ListMobileDeviceAccessOverrides", id) { try await base.listMobileDeviceAccessOverrides(id) }
    }
    func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup> {
        try await ask("ListGroups") { try await base.listGroups(filter, limit: limit, after: token) }
    }
    func describeGroup(_ id: EntityID) async throws -> MailGroup {
        try await ask("DescribeGroup", id) { try await base.describeGroup(id) }
    }
    func listGroupMembers(_ group: EntityID, limit: Int, after token: String?) async throws -> Page<GroupMember> {
        try await ask("ListGroupMembers", group) {
            try await base.listGroupMembers(group, limit: limit, after: token)
        }
    }
    func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup] {
        try await ask("ListGroupsForEntity", id) { try await base.listGroupsForEntity(id) }
    }
}

/// An export asks, and does nothing else.
extension RefusingOrganization {
    private var never: MailOrganizationError {
        MailOrganizationError(.unsupportedOperation, operation: "?", message: "an export changes nothing")
    }

    func createUser(
        name: String, displayName: String, firstName: String, lastName: String, password: Password?
    ) async throws -> EntityID { throw never }
    func updateUser(_ id: EntityID, profile: MailProfile) async throws { throw never }
    func deleteUser(_ id: EntityID) async throws { throw never }
    func resetPassword(_ id: EntityID, password: Password) async throws { throw never }
    func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws { throw never }
    func deregisterFromWorkMail(_ id: EntityID) async throws { throw never }
    func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws { throw never }
    func createAlias(_ id: EntityID, alias: EmailAddress) async throws { throw never }
    func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws { throw never }
    func describeEntity(_ email: EmailAddress) async throws -> AddressOwner? { throw never }
    func updateMailboxQuota(_ id: EntityID, megabytes: Int) async throws { throw never }
    func putMailboxPermissions(_ id: EntityID, grantee: EntityID, values: Set<PermissionType>) async throws {
        throw never
    }
    func deleteMailboxPermissions(_ id: EntityID, grantee: EntityID) async throws { throw never }
    func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID { throw never }
    func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws { throw never }
    func deleteGroup(_ id: EntityID) async throws { throw never }
    func associateMember(group: EntityID, member: EntityID) async throws { throw never }
    func disassociateMember(group: EntityID, member: EntityID) async throws { throw never }
    func putMobileDeviceAccessOverride(
        _ id: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?
    ) async throws { throw never }
    func deleteMobileDeviceAccessOverride(_ id: EntityID, deviceID: String) async throws { throw never }
    func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String { throw never }
    func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob { throw never }
    func listMailboxExportJobs() async throws -> [MailboxExportJob] { throw never }
    func cancelMailboxExportJob(_ jobID: String) async throws { throw never }
}
