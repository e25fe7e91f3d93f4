// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import AWS

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `A service behind TLS` {
    private static func failure(_ url: String, caFile: String?) async throws -> (any Error)? {
        let network = NetworkSettings(caFile: caFile, connectSeconds: 3)
        return try await TestClient.with(url, network: network) { await $0.failure(TestClient.write) }
    }

    @Test func `is called if the authority is trusted and the name is right, and not otherwise`() async throws {
        let (authority, other) = (try await TestAuthority(), try await TestAuthority())
        defer {
            authority.remove()
            other.remove()
        }
        try await TLSServer.with(try await authority.issue()) { port in
            for host in ["127.0.0.1", "localhost"] {
                let error = try await Self.failure("https://\(host):\(port)/", caFile: authority.caFile)
                #expect(error == nil)
            }
            for file in [other.caFile, nil] {
                let trouble = try await Self.failure("https://127.0.0.1:\(port)/", caFile: file) as? ServiceTrouble
                #expect(trouble?.cause == "CreateThing: TLS failed (certificate verify failed)")
                #expect(trouble?.isOutcomeUnknown == false)
            }
        }
        for files in [
            try await authority.issue(names: ["DNS:elsewhere.example"]),
            try await authority.issue(validDays: -5 ... -2),
        ] {
            try await TLSServer.with(files) { port in
                let trouble =
                    try await Self.failure("https://127.0.0.1:\(port)/", caFile: authority.caFile) as? ServiceTrouble
                #expect(trouble?.cause.hasPrefix("CreateThing: TLS failed (") == true, "\(String(describing: trouble))")
                #expect(trouble?.isOutcomeUnknown == false)
            }
        }
    }

    @Test func `is not called when the file of authorities cannot be used`() async throws {
        for file in ["/no/such/file.pem", "/dev/null"] {
            await #expect(throws: ServiceTrouble.self) { try await Self.failure("https://127.0.0.1:1/", caFile: file) }
        }
    }

    @Test func `is demanded, but for this machine`() async throws {
        await #expect(throws: ServiceTrouble.self) { try await Self.failure("http://192.0.2.1/", caFile: nil) }
        var settings = ServiceSettings(
            signingName: "things", targetPrefix: "T", region: "eu-west-1",
            endpoint: try #require(URL(string: "http://192.0.2.1/")))
        let cache = CredentialCache(StaticCredentials(TestClient.credentials))
        #expect(throws: ServiceTrouble.self) { try ServiceClient(settings, credentials: cache) }
        settings.allowsClearText = true
        await (try ServiceClient(settings, credentials: cache)).shutdown()
    }

    /// The proxy sees a name and a port, and its refusal is no answer of the service.
    @Test(arguments: [(407, "demands a user name"), (403, "refused"), (502, "refused")] as [(Int, String)])
    func `is reached through a proxy by CONNECT`(status: Int, words: String) async throws {
        try await ScriptedServer.with([.answer(status)]) { proxy in
            let network = NetworkSettings(httpsProxy: "http://user:hidden@127.0.0.1:\(proxy.port)", connectSeconds: 3)
            try await TestClient.with("https://things.example/", network: network) { test in
                let trouble = try #require(await test.failure(TestClient.write) as? ServiceTrouble)
                #expect(trouble.cause.contains("proxy") && trouble.cause.contains(words), "\(trouble)")
                #expect(!trouble.isOutcomeUnknown && !trouble.description.contains("hidden"))
            }
            let request = try #require(proxy.requests.first)
            #expect(request.method == "CONNECT" && request.target == "things.example:443")
            #expect(request.header("proxy-authorization") == "Basic " + Data("user:hidden".utf8).base64EncodedString())
        }
    }
}
