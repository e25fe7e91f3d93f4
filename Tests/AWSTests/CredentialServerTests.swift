// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `Credentials of an instance` {
    private static func world(_ server: ScriptedServer, timeout: String? = "30") -> TestWorld {
        var world = TestWorld(variables: [
            "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
        ])
        world.variables["AWS_METADATA_SERVICE_TIMEOUT"] = timeout
        return world
    }

    @Test func `come by version 2 of the metadata service`() async throws {
        let document =
            #"{"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2026-03-14T21:00:00Z"}"#
        try await ScriptedServer.with([
            .answer(200, [], "METATOKEN=="), .answer(200, [], "my-role\n"), .answer(200, [], document),
        ]) { server in
            let found = try await Self.world(server).load()
            #expect(found.accessKeyID == "ASIA" && found.sessionToken == "t")
            #expect(found.expiration == AmzDate("20260314T210000Z")?.date)
            #expect(found.source == "the role my-role of this EC2 instance")
            let requests = server.requests
            #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
            #expect(
                requests.map(\.target) == [
                    "/latest/api/token", "/latest/meta-data/iam/security-credentials/",
                    "/latest/meta-data/iam/security-credentials/my-role",
                ])
            #expect(requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
            #expect(requests.dropFirst().allSatisfy { $0.header("x-aws-ec2-metadata-token") == "METATOKEN==" })
        }
    }

    @Test(
        arguments: [
            ([.answer(403)], "gave no token (status 403)", 1), ([.answer(404)], "gave no token", 1),
            ([.answer(200, [], "a\nb")], "gave no token", 1), ([.answer(200, [], "t"), .answer(404)], "no role", 2),
            ([.answer(200, [], "t"), .answer(200, [], "")], "no role", 2), ([.reset], "no metadata service", 1),
        ] as [([ScriptedReply], String, Int)])
    func `never come by version 1`(replies: [ScriptedReply], words: String, count: Int) async throws {
        try await ScriptedServer.with(replies) { server in
            let trouble = await Self.world(server).trouble()
            #expect(trouble?.cause.contains(words) == true, "\(String(describing: trouble))")
            #expect(server.requests.count == count)
        }
    }

    @Test func `are not waited for longer than is told`() async throws {
        try await ScriptedServer.with([.silence]) { server in
            let trouble = await Self.world(server, timeout: "3").trouble()
            let absence = "no metadata service (no answer within 3.0 s)"
            #expect(trouble?.cause.contains(absence) == true, "\(String(describing: trouble))")
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        arguments: [
            (nil, 1), ("", 1), ("0.4", 0.4), ("5", 5), ("3600", 60), ("0", 1), ("-1", 1), ("nan", 1), ("inf", 1),
            ("soon", 1),
        ] as [(String?, Double)])
    func `are waited for a second unless told`(told: String?, seconds: Double) throws {
        var environment = AWSEnvironment(variables: [:], home: "/")
        environment.variables["AWS_METADATA_SERVICE_TIMEOUT"] = told
        let transport = MetadataTransport(network: NetworkSettings())
        #expect(InstanceCredentials(environment: environment, transport: transport).timeoutSeconds == seconds)
    }

    @Test func `that are broken are no reason to go on`() async throws {
        let replies: [ScriptedReply] = [
            .answer(200, [], "t"), .answer(200, [], "r"),
            .answer(200, [], #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"cannot be assumed"}"#),
        ]
        try await ScriptedServer.with(replies) { server in
            let trouble = await Self.world(server).trouble()
            #expect(trouble?.description.contains("cannot be assumed") == true)
        }
    }
}

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `Credentials of a container` {
    private static let document =
        #"{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2026-03-14T21:00:00.5Z"}"#

    @Test(
        arguments: [
            ([:], [:], nil), (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x"], [:], "Basic x"),
            (
                ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t"],
                ["/t": "Bearer y"], "Bearer y"
            ),
        ] as [([String: String], [String: String], String?)])
    func `are asked for with the token`(variables: [String: String], files: [String: String], token: String?)
        async throws
    {
        // It fails twice before: three tries.
        try await ScriptedServer.with([.answer(500), .reset, .answer(200, [], Self.document)]) { server in
            var world = TestWorld(variables: variables, files: files)
            world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url + "v2/creds?id=1"
            let found = try await world.load()
            #expect(found.accessKeyID == "ASIA" && found.sessionToken == "t")
            #expect(server.requests.count == 3)
            #expect(server.requests.last?.target == "/v2/creds?id=1")
            #expect(server.requests.last?.header("authorization") == token)
        }
    }

    @Test(
        arguments: [
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "hidden\r\nX: y"], [:], "line break"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t"], ["/t": "hidden\n"], "line break"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/gone"], [:], "/gone cannot be read"),
        ] as [([String: String], [String: String], String)])
    func `are not asked for with a token that would be headers`(
        variables: [String: String], files: [String: String], words: String
    ) async throws {
        try await ScriptedServer.with([.answer(200, [], Self.document)]) { server in
            var world = TestWorld(variables: variables, files: files)
            world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url
            let trouble = await world.trouble()
            #expect(trouble?.description.contains(words) == true)
            #expect(trouble?.description.contains("hidden") == false)
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        arguments: [
            (.answer(403, [], "no"), "answered 403"), (.answer(200, [], "hidden"), "JSON object"),
            (.answer(200, [], #"{"AccessKeyId":"hidden"}"#), "no AccessKeyId and SecretAccessKey"),
            (.answer(200, [], #"{"AccessKeyId":"a","SecretAccessKey":"hidden","Expiration":"soon"}"#), "no date"),
        ] as [(ScriptedReply, String)])
    func `that are none end the search`(reply: ScriptedReply, words: String) async throws {
        try await ScriptedServer.with([reply]) { server in
            let trouble = await TestWorld(variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url]).trouble()
            #expect(trouble?.description.contains(words) == true, "\(String(describing: trouble))")
            #expect(trouble?.description.contains("hidden") == false)
        }
    }
}

@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `Credentials of a process` {
    private static func world(_ command: String) -> TestWorld {
        TestWorld(files: [TestWorld.config: "[default]\ncredential_process = \(command)"])
    }

    @Test func `are what it prints`() async throws {
        let json =
            #"{"Version":1,"AccessKeyId":"A B","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-03-14T21:00:00+00:00"}"#
        let found = try await Self.world("echo '\(json)'").load()
        #expect(found.accessKeyID == "A B" && found.sessionToken == "t")
        #expect(found.expiration == AmzDate("20260314T210000Z")?.date)
        #expect(found.source == "credential_process of profile \"default\"")
    }

    @Test(
        arguments: [
            ("false", "ended with"), ("/no/such/program", "ended with"), ("echo hidden", "\"Version\": 1"),
            ("echo '{\"Version\":2}'", "\"Version\": 1"), ("echo '", "no command"),
            ("sh -c 'echo hidden >&2; exit 3'", "ended with"), ("echo '{\"Version\":1}'", "no AccessKeyId"),
        ] as [(String, String)])
    func `that fails end the search`(command: String, words: String) async {
        let trouble = await Self.world(command).trouble()
        #expect(trouble?.description.contains(words) == true, "\(String(describing: trouble))")
        #expect(trouble?.description.contains("hidden") == false)
    }
}
