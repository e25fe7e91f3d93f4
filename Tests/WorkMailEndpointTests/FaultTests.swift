// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// Each fault, one at a time, by our own client, which tries once.
@Suite(.tags(.server)) struct FaultTests {
    @Test func `throttled and failed calls do nothing`() async throws {
        try await Self.served {
            $0.throttled = 1
        } _: { local, client, organization in
            await Self.refuses("ThrottlingException", 400) { try await Self.create("ana", client, local) }
            #expect(local.faults[.throttled] == 1)
            let users = try await organization.listUsers(nil, limit: 10, after: nil).elements
            #expect(users.isEmpty)
        }
        try await Self.served {
            $0.failed = 1
        } _: { local, client, organization in
            await Self.refuses("InternalFailure", 500) { try await Self.create("ana", client, local) }
            #expect(local.faults[.failed] == 1)
            let users = try await organization.listUsers(nil, limit: 10, after: nil).elements
            #expect(users.isEmpty)
        }
    }

    @Test func `a reset call was carried out, and nobody is told`() async throws {
        try await Self.served {
            $0.reset = 1
        } _: { local, client, organization in
            await #expect(throws: ServiceTrouble.self) { try await Self.create("ana", client, local) }
            #expect(local.faults[.reset] == 1)
            let users = try await organization.listUsers(nil, limit: 10, after: nil).elements
            #expect(users.map(\.name) == ["ana"])
        }
    }

    @Test func `a proxy's HTML comes instead of an answer, and nothing is done`() async throws {
        try await Self.served {
            $0.html = 1
        } _: { local, client, organization in
            await #expect(throws: (any Error).self) { try await Self.create("ana", client, local) }
            #expect(local.faults[.html] == 1)
            let users = try await organization.listUsers(nil, limit: 10, after: nil).elements
            #expect(users.isEmpty)
        }
    }

    @Test func `truncated JSON is half of the answer`() async throws {
        try await Self.served {
            $0.truncated = 1
        } _: { local, client, organization in
            await #expect(throws: (any Error).self) { try await Self.create("ana", client, local) }
            #expect(local.faults[.truncated] == 1)
            let users = try await organization.listUsers(nil, limit: 10, after: nil).elements
            #expect(users.count == 1)
        }
    }

    @Test func `answers take their time`() async throws {
        try await Self.served {
            $0.latencyMilliseconds = 200...300
        } _: { local, client, _ in
            let start = ContinuousClock.now
            _ = try await client.ask("ListUsers", in: local)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            #expect(local.faults[.latency] == 1)
        }
    }

    @Test func `an operation without permission is refused, the others are not`() async throws {
        try await Self.served {
            $0.denied = ["CreateUser"]
        } _: { local, client, _ in
            await Self.refuses("AccessDeniedException", 400) { try await Self.create("ana", client, local) }
            _ = try await client.ask("ListUsers", in: local)
            #expect(local.faults[.denied] == 1)
        }
    }

    @Test func `credentials are expired for so many calls, or always`() async throws {
        try await Self.served {
            $0.expiredToken = .calls(2)
        } _: { local, client, _ in
            // The client gets new credentials and tries once more.
            await #expect(throws: (any Error).self) { try await client.ask("ListUsers", in: local) }
            #expect(local.faults[.expired] == 2)
            _ = try await local.client().ask("ListUsers", in: local)
        }
        try await Self.served {
            $0.expiredToken = .always
        } _: { local, client, _ in
            for _ in 0..<3 {
                await #expect(throws: (any Error).self) { try await client.ask("ListUsers", in: local) }
            }
            #expect(local.faults[.expired] >= 3)
        }
    }

    @Test func `a clock that is off refuses signatures until the client goes by it`() async throws {
        try await Self.served {
            $0.clockOffsetSeconds = 20 * 60
        } _: { local, client, _ in
            _ = try await client.ask("ListUsers", in: local)
            let offset = await client.clockOffsetSeconds
            #expect(abs(offset - 20 * 60) < 60)
            #expect(local.faults[.clock] == 2)
        }
    }

    @Test func `the same seed has the same faults`() async throws {
        func outcomes(_ seed: UInt64) async throws -> [Bool] {
            try await Self.served {
                ($0.throttled, $0.seed) = (0.5, seed)
            } _: { local, client, _ in
                var outcomes: [Bool] = []
                for _ in 0..<20 {
                    let answer = try? await client.ask("ListUsers", in: local)
                    outcomes.append(answer != nil)
                }
                return outcomes
            }
        }
        let first = try await outcomes(7)
        #expect(try await outcomes(7) == first)
        #expect(Set(first) == [true, false])
    }

    static func served<R: Sendable>(
        _ change: (inout FaultSettings) -> Void,
        _ body: (LocalWorkMail, ServiceClient, EmbeddedOrganization) async throws -> R
    ) async throws -> R {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization, tls: false) {
                change(&$0.faults)
            } _: { local in
                let client = try local.client()
                do {
                    let result = try await body(local, client, fixture.organization)
                    await client.shutdown()
                    return result
                } catch {
                    await client.shutdown()
                    throw error
                }
            }
        }
    }

    static func create(_ name: String, _ client: ServiceClient, _ local: LocalWorkMail) async throws {
        _ = try await client.ask("CreateUser", in: local, ["Name": name, "DisplayName": name])
    }

    static func refuses(_ code: String, _ status: Int, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("taken, not \(code)")
        } catch let error as ServiceError {
            #expect(error.code == code && error.status == status)
        } catch let trouble as ServiceTrouble {
            #expect(trouble.description.contains(code), "\(trouble)")
        } catch {
            Issue.record(error)
        }
    }
}
