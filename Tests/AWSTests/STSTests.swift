// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import AWS

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `A role that is assumed` {
    private static func answer(_ operation: String, id: String) -> ScriptedReply {
        .answer(
            200, [("Content-Type", "text/xml")],
            """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <\(operation)Result>
                <AssumedRoleUser><Arn>arn</Arn></AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>s&amp;\(id)</SecretAccessKey>
                  <SessionToken>t/\(id)==</SessionToken><Expiration>2026-03-14T16:09:26Z</Expiration>
                </Credentials>
              </\(operation)Result><ResponseMetadata><RequestId>q</RequestId></ResponseMetadata>
            </\(operation)Response>
            """)
    }

    private static func form(_ request: ReceivedRequest?) -> [String: String] {
        let pairs = String(decoding: request?.body ?? Data(), as: UTF8.self).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]).removingPercentEncoding ?? "")
        }
        return Dictionary(pairs) { $1 }
    }

    /// Whether it is signed with that key for STS.
    private static func signer(_ request: ReceivedRequest, secret: String, token: String?, now: Date) throws -> String {
        let received = SignableRequest(
            method: request.method, path: "/", headers: request.headers.map { HTTPField($0.name, $0.value) },
            body: request.body)
        return try SignatureVerifier(region: "eu-west-1", service: "sts").verify(received, now: now) { _ in
            .init(secretAccessKey: secret, sessionToken: token)
        }
    }

    @Test func `by a chain of profiles takes each step with the one before`() async throws {
        let config = """
            [default]
            region = eu-west-1
            role_arn = arn:aws:iam::1:role/mail
            source_profile = middle
            external_id = ex t&=
            role_session_name = me
            duration_seconds = 900
            [profile middle]
            role_arn = arn:aws:iam::1:role/middle
            region = eu-west-1
            source_profile = base
            """
        let replies = [Self.answer("AssumeRole", id: "FIRST"), Self.answer("AssumeRole", id: "SECOND")]
        try await ScriptedServer.with(replies) { server in
            let world = TestWorld(
                variables: ["AWS_ENDPOINT_URL_STS": server.url],
                files: [TestWorld.config: config, TestWorld.shared: "[base]\n" + TestWorld.key("BASE")])
            let found = try await world.load()
            #expect(found.accessKeyID == "SECOND" && found.sessionToken == "t/SECOND==")
            #expect(found.secretAccessKey == "s&SECOND")
            #expect(found.expiration == AmzDate("20260314T160926Z")?.date)
            #expect(found.source == "the role arn:aws:iam::1:role/mail of profile \"default\"")
            let requests = server.requests
            try #require(requests.count == 2)
            #expect(
                Self.form(requests[0]) == [
                    "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::1:role/middle",
                    "RoleSessionName": "aws-json-1773500966",
                ])
            #expect(
                Self.form(requests[1]) == [
                    "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::1:role/mail",
                    "RoleSessionName": "me", "ExternalId": "ex t&=", "DurationSeconds": "900",
                ])
            let first = try Self.signer(requests[0], secret: "s-BASE", token: nil, now: world.now)
            let second = try Self.signer(requests[1], secret: "s&FIRST", token: "t/FIRST==", now: world.now)
            #expect(first == "BASE" && second == "FIRST")
        }
    }

    @Test func `by credential_source takes it with the environment's`() async throws {
        try await ScriptedServer.with([Self.answer("AssumeRole", id: "ROLE")]) { server in
            let world = TestWorld(
                variables: [
                    "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s",
                    "AWS_REGION": "eu-west-1",
                ],
                files: [TestWorld.config: "[profile p]\nrole_arn = r\ncredential_source = Environment"])
            let found = try await world.load(profile: "p")
            #expect(found.accessKeyID == "ROLE")
            let request = try #require(server.requests.first)
            let signer = try Self.signer(request, secret: "s", token: nil, now: world.now)
            #expect(signer == "ENV")
        }
    }

    @Test func `by a web identity is asked for without a signature, with the file as it is now`() async throws {
        let replies = [Self.answer("AssumeRoleWithWebIdentity", id: "WEB")]
        try await ScriptedServer.with(replies) { server in
            var world = TestWorld(
                variables: [
                    "AWS_ENDPOINT_URL_STS": server.url, "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r",
                    "AWS_ROLE_SESSION_NAME": "pod",
                ], files: ["/t": "one\n"])
            let first = try await world.load()
            #expect(first.accessKeyID == "WEB")
            world.files["/t"] = "two"
            let second = try await world.load()
            #expect(second.source == "the role r by the web identity in /t")
            #expect(server.requests.map { Self.form($0)["WebIdentityToken"] } == ["one", "two"])
            #expect(Self.form(server.requests.first)["RoleSessionName"] == "pod")
            #expect(server.requests.allSatisfy { $0.header("authorization") == nil })
        }
    }

    @Test func `by a profile's web identity may be the source of another`() async throws {
        let config = """
            [default]
            role_arn = a
            source_profile = web
            [profile web]
            role_arn = b
            web_identity_token_file = /t
            """
        let replies = [Self.answer("AssumeRoleWithWebIdentity", id: "WEB"), Self.answer("AssumeRole", id: "ROLE")]
        try await ScriptedServer.with(replies) { server in
            let world = TestWorld(
                variables: ["AWS_ENDPOINT_URL_STS": server.url, "AWS_REGION": "eu-west-1"],
                files: [TestWorld.config: config, "/t": "x"])
            let found = try await world.load()
            #expect(found.accessKeyID == "ROLE")
            let signer = try Self.signer(server.requests[1], secret: "s&WEB", token: "t/WEB==", now: world.now)
            #expect(signer == "WEB")
        }
    }

    @Test(
        arguments: [
            (
                .answer(
                    403, [],
                    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>is not authorized</Message>"
                        + "</Error><RequestId>q-1</RequestId></ErrorResponse>"),
                "is not authorized (AccessDenied, request q-1)",
                false
            ),
            (
                .answer(400, [], "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"),
                "(Throttling)",
                true
            ),
            (.answer(503, [], "<html>busy"), "status 503, “<html>busy”", true),
            (.answer(200, [], "{\"SecretAccessKey\":\"hidden\"}"), "status 200", false),
            (
                .answer(200, [], "<!DOCTYPE a [<!ENTITY b \"c\">]><a><AccessKeyId>&b;</AccessKeyId></a>"), "status 200",
                false
            ),
            (.reset, "connection reset by peer", true),
        ] as [(ScriptedReply, String, Bool)])
    func `not at all is trouble with the words of STS`(reply: ScriptedReply, words: String, isTransient: Bool)
        async throws
    {
        try await ScriptedServer.with([reply]) { server in
            let world = TestWorld(
                variables: ["AWS_ENDPOINT_URL_STS": server.url, "AWS_REGION": "eu-west-1"],
                files: [
                    TestWorld.config: "[default]\nrole_arn = r\nsource_profile = base",
                    TestWorld.shared: "[base]\n" + TestWorld.key("BASE"),
                ])
            let trouble = try #require(await world.trouble())
            #expect(trouble.description.contains(words), "\(trouble)")
            #expect(trouble.isTransient == isTransient, "\(trouble)")
            #expect(!trouble.description.contains("s-BASE") && !trouble.description.contains("hidden"))
        }
    }
}
