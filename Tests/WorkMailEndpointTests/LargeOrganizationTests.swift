// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// 50,000 users, which a page at a time is what the service is for.
@Suite(.tags(.server)) struct LargeOrganizationTests {
    @Test func `50,000 users are listed page by page in flat memory, and found by name`() async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            let people = ServedFixture.people(50_000)
            for start in stride(from: 0, to: people.count, by: 5000) {
                try await fixture.organization.directoryHolds(Array(people[start..<start + 5000]))
            }
            try await LocalWorkMail.with(fixture.organization, tls: false) { local in
                let client = try local.client()
                _ = try await client.ask("ListUsers", in: local)
                let before = try Self.residentKilobytes()
                let start = ContinuousClock.now
                var (users, token) = (0, String?.none)
                repeat {
                    var members: [String: Any] = ["MaxResults": 100]
                    members["NextToken"] = token
                    let page = try await client.ask("ListUsers", in: local, members)
                    users += (page["Users"] as? [Any])?.count ?? 0
                    token = page["NextToken"] as? String
                } while token != nil
                #expect(users == 50_000)
                #expect(ContinuousClock.now - start < .seconds(60))
                #expect(try Self.residentKilobytes() - before < 64 * 1024)
                let lookedUp = ContinuousClock.now
                for number in [0, 25_000, 49_999] {
                    let told = try await client.ask("DescribeUser", in: local, ["UserId": people[number].name])
                    #expect(told["UserId"] as? String == people[number].id.value)
                }
                #expect(ContinuousClock.now - lookedUp < .seconds(5))
                await client.shutdown()
            }
        }
    }

    private static func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
