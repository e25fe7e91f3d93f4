// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import AWS

@Suite struct `The search for credentials` {
    private static let environment = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let files = [
        TestWorld.shared: "[default]\n\(TestWorld.key("SHARED"))[other]\n\(TestWorld.key("OTHER"))",
        TestWorld.config: "[default]\n\(TestWorld.key("CONFIG"))[profile mine]\n\(TestWorld.key("MINE"))",
    ]

    @Test(
        arguments: [
            (environment, files, nil, "ENV"), ([:], files, nil, "SHARED"), (environment, files, "other", "OTHER"),
            (environment, files, "mine", "MINE"), (["AWS_PROFILE": "mine"], files, nil, "MINE"),
            (["AWS_DEFAULT_PROFILE": "other"], files, nil, "OTHER"),
            (["AWS_PROFILE": "mine", "AWS_DEFAULT_PROFILE": "other"], files, nil, "MINE"),
            ([:], [TestWorld.config: "[default]\n" + TestWorld.key("CONFIG")], nil, "CONFIG"),
            ([:], [TestWorld.config: "[profile default]\n" + TestWorld.key("CONFIG")], nil, "CONFIG"),
            ([:], [TestWorld.config: "[profile \"a\"]\n" + TestWorld.key("QUOTED")], "a", "QUOTED"),
            (["AWS_CONFIG_FILE": "~/c"], ["/home/x/c": "[default]\n" + TestWorld.key("C")], nil, "C"),
            (
                ["AWS_SHARED_CREDENTIALS_FILE": "/s"], ["/s": "[default]\n" + TestWorld.key("S")], nil, "S"
            ),
            (["AWS_ACCESS_KEY_ID": ""], files, nil, "SHARED"),
        ] as [([String: String], [String: String], String?, String)])
    func `goes in botocore's order`(
        variables: [String: String], files: [String: String], profile: String?, id: String
    ) async throws {
        let found = try await TestWorld(variables: variables, files: files).load(profile: profile)
        #expect(found.accessKeyID == id)
    }

    @Test func `takes token and end from the environment`() async throws {
        let more = ["AWS_SESSION_TOKEN": "t", "AWS_CREDENTIAL_EXPIRATION": "2026-03-14T16:00:00Z"]
        let found = try await TestWorld(variables: Self.environment.merging(more) { $1 }).load()
        #expect(found.sessionToken == "t")
        #expect(found.expiration == AmzDate("20260314T160000Z")?.date)
    }

    @Test(
        arguments: [
            (["AWS_ACCESS_KEY_ID": "A"], [:], "AWS_SECRET_ACCESS_KEY"),
            (["AWS_PROFILE": "gone"], files, "there is no such profile"),
            ([:], [TestWorld.shared: "[default]\naws_access_key_id = A\n"], "aws_secret_access_key is not"),
            ([:], [TestWorld.shared: "nonsense-with-a-secret"], "line 1 is neither"),
            ([:], [TestWorld.config: "[default]\nrole_arn = r"], "needs source_profile or credential_source"),
            (
                [:], [TestWorld.config: "[default]\nrole_arn = r\nsource_profile = a\ncredential_source = b"],
                "exclude each other"
            ),
            ([:], [TestWorld.config: "[default]\nrole_arn = r\nsource_profile = a"], "\"a\" is not there"),
            (
                [:], [TestWorld.config: "[default]\nrole_arn = r\nmfa_serial = m\nsource_profile = a"],
                "nobody is here to type"
            ),
            ([:], [TestWorld.config: "[default]\nrole_arn = r\nsource_profile = default"], "in a circle"),
            (
                [:],
                [
                    TestWorld.config: "[default]\nrole_arn = r\nsource_profile = a\n"
                        + "[profile a]\nrole_arn = s\nsource_profile = default"
                ], "in a circle: default → a → default"
            ),
            ([:], [TestWorld.config: "[default]\nrole_arn = r\ncredential_source = Environment"], "AWS_ACCESS_KEY_ID"),
            ([:], [TestWorld.config: "[default]\nrole_arn = r\ncredential_source = Moon"], "none of Environment"),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], [:], "needs a role"),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"], [:], "no token can be read from /t"),
            (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/"], [:], "this machine's own addresses"),
            (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@evil.example/"], [:], "no path"),
        ] as [([String: String], [String: String], String)])
    func `ends at something broken`(variables: [String: String], files: [String: String], words: String) async {
        let trouble = await TestWorld(variables: variables, files: files).trouble()
        #expect(trouble?.description.contains(words) == true, "\(String(describing: trouble))")
        #expect(trouble?.description.contains("secret ") == false)
        #expect(trouble?.isTransient == false)
    }

    @Test func `that finds none says where it looked and why that did not serve`() async throws {
        let trouble = try #require(await TestWorld().trouble())
        #expect(!trouble.isTransient)
        for words in [
            "AWS_ACCESS_KEY_ID is not set", "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
            "/home/x/.aws/config is not there", "/home/x/.aws/credentials is not there",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set",
            "turned off by AWS_EC2_METADATA_DISABLED",
        ] { #expect(trouble.cause.contains(words), "\(trouble)") }
    }

    @Test func `shows no secret of what it found`() async throws {
        let world = TestWorld(variables: Self.environment.merging(["AWS_SESSION_TOKEN": "hidden"]) { $1 })
        var credentials = try await world.load()
        credentials.secretAccessKey = "hidden"
        credentials.expiration = world.now
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("hidden")) }
        #expect("\(credentials)" == "ENV from the environment (AWS_ACCESS_KEY_ID), until 20260314T150926Z")
    }
}

@Suite struct `Where a service is called` {
    private static let config = [
        TestWorld.config:
            "[default]\nregion = eu-central-1\n[profile p]\nregion = us-west-2\nendpoint_url = https://p.example"
    ]

    @Test(
        arguments: [
            ([:], nil, nil, nil, "eu-central-1", "https://ds.eu-central-1.amazonaws.com/"),
            (["AWS_DEFAULT_REGION": "a-1"], nil, nil, nil, "a-1", "https://ds.a-1.amazonaws.com/"),
            (
                ["AWS_DEFAULT_REGION": "a-1", "AWS_REGION": "b-1"], nil, nil, nil, "b-1",
                "https://ds.b-1.amazonaws.com/"
            ),
            (["AWS_REGION": "b-1"], nil, "c-1", nil, "c-1", "https://ds.c-1.amazonaws.com/"),
            ([:], "p", nil, nil, "us-west-2", "https://p.example/"),
            (
                ["AWS_PROFILE": "p", "AWS_ENDPOINT_URL": "https://e.example"], nil, nil, nil, "us-west-2",
                "https://e.example/"
            ),
            (
                ["AWS_ENDPOINT_URL": "https://e.example", "AWS_ENDPOINT_URL_DIRECTORY_SERVICE": "http://[::1]:8"], nil,
                nil,
                nil, "eu-central-1", "http://[::1]:8/"
            ),
            (
                ["AWS_ENDPOINT_URL": "https://e.example"], nil, nil, "http://localhost:9/", "eu-central-1",
                "http://localhost:9/"
            ),
            (
                ["AWS_ENDPOINT_URL": "https://e.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], nil, nil, nil,
                "eu-central-1", "https://ds.eu-central-1.amazonaws.com/"
            ),
        ] as [([String: String], String?, String?, String?, String, String)])
    func `is decided`(
        variables: [String: String], profile: String?, explicitRegion: String?, explicitEndpoint: String?,
        region: String, endpoint: String
    ) throws {
        let world = TestWorld(variables: variables, files: Self.config)
        let location = try ServiceLocation(
            endpointPrefix: "ds", serviceID: "Directory Service", environment: world.environment, profile: profile,
            region: explicitRegion, endpoint: explicitEndpoint)
        #expect(location.region == region)
        #expect(location.endpoint.absoluteString == endpoint)
    }

    @Test(
        arguments: [
            [:], ["AWS_REGION": "evil.example/"], ["AWS_REGION": "a-1", "AWS_ENDPOINT_URL": "http://10.0.0.1/"],
            ["AWS_REGION": "a-1", "AWS_ENDPOINT_URL": "https://u:p@e.example/"],
            ["AWS_REGION": "a-1", "AWS_ENDPOINT_URL": "https://e.example/path"],
            ["AWS_REGION": "a-1", "AWS_ENDPOINT_URL": "http://127.evil.example/"],
            ["AWS_REGION": "a-1", "AWS_ENDPOINT_URL": "ftp://e.example"],
        ] as [[String: String]])
    func `is refused`(variables: [String: String]) {
        let environment = TestWorld(variables: variables).environment
        #expect(throws: ServiceTrouble.self) {
            try ServiceLocation(endpointPrefix: "ds", serviceID: "DS", environment: environment)
        }
    }

    @Test func `may be without TLS elsewhere if that was asked for`() throws {
        #expect(
            try Endpoint.url("http://10.0.0.1", named: "x", allowsClearText: true).absoluteString == "http://10.0.0.1/")
    }

    @Test(
        arguments: [
            ("https://a.example/", "http://p.example:3128", nil, "p.example", 3128),
            ("https://a.example/", "p.example:3128", nil, "p.example", 3128),
            ("https://a.example/", "http://p.example", "b.example, .example.org", "p.example", 80),
            ("https://a.example/", "http://p.example", "a.example", nil, 0),
            ("https://a.example/", "http://p.example", ".example", nil, 0),
            ("https://aa.example/", "http://p.example", "a.example", "p.example", 80),
            ("https://a.example/", "http://p.example", "*", nil, 0),
            ("http://a.example/", "http://p.example", nil, nil, 0),
            ("https://127.0.0.1/", "http://p.example", nil, nil, 0), ("https://a.example/", nil, nil, nil, 0),
        ] as [(String, String?, String?, String?, Int)])
    func `goes through a proxy or does not`(
        url: String, proxy: String?, exempt: String?, host: String?, port: Int
    ) throws {
        let found = try NetworkSettings(httpsProxy: proxy, noProxy: exempt).proxy(for: try #require(URL(string: url)))
        #expect(found == host.map { NetworkSettings.Proxy(host: $0, port: port) })
    }

    @Test func `does not show the password of a proxy that it cannot use`() throws {
        let url = try #require(URL(string: "https://a.example/"))
        let settings = NetworkSettings(httpsProxy: "https://user:hidden@p.example")
        let error = #expect(throws: ServiceTrouble.self) { try settings.proxy(for: url) }
        #expect(error?.description.contains("hidden") == false)
    }
}
