// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// Pages and their tokens.
@Suite struct ListingTests {
    @Test func `a token is good for another process and after a restart`() async throws {
        try await ServedFixture.with { fixture in
            for name in ["ana", "bert", "carl"] {
                _ = try await fixture.served().call("CreateUser", ["Name": name, "DisplayName": name])
            }
            let first = try await fixture.served().call("ListUsers", ["MaxResults": 2])
            let token = try #require(first["NextToken"])
            // Another connection to the file, as another process would have it.
            let organization = try EmbeddedOrganization(file: fixture.file, settings: fixture.settings)
            let restarted = ServedOrganization(
                organization: organization, id: organization.organizationID,
                settings: EndpointSettings(keys: .random()), dice: FaultDice(seed: 2))
            let second = try await restarted.call("ListUsers", ["MaxResults": 2, "NextToken": token])
            let names = [first, second].flatMap { $0["Users"] as? [[String: Any]] ?? [] }.compactMap { $0["Name"] }
            #expect(Set(names.compactMap { $0 as? String }) == ["ana", "bert", "carl"])
            #expect(second["NextToken"] == nil)
        }
    }

    @Test func `every paged listing takes no other one's token`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let ana = try #require(
                try await served.call("CreateUser", ["Name": "ana", "DisplayName": "Ana"])["UserId"] as? String)
            _ = try await served.call("CreateUser", ["Name": "bert", "DisplayName": "Bert"])
            _ = try await served.call("RegisterToWorkMail", ["EntityId": ana, "Email": "ana@example.com"])
            _ = try await served.call("CreateGroup", ["Name": "sales"])
            let token = try #require(
                try await served.call("ListUsers", ["MaxResults": 1])["NextToken"] as? String)
            let listings: [(String, [String: Any])] = [
                ("ListUsers", ["Filters": ["State": "ENABLED"]]), ("ListGroups", [:]), ("ListMailDomains", [:]),
                ("ListOrganizations", [:]), ("ListAliases", ["EntityId": ana]),
                ("ListMailboxPermissions", ["EntityId": ana]), ("ListGroupMembers", ["GroupId": "sales"]),
                ("ListGroupsForEntity", ["EntityId": ana]), ("ListMobileDeviceAccessOverrides", [:]),
                ("ListMobileDeviceAccessOverrides", ["UserId": ana]), ("ListMailboxExportJobs", [:]),
            ]
            for (operation, members) in listings {
                var members = members
                #expect(try await served.refusal(operation, members) == nil, "\(operation)")
                members["NextToken"] = token
                #expect(
                    try await served.refusal(operation, members) == "InvalidParameterException", "\(operation)")
            }
            // The order of members and what is null are no parameters.
            #expect(
                try await served.refusal("ListUsers", ["NextToken": token, "Filters": NSNull(), "MaxResults": 7]) == nil
            )
        }
    }

    @Test func `a token that was altered anywhere is refused`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            for name in ["ana", "bert"] {
                _ = try await served.call("CreateUser", ["Name": name, "DisplayName": name])
            }
            let token = try #require(
                try await served.call("ListUsers", ["MaxResults": 1])["NextToken"] as? String)
            let bytes = try #require(Data(base64Encoded: token))
            for index in bytes.indices {
                var altered = bytes
                altered[index] ^= 1
                #expect(
                    try await served.refusal("ListUsers", ["NextToken": altered.base64EncodedString()])
                        == "InvalidParameterException")
            }
        }
    }

    @Test func `the page size is a setting where nobody says`() async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            try await fixture.organization.directoryHolds(ServedFixture.people(250))
            for (size, expected) in [(100, 100), (7, 7)] {
                let page = try await fixture.served { $0.defaultPageSize = size }.call("ListUsers")
                #expect((page["Users"] as? [Any])?.count == expected)
            }
        }
    }

    @Test func `two filters are one too many`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let two: [(String, [String: Any])] = [
                ("ListUsers", ["State": "ENABLED", "UsernamePrefix": "a"]),
                ("ListUsers", ["IdentityProviderUserIdPrefix": "a", "UsernamePrefix": "a"]),
                ("ListGroups", ["State": "ENABLED", "NamePrefix": "a"]),
            ]
            for (operation, filters) in two {
                let code = try await served.refusal(operation, ["Filters": filters])
                #expect(code == "InvalidParameterException")
            }
        }
    }
}
