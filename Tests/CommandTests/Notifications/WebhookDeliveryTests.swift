// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

@testable import workmail_sync

/// Webhooks at a real HTTP server: good ones, and all kinds of others.
@Suite struct WebhookDeliveryTests {
    private let letter = Letter(
        notice: Notice(.candidates, "1 new candidate", ["eve\r\nX: y \u{202E}", "Zoë"]), organization: "local",
        at: Date(timeIntervalSince1970: 1_772_445_600))

    private static func delivery(
        _ url: String, token: SecretSource? = nil, caFile: String? = nil, seconds: Double = 5,
        pauses: Pauses = Pauses()
    ) -> WebhookDelivery {
        var delivery = WebhookDelivery(.init(url: url, token: token, caFile: caFile))
        delivery.seconds = seconds
        delivery.pause = { pause in pauses.all.withLock { $0.append(pause) } }
        return delivery
    }

    private final class Pauses: Sendable {
        let all = Mutex<[Duration]>([])
        var seconds: [Double] { all.withLock { $0 }.map { $0 / .seconds(1) } }
    }

    @Test func `the body is the documented one, and the token goes with it`() async throws {
        try await NoticeFixture.with { fixture in
            let file = fixture.folder + "/token"
            try Data("t0ken\n".utf8).write(to: URL(filePath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            try await ScriptedServer.with([.answer(204)]) { server in
                try await Self.delivery(server.url + "hooks/a?b=c", token: .file(file)).deliver(letter)
                let request = try #require(server.requests.first)
                #expect(server.requests.count == 1)
                #expect(request.method == "POST" && request.target == "/hooks/a?b=c")
                #expect(request.header("content-type") == "application/json")
                #expect(request.header("authorization") == "Bearer t0ken")
                #expect(
                    String(decoding: request.body, as: UTF8.self)
                        == #"{"at":"2026-03-02T10:00:00Z","details":["eve\\r\\nX: y \\u{202E}","Zoë"],"#
                        + #""kind":"candidates","organization":"local","summary":"1 new candidate"}"#)
            }
        }
    }

    @Test(
        "what may be over soon is tried three times, what is refused once",
        arguments: [
            ([.answer(500), .answer(503), .answer(200)], 3, nil),
            ([.answer(429), .answer(201)], 2, nil),
            ([.reset, .answer(200)], 2, nil),
            ([.answer(500, [], "out of\r\norder")], 3, "127.0.0.1 answered with status 500: out of"),
            ([.answer(404)], 1, "127.0.0.1 answered with status 404"),
            ([.answer(401, [], "no")], 1, "127.0.0.1 answered with status 401: no"),
            ([.answer(302, [("Location", "http://127.0.0.1:1/")])], 1, "127.0.0.1 answered with status 302"),
            ([.raw("SSH-2.0-x\r\n")], 3, "127.0.0.1: "),
        ] as [([ScriptedReply], Int, String?)])
    func answers(replies: [ScriptedReply], requests: Int, failure: String?) async throws {
        try await ScriptedServer.with(replies) { server in
            let delivery = Self.delivery(server.url)
            do {
                try await delivery.deliver(letter)
                #expect(failure == nil)
            } catch let error as DeliveryFailure {
                #expect(failure.map { error.description.hasPrefix($0) } == true, "\(error)")
            }
            #expect(server.requests.count == requests)
        }
    }

    @Test(
        "pauses grow, and what the server asks for is minded up to ten seconds",
        arguments: [
            (nil, 0.5...1, 1...2), ("3", 3...3, 3...3), ("86400", 10...10, 10...10), ("inf", 10...10, 10...10),
            ("nan", 0.5...1, 1...2), ("-1", 0.5...1, 1...2),
        ] as [(String?, ClosedRange<Double>, ClosedRange<Double>)])
    func pauses(retryAfter: String?, first: ClosedRange<Double>, second: ClosedRange<Double>) async throws {
        let pauses = Pauses()
        try await ScriptedServer.with([.answer(503, retryAfter.map { [("Retry-After", $0)] } ?? [])]) { server in
            _ = await #expect(throws: DeliveryFailure.self) {
                try await Self.delivery(server.url, pauses: pauses).deliver(letter)
            }
        }
        #expect(pauses.seconds.count == 2)
        #expect(pauses.seconds.first.map(first.contains) == true && pauses.seconds.last.map(second.contains) == true)
    }

    @Test(
        "a server that never answers costs its time and no more",
        arguments: [
            ScriptedReply.silence, .drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
        ])
    func hangs(reply: ScriptedReply) async throws {
        try await ScriptedServer.with([reply]) { server in
            let start = ContinuousClock.now
            let failure = await #expect(throws: DeliveryFailure.self) {
                try await Self.delivery(server.url, seconds: 0.3).deliver(letter)
            }
            #expect(failure?.description.contains("no answer within") == true, "\(failure?.description ?? "")")
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test func `where nobody listens it says so, and whoever is cancelled comes back`() async throws {
        try await ScriptedServer.withClosedPort { port in
            let failure = await #expect(throws: DeliveryFailure.self) {
                try await Self.delivery("http://127.0.0.1:\(port)/").deliver(letter)
            }
            #expect(failure?.description.contains("refused") == true, "\(failure?.description ?? "")")
        }
        try await ScriptedServer.with([.silence]) { server in
            let task = Task { try await Self.delivery(server.url, seconds: 600).deliver(letter) }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `TLS is verified: a server of an unknown authority gets nothing, one of ours does`() async throws {
        try await NoticeFixture.with { fixture in
            let organization = try EmbeddedOrganization(
                file: fixture.folder + "/organization.db",
                settings: EmbeddedSettings(
                    alias: "local", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
                    directoryKind: .workMail))
            let answers = Mutex(0)
            try await LocalWorkMail.with(organization) { settings in
                settings.onAnswer = { _ in answers.withLock { $0 += 1 } }
            } _: { local in
                let stranger = await #expect(throws: DeliveryFailure.self) {
                    try await Self.delivery(local.url).deliver(letter)
                }
                #expect(stranger?.description.contains("TLS failed") == true, "\(stranger?.description ?? "")")
                #expect(answers.withLock { $0 } == 0)
                // It is no webhook and refuses, but by then it has been believed.
                let known = await #expect(throws: DeliveryFailure.self) {
                    try await Self.delivery(local.url, caFile: local.caFile).deliver(letter)
                }
                #expect(known?.description.contains("answered with status") == true, "\(known?.description ?? "")")
            }
        }
    }

    @Test func `a token that is not there, or that others can read, sends nothing`() async throws {
        try await NoticeFixture.with { fixture in
            let file = fixture.folder + "/token"
            try await ScriptedServer.with([.answer(200)]) { server in
                let delivery = Self.delivery(server.url, token: .file(file))
                await #expect(throws: DeliveryFailure.self) { try await delivery.deliver(letter) }
                try Data("t0ken".utf8).write(to: URL(filePath: file))
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
                let failure = await #expect(throws: DeliveryFailure.self) { try await delivery.deliver(letter) }
                #expect(failure?.description.contains("its mode is 0644") == true, "\(failure?.description ?? "")")
                #expect(server.requests.isEmpty)
            }
        }
    }
}
