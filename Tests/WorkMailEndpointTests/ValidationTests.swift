// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// What a request must be before an operation sees it; without a socket.
@Suite struct ValidationTests {
    @Test(arguments: ServedOperation.all.keys.sorted())
    func `every operation names the member that is missing, and knows its own organization`(
        operation: String
    ) async throws {
        guard operation != "ListOrganizations" else { return }
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let wrongs: [(Any, String)] = [
                (NSNull(), "InvalidParameterException"), ("m-1", "InvalidParameterException"),
                ("m-" + String(repeating: "G", count: 32), "InvalidParameterException"),
                (["m-"], "SerializationException"), (7, "SerializationException"),
            ]
            for (wrong, code) in wrongs {
                do {
                    _ = try await served.call(operation, Self.good[operation, default: [:]].with(wrong))
                    Issue.record("taken")
                } catch let fault as ServiceFault {
                    #expect(fault.code == code && fault.message.contains("OrganizationId"), "\(fault)")
                }
            }
            let other = Self.good[operation, default: [:]].with("m-" + String(repeating: "0", count: 32))
            #expect(try await served.refusal(operation, other) == "OrganizationNotFoundException")
        }
    }

    /// One member of a good request each time another, and what becomes of it.
    @Test(
        arguments: [
            ("ListUsers", "MaxResults", .number(0), "InvalidParameterException"),
            ("ListUsers", "MaxResults", .number(101), "InvalidParameterException"),
            ("ListUsers", "MaxResults", .number(1.5), "SerializationException"),
            ("ListUsers", "NextToken", .text(""), "InvalidParameterException"),
            ("ListUsers", "NextToken", .text(String(repeating: "A", count: 1025)), "InvalidParameterException"),
            ("ListUsers", "NextToken", .text("QUFBQUFBQUFBQUFBQUFBQUFB"), "InvalidParameterException"),
            ("ListUsers", "Filters", .text("State=ENABLED"), "SerializationException"),
            ("DescribeUser", "UserId", .text(""), "InvalidParameterException"),
            ("DescribeUser", "UserId", .text("an a"), "InvalidParameterException"),
            ("CreateUser", "Name", .text("a@b"), "InvalidParameterException"),
            ("CreateUser", "DisplayName", .text(String(repeating: "x", count: 257)), "InvalidParameterException"),
            ("CreateUser", "Password", .text("tab\there1A"), "InvalidParameterException"),
            ("CreateUser", "Password", .text("short"), "InvalidPasswordException"),
            ("CreateUser", "Role", .text("ROBOT"), "InvalidParameterException"),
            ("CreateUser", "Role", .text("RESOURCE"), "UnsupportedOperationException"),
            ("CreateUser", "HiddenFromGlobalAddressList", .text("true"), "SerializationException"),
            ("CreateUser", "IdentityProviderUserId", .text("x"), "InvalidParameterException"),
            ("CreateGroup", "Name", .text("gr\u{F6}\u{DF}e \u{1F600}"), "InvalidParameterException"),
            ("UpdateMailboxQuota", "MailboxQuota", .number(0), "InvalidParameterException"),
            ("PutMailboxPermissions", "PermissionValues", .list(["EVERYTHING"]), "InvalidParameterException"),
            ("PutMobileDeviceAccessOverride", "DeviceId", .text("a b"), "InvalidParameterException"),
            ("PutMobileDeviceAccessOverride", "Effect", .text("allow"), "InvalidParameterException"),
            ("RegisterToWorkMail", "Email", .text("o'brien@example.com"), "InvalidParameterException"),
            ("CreateAlias", "EntityId", .text("short"), "InvalidParameterException"),
            ("StartMailboxExportJob", "RoleArn", .text("arn:aws:s3:::bucket-of-mine"), "InvalidParameterException"),
        ] as [(String, String, Value, String)])
    func `a member that is not of its shape is refused by name`(
        operation: String, member: String, value: Value, code: String
    ) async throws {
        try await ServedFixture.with { fixture in
            var members = Self.good[operation, default: [:]]
            members[member] = value.json
            do {
                _ = try await fixture.served().call(operation, members)
                Issue.record("taken")
            } catch let fault as ServiceFault {
                #expect(fault.code == code, "\(fault)")
                if code == "InvalidParameterException" || code == "SerializationException" {
                    #expect(fault.message.contains(member), "\(fault)")
                }
            }
        }
    }

    enum Value: Sendable {
        case text(String)
        case number(Double)
        case list([String])

        var json: Any {
            switch self {
            case .text(let text): text
            case .number(let number): number
            case .list(let list): list
            }
        }
    }

    /// A request of each operation that is fit, beside the organization.
    static var good: [String: [String: Any]] {
        [
            "DescribeUser": ["UserId": "ana"], "CreateUser": ["Name": "ana", "DisplayName": "Ana"],
            "UpdateUser": ["UserId": "ana"], "DeleteUser": ["UserId": "ana"],
            "ResetPassword": ["UserId": "00000000-0000-4000-8000-000000000000", "Password": "Correct-Horse-7"],
            "RegisterToWorkMail": ["EntityId": "ana", "Email": "ana@example.com"],
            "DeregisterFromWorkMail": ["EntityId": "ana"],
            "UpdatePrimaryEmailAddress": ["EntityId": "ana", "Email": "ana@example.com"],
            "CreateAlias": ["EntityId": "00000000-0000", "Alias": "a@example.com"],
            "DeleteAlias": ["EntityId": "00000000-0000", "Alias": "a@example.com"],
            "ListAliases": ["EntityId": "00000000-0000"], "DescribeEntity": ["Email": "a@example.com"],
            "GetMailboxDetails": ["UserId": "ana"], "UpdateMailboxQuota": ["UserId": "ana", "MailboxQuota": 1],
            "ListMailboxPermissions": ["EntityId": "ana"],
            "PutMailboxPermissions": ["EntityId": "ana", "GranteeId": "bert", "PermissionValues": ["SEND_AS"]],
            "DeleteMailboxPermissions": ["EntityId": "ana", "GranteeId": "bert"], "CreateGroup": ["Name": "sales"],
            "DescribeGroup": ["GroupId": "sales"], "UpdateGroup": ["GroupId": "sales"],
            "DeleteGroup": ["GroupId": "sales"],
            "AssociateMemberToGroup": ["GroupId": "sales", "MemberId": "ana"],
            "DisassociateMemberFromGroup": ["GroupId": "sales", "MemberId": "ana"],
            "ListGroupMembers": ["GroupId": "sales"], "ListGroupsForEntity": ["EntityId": "ana"],
            "GetMobileDeviceAccessOverride": ["UserId": "ana", "DeviceId": "phone1"],
            "PutMobileDeviceAccessOverride": ["UserId": "ana", "DeviceId": "phone1", "Effect": "DENY"],
            "DeleteMobileDeviceAccessOverride": ["UserId": "ana", "DeviceId": "phone1"],
            "GetMailDomain": ["DomainName": "example.com"],
            "StartMailboxExportJob": [
                "ClientToken": "1", "EntityId": "ana", "RoleArn": "arn:aws:iam::111122223333:role/export",
                "KmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1", "S3BucketName": "exports", "S3Prefix": "mail",
            ],
            "DescribeMailboxExportJob": ["JobId": "1"], "CancelMailboxExportJob": ["ClientToken": "1", "JobId": "1"],
        ]
    }
}

extension [String: Any] {
    fileprivate func with(_ organization: Any) -> [String: Any] {
        merging(["OrganizationId": organization]) { _, new in new }
    }
}
