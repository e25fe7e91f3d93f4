// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import Testing
import WorkMail

/// 50,000 users, by a process of its own, so that its memory is nobody else's.
@Suite(.tags(.server)) struct LargeOrganizationTests {
    @Test func `50,000 users are listed page by page in flat memory, and found by name`() async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            let people = ServedFixture.people(50_000)
            for start in stride(from: 0, to: people.count, by: 5000) {
                try await fixture.organization.directoryHolds(Array(people[start..<start + 5000]))
            }
            let options = ["--alias", "example", "--directory-kind", "simple-ad", "--domain", "example.com"]
            try await LocalProgram.serving(options, in: fixture.folder.path) { program in
                let client = try program.client()
                try await Self.list(client, program)
                let before = try program.residentKilobytes()
                let start = ContinuousClock.now
                try await Self.list(client, program)
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(try program.residentKilobytes() - before < 16 * 1024)
                #expect(try program.residentKilobytes() < 192 * 1024)
                let lookedUp = ContinuousClock.now
                for number in [0, 25_000, 49_999] {
                    let told = try await client.ask(
                        "DescribeUser", organization: program.organizationID, ["UserId": people[number].name])
                    #expect(told["UserId"] as? String == people[number].id.value)
                }
                #expect(ContinuousClock.now - lookedUp < .seconds(5))
                await client.shutdown()
            }
        }
    }

    private static func list(_ client: ServiceClient, _ program: LocalProgram) async throws {
        var (users, token) = (0, String?.none)
        repeat {
            var members: [String: Any] = ["MaxResults": 100]
            members["NextToken"] = token
            let page = try await client.ask("ListUsers", organization: program.organizationID, members)
            users += (page["Users"] as? [Any])?.count ?? 0
            token = page["NextToken"] as? String
        } while token != nil
        #expect(users == 50_000)
    }
}
