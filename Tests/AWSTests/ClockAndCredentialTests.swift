// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `A clock that is not the service's` {
    /// 2026-03-14 15:09:26 and an hour later, or earlier.
    private static let ours = Date(timeIntervalSince1970: 1_773_500_966)

    @Test(
        arguments: [
            (3600, "Sat, 14 Mar 2026 16:09:26 GMT"), (-3600, "Sat, 14 Mar 2026 14:09:26 GMT"),
        ] as [(Double, String)])
    func `is found out, kept, and signed by`(offset: Double, date: String) async throws {
        let clock = Self.ours.addingTimeInterval(offset)
        try await ScriptedServer.with(answer: { request, _ in
            VerifyingServer.reply(to: request, clock: clock, date: date)
        }) { server in
            try await TestClient.with(server.url, now: { Self.ours }) { test in
                _ = try await test.client.send(TestClient.write)
                #expect(await test.client.clockOffsetSeconds == offset)
                _ = try await test.client.send(TestClient.write)
                #expect(test.record.attempts.map(\.status) == [400, 200, 200])
                #expect(test.record.waits.isEmpty)
            }
        }
    }

    @Test func `is found out by ten calls at once`() async throws {
        let clock = Self.ours.addingTimeInterval(3600)
        try await ScriptedServer.with(answer: { request, _ in
            VerifyingServer.reply(to: request, clock: clock, date: "Sat, 14 Mar 2026 16:09:26 GMT")
        }) { server in
            try await TestClient.with(server.url, now: { Self.ours }) { test in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<10 { group.addTask { _ = try await test.client.send(TestClient.write) } }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test(
        arguments: [
            (nil, 1, "no Date to compare with"),
            ("Sat, 14 Mar 2026 15:12:26 GMT", 1, "the service's 20260314T151226Z"),
            // It says one hour and means two.
            ("Sat, 14 Mar 2026 16:09:26 GMT", 2, "this machine's clock says 20260314T150926Z"),
        ] as [(String?, Int, String)])
    func `is named when it cannot be mended`(date: String?, attempts: Int, words: String) async throws {
        let clock = Self.ours.addingTimeInterval(7200)
        try await ScriptedServer.with(answer: { request, _ in
            VerifyingServer.reply(to: request, clock: clock, date: date)
        }) { server in
            try await TestClient.with(server.url, now: { Self.ours }) { test in
                let error = await test.failure(TestClient.write) as? ServiceError
                #expect(error?.code == "InvalidSignatureException")
                #expect(error?.message.hasPrefix("Signature expired: ") == true)
                #expect(error?.message.contains(words) == true, "\(String(describing: error))")
            }
            #expect(server.requests.count == attempts)
        }
    }
}

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `Credentials that the service rejects` {
    /// Hands out one after the other.
    private final class Rotating: CredentialSource {
        private let count = Mutex(0)
        var loads: Int { count.withLock { $0 } }

        func load() async throws -> AWSCredentials {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return AWSCredentials(
                accessKeyID: "KEY\(number)", secretAccessKey: "not-to-be-shown", sessionToken: "token\(number)",
                source: "the rotation")
        }
    }

    @Test(arguments: [("token2", 0), ("token1", -1)] as [(String, Double)])
    func `are fetched anew once`(token: String, secondsLeft: Double) async throws {
        let now = Date()
        try await ScriptedServer.with(answer: { request, index in
            let end = index == 0 ? now.addingTimeInterval(secondsLeft) : nil
            return VerifyingServer.reply(
                to: request, clock: now, date: nil,
                key: .init(
                    secretAccessKey: "not-to-be-shown", sessionToken: index == 0 ? token : "token2", expiration: end))
        }) { server in
            let source = Rotating()
            try await TestClient.with(server.url, source: source) { test in
                _ = try await test.client.send(TestClient.write)
                #expect(source.loads == 2)
                #expect(test.record.attempts.count == 2)
            }
        }
    }

    @Test func `twice are an error that says where they come from and not what they are`() async throws {
        try await ScriptedServer.with([.json(400, #"{"__type":"ExpiredTokenException","message":"is expired"}"#)]) {
            server in
            try await TestClient.with(server.url, source: Rotating()) { test in
                let error = try #require(await test.failure(TestClient.read) as? ServiceError)
                #expect(error.code == "ExpiredTokenException")
                #expect(error.message == "is expired (credentials: KEY2 from the rotation)")
                #expect(!error.description.contains("token2"))
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func `cannot be had are the trouble of the call`() async throws {
        let chain = CredentialChain(TestWorld().environment)
        try await ScriptedServer.with([.json(200, "{}")]) { server in
            try await TestClient.with(server.url, source: chain) { test in
                let trouble = await test.failure(TestClient.read) as? ServiceTrouble
                #expect(trouble?.thing == "AWS credentials" && trouble?.isTransient == false)
            }
            #expect(server.requests.isEmpty)
        }
    }
}
