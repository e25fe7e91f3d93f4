// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOperation {
    /// Every operation of WorkMail that is served, by name. All others of the API answer `UnknownOperationException`.
    static let all: [String: ServedOperation] = {
        let operations = users + enabling + addresses + mailboxes + groups + members + devices + exports + organizations
        return Dictionary(uniqueKeysWithValues: operations.map { ($0.name, $0) })
    }()

    private static let users = [
        ServedOperation(listing: API.ListUsers.self) { try await $0.listUsers($1, $2) },
        ServedOperation(API.DescribeUser.self) { try await $0.describeUser($1) },
        ServedOperation(API.CreateUser.self) { try await $0.createUser($1) },
        ServedOperation(API.UpdateUser.self) { try await $0.updateUser($1) },
        ServedOperation(API.DeleteUser.self) { try await $0.deleteUser($1) },
        ServedOperation(API.ResetPassword.self) { try await $0.resetPassword($1) },
    ]

    private static let enabling = [
        ServedOperation(API.RegisterToWorkMail.self) { try await $0.registerToWorkMail($1) },
        ServedOperation(API.DeregisterFromWorkMail.self) { try await $0.deregisterFromWorkMail($1) },
    ]

    private static let addresses = [
        ServedOperation(API.UpdatePrimaryEmailAddress.self) { try await $0.updatePrimaryEmailAddress($1) },
        ServedOperation(API.CreateAlias.self) { try await $0.createAlias($1) },
        ServedOperation(API.DeleteAlias.self) { try await $0.deleteAlias($1) },
        ServedOperation(listing: API.ListAliases.self) { try await $0.listAliases($1, $2) },
        ServedOperation(API.DescribeEntity.self) { try await $0.describeEntity($1) },
    ]

    private static let mailboxes = [
        ServedOperation(API.GetMailboxDetails.self) { try await $0.getMailboxDetails($1) },
        ServedOperation(API.UpdateMailboxQuota.self) { try await $0.updateMailboxQuota($1) },
        ServedOperation(listing: API.ListMailboxPermissions.self) { try await $0.listMailboxPermissions($1, $2) },
        ServedOperation(API.PutMailboxPermissions.self) { try await $0.putMailboxPermissions($1) },
        ServedOperation(API.DeleteMailboxPermissions.self) { try await $0.deleteMailboxPermissions($1) },
    ]

    private static let groups = [
        ServedOperation(listing: API.ListGroups.self) { try await $0.listGroups($1, $2) },
        ServedOperation(API.DescribeGroup.self) { try await $0.describeGroup($1) },
        ServedOperation(API.CreateGroup.self) { try await $0.createGroup($1) },
        ServedOperation(API.UpdateGroup.self) { try await $0.updateGroup($1) },
        ServedOperation(API.DeleteGroup.self) { try await $0.deleteGroup($1) },
    ]

    private static let members = [
        ServedOperation(API.AssociateMemberToGroup.self) { try await $0.associateMemberToGroup($1) },
        ServedOperation(API.DisassociateMemberFromGroup.self) { try await $0.disassociateMemberFromGroup($1) },
        ServedOperation(listing: API.ListGroupMembers.self) { try await $0.listGroupMembers($1, $2) },
        ServedOperation(listing: API.ListGroupsForEntity.self) { try await $0.listGroupsForEntity($1, $2) },
    ]

    private static let devices = [
        ServedOperation(listing: API.ListMobileDeviceAccessOverrides.self) {
            try await $0.listMobileDeviceAccessOverrides($1, $2)
        },
        ServedOperation(API.GetMobileDeviceAccessOverride.self) { try await $0.getMobileDeviceAccessOverride($1) },
        ServedOperation(API.PutMobileDeviceAccessOverride.self) { try await $0.putMobileDeviceAccessOverride($1) },
        ServedOperation(API.DeleteMobileDeviceAccessOverride.self) {
            try await $0.deleteMobileDeviceAccessOverride($1)
        },
    ]

    private static let exports = [
        ServedOperation(API.StartMailboxExportJob.self) { try await $0.startMailboxExportJob($1) },
        ServedOperation(API.DescribeMailboxExportJob.self) { try await $0.describeMailboxExportJob($1) },
        ServedOperation(listing: API.ListMailboxExportJobs.self) { try await $0.listMailboxExportJobs($1, $2) },
        ServedOperation(API.CancelMailboxExportJob.self) { try await $0.cancelMailboxExportJob($1) },
    ]

    private static let organizations = [
        ServedOperation(API.DescribeOrganization.self) { try await $0.describeOrganization($1) },
        ServedOperation(listing: API.ListOrganizations.self) { try await $0.listOrganizations($1, $2) },
        ServedOperation(listing: API.ListMailDomains.self) { try await $0.listMailDomains($1, $2) },
        ServedOperation(API.GetMailDomain.self) { try await $0.getMailDomain($1) },
    ]
}
