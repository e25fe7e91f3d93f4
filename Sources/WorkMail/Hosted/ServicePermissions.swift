// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// What the agent needs to be allowed, as IAM names it.
public enum ServicePermissions {
    public static let reads = [
        "DescribeEntity", "DescribeGroup", "DescribeMailboxExportJob", "DescribeOrganization", "DescribeUser",
        "GetMailDomain", "GetMailboxDetails", "ListAliases", "ListGroupMembers", "ListGroups", "ListGroupsForEntity",
        "ListMailDomains", "ListMailboxExportJobs", "ListMailboxPermissions", "ListMobileDeviceAccessOverrides",
        "ListUsers",
    ]

    public static let writes = [
        "CancelMailboxExportJob", "CreateAlias", "DeleteAlias", "DeleteMailboxPermissions",
        "DeleteMobileDeviceAccessOverride", "DeregisterFromWorkMail", "PutMailboxPermissions",
        "PutMobileDeviceAccessOverride", "RegisterToWorkMail", "ResetPassword", "StartMailboxExportJob",
        "UpdateMailboxQuota", "UpdatePrimaryEmailAddress", "UpdateUser",
    ]

    /// Needed where users and groups are the organization's own (a WorkMail directory).
    public static let creations = [
        "AssociateMemberToGroup", "CreateGroup", "CreateUser", "DisassociateMemberFromGroup", "UpdateGroup",
    ]

    /// For good; only where somebody asks for it.
    public static let deletions = ["DeleteGroup", "DeleteUser"]

    /// A policy document for IAM, as JSON.
    /// - Parameters:
    ///   - arn: the organization's, or a pattern of it.
    ///   - creates: whether users and groups are made here.
    ///   - deletes: whether they may be deleted for good.
    public static func policy(arn: String, creates: Bool, deletes: Bool) throws -> Data {
        func statement(_ id: String, _ actions: [String], _ resource: String) -> Policy.Statement {
            Policy.Statement(id: id, actions: actions, resource: resource)
        }
        let workmail = { (names: [String]) in names.map { "workmail:\($0)" } }
        var statements = [
            statement("Read", workmail(reads), arn), statement("Write", workmail(writes), arn),
            statement("DirectoryKind", ["ds:DescribeDirectories"], "*"),
        ]
        if creates { statements.insert(statement("Create", workmail(creations), arn), at: 2) }
        if deletes { statements.insert(statement("DeleteForGood", workmail(deletions), arn), at: statements.count - 1) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(Policy(statements: statements))
    }

    private struct Policy: Encodable {
        struct Statement: Encodable {
            var id: String
            var actions: [String]
            var resource: String
            var effect = "Allow"

            enum CodingKeys: String, CodingKey {
                case id = "Sid"
                case effect = "Effect"
                case actions = "Action"
                case resource = "Resource"
            }
        }

        var version = "2012-10-17"
        var statements: [Statement]

        enum CodingKeys: String, CodingKey {
            case version = "Version"
            case statements = "Statement"
        }
    }
}
