// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import AWS

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `A call of a service` {
    private static let throttled = #"{"__type":"ThrottlingException","message":"Rate exceeded"}"#

    @Test func `is what JSON 1.1 and the signature want`() async throws {
        try await ScriptedServer.with([.json(200, #"{"a":1}"#)]) { server in
            try await TestClient.with(server.url) { test in
                let answer = try await test.client.send(TestClient.write)
                #expect(String(decoding: answer.body, as: UTF8.self) == #"{"a":1}"#)
                #expect(answer.requestID == "r-1")
            }
            let request = try #require(server.requests.first)
            #expect(request.method == "POST" && request.target == "/")
            #expect(request.header("content-type") == "application/x-amz-json-1.1")
            #expect(request.header("x-amz-target") == "ThingService.CreateThing")
            #expect(request.header("amz-sdk-request") == "attempt=1; max=3")
            #expect(request.header("user-agent") == "test/1")
            #expect(request.header("host") == "127.0.0.1:\(server.port)")
            #expect(request.header("content-length") == "13")
            #expect(request.body == TestClient.write.body)
            // What arrived is what was signed.
            let received = SignableRequest(
                method: request.method, path: "/", headers: request.headers.map { HTTPField($0.name, $0.value) },
                body: request.body)
            let signer = try SignatureVerifier(region: "eu-west-1", service: "things").verify(received, now: Date()) {
                _ in
                .init(secretAccessKey: TestClient.credentials.secretAccessKey)
            }
            #expect(signer == "AKIDEXAMPLE")
        }
    }

    @Test func `without output has an empty body`() async throws {
        try await ScriptedServer.with([.answer(200)]) { server in
            try await TestClient.with(server.url) { test in
                let answer = try await test.client.send(TestClient.write)
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test(arguments: [true, false])
    func `that is throttled is repeated, also a write, with the same invocation`(isRead: Bool) async throws {
        let replies: [ScriptedReply] = [.json(400, Self.throttled), .answer(429), .json(200, "{}")]
        try await ScriptedServer.with(replies) { server in
            let limiter = RateLimiter(RateSettings(startPerSecond: 8, burst: 10), sleep: { _ in })
            try await TestClient.with(server.url, limiter: limiter) { test in
                _ = try await test.client.send(isRead ? TestClient.read : TestClient.write)
                #expect(test.record.waits == [.seconds(1), .seconds(2)])
                #expect(test.record.attempts.map(\.status) == [400, 429, 200])
                #expect(test.record.attempts.map(\.code) == ["ThrottlingException", "HTTP429", nil])
            }
            #expect(Set(server.requests.map { $0.header("amz-sdk-invocation-id") }).count == 1)
            #expect(server.requests.map { $0.header("amz-sdk-request") }.last == "attempt=3; max=3")
            let state = await limiter.state
            #expect(state == RateState(requestsPerSecond: 2.05, calls: 3, retries: 2, throttlings: 2))
        }
    }

    @Test func `that is throttled for ever ends with the service's words`() async throws {
        try await ScriptedServer.with([.json(400, Self.throttled)]) { server in
            try await TestClient.with(server.url) { test in
                let error = await test.failure(TestClient.read) as? ServiceError
                #expect(error?.code == "ThrottlingException" && error?.message == "Rate exceeded")
                #expect(error?.requestID == "r-1")
            }
            #expect(server.requests.count == 3)
        }
    }

    @Test func `waits as long as the service says, within bounds`() async throws {
        let replies: [ScriptedReply] = [
            .json(400, Self.throttled, [("x-amz-retry-after", "2500")]),
            .json(400, Self.throttled, [("Retry-After", "3600")]), .json(200, "{}"),
        ]
        try await ScriptedServer.with(replies) { server in
            try await TestClient.with(server.url) { test in
                _ = try await test.client.send(TestClient.read)
                #expect(test.record.waits == [.milliseconds(2500), .seconds(7)])
            }
        }
    }

    @Test func `that meets a hard quota is made once`() async throws {
        try await ScriptedServer.with([.json(400, #"{"__type":"LimitExceededException","Message":"100 aliases"}"#)]) {
            server in
            try await TestClient.with(server.url) { test in
                let error = await test.failure(TestClient.read) as? ServiceError
                #expect(error?.code == "LimitExceededException" && error?.message == "100 aliases")
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [500, 502, 503, 504])
    func `that a service in trouble answers is repeated if it reads`(status: Int) async throws {
        try await ScriptedServer.with([.json(status, #"{"__type":"InternalFailure"}"#), .json(200, "{}")]) { server in
            try await TestClient.with(server.url) { test in _ = try await test.client.send(TestClient.read) }
            #expect(server.requests.count == 2)
        }
        try await ScriptedServer.with([.json(status, #"{"__type":"InternalFailure"}"#), .json(200, "{}")]) { server in
            try await TestClient.with(server.url) { test in
                let trouble = await test.failure(TestClient.write) as? ServiceTrouble
                #expect(trouble?.isOutcomeUnknown == true && trouble?.isTransient == true)
                #expect(trouble?.description.contains("r-1") == true)
            }
            #expect(server.requests.count == 1)
        }
    }

    /// The second request, on the connection of the first: a client that repeats it by itself is found out here.
    @Test(
        arguments: [
            .reset, .raw(""), .raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"),
            .raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":[1,"), .raw("not HTTP at all\r\n\r\n"), .silence,
            .drip("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n{"),
        ] as [ScriptedReply])
    func `whose answer is lost is repeated if it reads, and never if it writes`(reply: ScriptedReply) async throws {
        for call in [TestClient.read, TestClient.write] {
            try await ScriptedServer.with([.json(200, "{}"), reply, .json(200, "{}")]) { server in
                try await TestClient.with(server.url, attemptSeconds: 5) { test in
                    _ = try await test.client.send(TestClient.read)
                    let error = await test.failure(call)
                    if call.isRead {
                        #expect(error == nil)
                        #expect(server.requests.count == 3)
                    } else {
                        #expect((error as? ServiceTrouble)?.isOutcomeUnknown == true, "\(String(describing: error))")
                        #expect(server.requests.count == 2)
                    }
                }
                #expect(server.requests[0].connection == server.requests[1].connection)
            }
        }
    }

    @Test(arguments: [TestClient.read, TestClient.write])
    func `that reaches nobody was not carried out, and is repeated`(call: ServiceCall) async throws {
        try await ScriptedServer.withClosedPort { port in
            for url in ["http://127.0.0.1:\(port)/", "https://no-such-host.invalid/"] {
                try await TestClient.with(url) { test in
                    let trouble = await test.failure(call) as? ServiceTrouble
                    #expect(trouble?.isOutcomeUnknown == false && trouble?.isTransient == true)
                    #expect(test.record.attempts.count == 3)
                    #expect(trouble?.thing == String(url.dropLast()))
                }
            }
        }
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "", nil])
    func `whose TLS fails was not carried out, and is repeated`(greeting: String?) async throws {
        func check(_ server: ScriptedServer) async throws {
            let network = NetworkSettings(connectSeconds: 0.3)
            try await TestClient.with("https://127.0.0.1:\(server.port)/", network: network) { test in
                let trouble = await test.failure(TestClient.write) as? ServiceTrouble
                #expect(trouble?.isOutcomeUnknown == false)
                #expect(test.record.attempts.count == 3)
            }
            #expect(server.requests.isEmpty)
        }
        if let greeting {
            try await ScriptedServer.with(greeting: greeting, check)
        } else {
            try await ScriptedServer.with([.silence], check)
        }
    }

    @Test func `that a proxy answers with success is trouble with the proxy's words`() async throws {
        let page = "<html>\u{7}<body>\n  Please   log in " + String(repeating: "x", count: 200)
        try await ScriptedServer.with([.answer(200, [("Content-Type", "text/html")], page)]) { server in
            try await TestClient.with(server.url) { test in
                let trouble = try #require(await test.failure(TestClient.read) as? ServiceTrouble)
                #expect(
                    trouble.cause.contains("something else than the service answered (proxy?): status 200, text/html"))
                #expect(trouble.cause.contains("“<html> <body> Please log in xxx"))
                #expect(!trouble.isOutcomeUnknown)
                let ofWrite = await test.failure(TestClient.write) as? ServiceTrouble
                #expect(ofWrite?.isOutcomeUnknown == true)
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func `that a proxy refuses has its status for a code`() async throws {
        try await ScriptedServer.with([.answer(403, [("Content-Type", "text/html")], "<h1>Blocked</h1>")]) { server in
            try await TestClient.with(server.url) { test in
                let error = try #require(await test.failure(TestClient.write) as? ServiceError)
                #expect(error.code == "HTTP403")
                #expect(error.message.contains("proxy") && error.message.contains("<h1>Blocked</h1>"))
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `is not sent after a redirection`() async throws {
        try await ScriptedServer.with([.answer(307, [("Location", "http://127.0.0.1:1/")])]) { server in
            try await TestClient.with(server.url) { test in
                let error = await test.failure(TestClient.read) as? ServiceError
                #expect(error?.code == "HTTP307")
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `whose answer is too long is not repeated`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 17000000\r\n\r\n"
        try await ScriptedServer.with([.raw(head + String(repeating: " ", count: 17_000_000))]) { server in
            try await TestClient.with(server.url) { test in
                let trouble = await test.failure(TestClient.read) as? ServiceTrouble
                #expect(trouble?.cause.contains("16 MiB") == true && trouble?.isTransient == false)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `ends soon when it is cancelled`() async throws {
        try await ScriptedServer.with([.silence]) { server in
            try await TestClient.with(server.url) { test in
                let task = Task { try await test.client.send(TestClient.read) }
                while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
    }

    @Test func `is one of a hundred at once, each with its own answer`() async throws {
        try await ScriptedServer.with(answer: { request, _ in
            .json(200, String(decoding: request.body, as: UTF8.self))
        }) { server in
            try await TestClient.with(server.url) { test in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            let body = Data(#"{"n":\#(number)}"#.utf8)
                            return try await test.client.send(ServiceCall("Echo", body: body, isRead: false)).body
                                == body
                        }
                    }
                    for try await isOwn in group { #expect(isOwn) }
                }
            }
        }
    }
}

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `The words about no answer` {
    @Test func `are for people`() async throws {
        func cause(_ url: String, attemptSeconds: Double = 60) async throws -> String {
            let network = NetworkSettings(connectSeconds: 60)
            return try await TestClient.with(url, attemptSeconds: attemptSeconds, network: network) { test in
                let trouble = try #require(await test.failure(TestClient.read) as? ServiceTrouble)
                return trouble.cause
            }
        }
        try await ScriptedServer.withClosedPort { port in
            let ofPort = try await cause("http://127.0.0.1:\(port)")
            #expect(ofPort == "ListThings: connection refused")
        }
        let ofName = try await cause("https://no-such-host.invalid")
        #expect(ofName == "ListThings: the name of the host is not known")
        let ends: [(ScriptedReply, Double, String)] = [
            (.reset, 60, "connection reset by peer"), (.silence, 2, "no answer within 2.0 s"),
            (.raw(""), 60, "the connection was closed before the answer was complete"),
        ]
        for (reply, seconds, words) in ends {
            try await ScriptedServer.with([reply]) { server in
                let cause = try await cause(server.url, attemptSeconds: seconds)
                #expect(cause == "ListThings: \(words)")
            }
        }
        try await ScriptedServer.with(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n") { server in
            let cause = try await cause("https://127.0.0.1:\(server.port)")
            #expect(cause == "ListThings: TLS failed (wrong version number)")
        }
    }
}
