// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// What of the API is served, and that the rest is refused as a whole.
@Suite struct OperationTableTests {
    static let served = [
        "AssociateMemberToGroup", "CancelMailboxExportJob", "CreateAlias", "CreateGroup", "CreateUser", "DeleteAlias",
        "DeleteGroup", "DeleteMailboxPermissions", "DeleteMobileDeviceAccessOverride", "DeleteUser",
        "DeregisterFromWorkMail", "DescribeEntity", "DescribeGroup", "DescribeMailboxExportJob",
        "DescribeOrganization", "DescribeUser", "DisassociateMemberFromGroup", "GetMailDomain", "GetMailboxDetails",
        "GetMobileDeviceAccessOverride", "ListAliases", "ListGroupMembers", "ListGroups", "ListGroupsForEntity",
        "ListMailDomains", "ListMailboxExportJobs", "ListMailboxPermissions", "ListMobileDeviceAccessOverrides",
        "ListOrganizations", "ListUsers", "PutMailboxPermissions", "PutMobileDeviceAccessOverride",
        "RegisterToWorkMail", "ResetPassword", "StartMailboxExportJob", "UpdateGroup", "UpdateMailboxQuota",
        "UpdatePrimaryEmailAddress", "UpdateUser",
    ]

    static let refused = [
        "AssociateDelegateToResource", "AssumeImpersonationRole", "CreateAvailabilityConfiguration",
        "CreateIdentityCenterApplication", "CreateImpersonationRole", "CreateMobileDeviceAccessRule",
        "CreateOrganization", "CreateResource", "DeleteAccessControlRule", "DeleteAvailabilityConfiguration",
        "DeleteEmailMonitoringConfiguration", "DeleteIdentityCenterApplication",
        "DeleteIdentityProviderConfiguration", "DeleteImpersonationRole", "DeleteMobileDeviceAccessRule",
        "DeleteOrganization", "DeletePersonalAccessToken", "DeleteResource", "DeleteRetentionPolicy",
        "DeregisterMailDomain", "DescribeEmailMonitoringConfiguration", "DescribeIdentityProviderConfiguration",
        "DescribeInboundDmarcSettings", "DescribeResource", "DisassociateDelegateFromResource",
        "GetAccessControlEffect", "GetDefaultRetentionPolicy", "GetImpersonationRole", "GetImpersonationRoleEffect",
        "GetMobileDeviceAccessEffect", "GetPersonalAccessTokenMetadata", "ListAccessControlRules",
        "ListAvailabilityConfigurations", "ListImpersonationRoles", "ListMobileDeviceAccessRules",
        "ListPersonalAccessTokens", "ListResourceDelegates", "ListResources", "ListTagsForResource",
        "PutAccessControlRule", "PutEmailMonitoringConfiguration", "PutIdentityProviderConfiguration",
        "PutInboundDmarcSettings", "PutRetentionPolicy", "RegisterMailDomain", "TagResource",
        "TestAvailabilityConfiguration", "UntagResource", "UpdateAvailabilityConfiguration",
        "UpdateDefaultMailDomain", "UpdateImpersonationRole", "UpdateMobileDeviceAccessRule", "UpdateResource",
    ]

    @Test func `the table of served operations is this one`() {
        #expect(ServedOperation.all.keys.sorted() == Self.served.sorted())
        #expect(Self.served.count == 39 && Self.refused.count == 53)
    }

    @Test(.tags(.server), .requiresAWSClients)
    func `of all 92 operations of the model each is served or unknown, and none is half-done`() async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) { local in
                let names = try await AWSClients.python("aws-operations", [], local).output
                #expect(names.split(separator: "\n").map(String.init) == (Self.served + Self.refused).sorted())
                let ended = try await AWSClients.python("aws-operations", ["ask"], local)
                #expect(ended.succeeded, "\(ended.error)")
                var answers: [String: String] = [:]
                for line in ended.output.split(separator: "\n") {
                    let words = line.split(separator: " ").map(String.init)
                    answers[words[0]] = words[1]
                }
                #expect(answers.count == 92)
                for name in Self.refused { #expect(answers[name] == "UnknownOperationException", "\(name)") }
                for name in Self.served {
                    // Asked without anything: all but one want an organization.
                    let wanted = name == "ListOrganizations" ? "200" : "InvalidParameterException"
                    #expect(answers[name] == wanted, "\(name)")
                }
            }
        }
    }
}
