// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// Reads that lag behind writes, and listings that do not end.
@Suite(.tags(.server)) struct LaggingTests {
    @Test(arguments: [(60_000, "DISABLED"), (200, "ENABLED")] as [(Int, String)])
    func `a write shows only after its delay`(milliseconds: Int, finally: String) async throws {
        try await FaultTests.served {
            $0.delayMilliseconds = milliseconds
        } _: { local, client, organization in
            let id = try await organization.createUser(
                name: "ana", displayName: "Ana", firstName: "", lastName: "", password: nil)
            _ = try await client.ask(
                "RegisterToWorkMail", in: local, ["EntityId": id.value, "Email": "ana@example.com"])
            try await Task.sleep(for: .milliseconds(400))
            let told = try await client.ask("DescribeUser", in: local, ["UserId": id.value])
            let listed = try await client.ask("ListUsers", in: local)["Users"] as? [[String: Any]]
            #expect(told["State"] as? String == finally && listed?.first?["State"] as? String == finally)
            #expect(local.faults[.delayed] >= 2 || finally == "ENABLED")
            #expect(try await organization.describeUser(id).user.state == .enabled)
        }
    }

    @Test func `a new user is not there for a while`() async throws {
        try await FaultTests.served {
            $0.delayMilliseconds = 60_000
        } _: { local, client, _ in
            let made = try await client.ask("CreateUser", in: local, ["Name": "ana", "DisplayName": "Ana"])
            let id = try #require(made["UserId"])
            await FaultTests.refuses("EntityNotFoundException", 400) {
                _ = try await client.ask("DescribeUser", in: local, ["UserId": id])
            }
            #expect((try await client.ask("ListUsers", in: local)["Users"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `a stale read shows the user as before the last write`() async throws {
        try await FaultTests.served {
            $0.stale = 1
        } _: { local, client, organization in
            let id = try await organization.createUser(
                name: "ana", displayName: "Ana", firstName: "", lastName: "", password: nil)
            for title in ["first", "second"] {
                _ = try await client.ask("UpdateUser", in: local, ["UserId": id.value, "JobTitle": title])
            }
            let told = try await client.ask("DescribeUser", in: local, ["UserId": id.value])
            #expect(told["JobTitle"] as? String == "first")
            #expect(local.faults[.stale] >= 1)
        }
    }

    @Test func `the same token comes again and again`() async throws {
        try await FaultTests.served {
            $0.endlessListing = .sameToken
        } _: { local, client, organization in
            for name in ["ana", "bert", "carl"] { try await Self.add(name, to: organization) }
            let first = try await client.ask("ListUsers", in: local, ["MaxResults": 2])
            let token = try #require(first["NextToken"] as? String)
            let second = try await client.ask("ListUsers", in: local, ["MaxResults": 2, "NextToken": token])
            #expect(second["NextToken"] as? String == token)
            #expect(local.faults[.endless] >= 1)
        }
    }

    @Test func `tokens never end`() async throws {
        try await FaultTests.served {
            $0.endlessListing = .never
        } _: { local, client, organization in
            for name in ["ana", "bert", "carl"] { try await Self.add(name, to: organization) }
            var token: String?
            for _ in 0..<20 {
                var members: [String: Any] = ["MaxResults": 2]
                members["NextToken"] = token
                let page = try await client.ask("ListUsers", in: local, members)
                let next = try #require(page["NextToken"] as? String)
                #expect(next != token)
                token = next
            }
        }
    }

    private static func add(_ name: String, to organization: EmbeddedOrganization) async throws {
        _ = try await organization.createUser(
            name: name, displayName: name, firstName: "", lastName: "", password: nil)
    }
}
