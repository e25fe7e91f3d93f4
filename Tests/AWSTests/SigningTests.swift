// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import AWS

@Suite struct `A signature` {
    private static let moment = AmzDate("20260314T150926Z")?.date ?? .distantPast
    private static let reset =
        #"{"OrganizationId":"m-0123456789abcdef0123456789abcdef","#
        + #""UserId":"S-1-5-21-1-2-3-1104","Password":"Pässw0rd<ü"}"#
    private static let describe = #"{"OrganizationId":"m-0123456789abcdef0123456789abcdef","UserId":"jdoe"}"#

    /// Computed with botocore.
    struct Vector: Sendable {
        var region: String
        var operation: String
        var token: String?
        var body: String
        var canonicalHash: String
        var signature: String
    }

    @Test(
        arguments: [
            Vector(
                region: "us-east-1", operation: "DescribeUser", token: nil, body: describe,
                canonicalHash: "e4c79a823bbebf36a7b5eb52c5ba76b3845c2f88491d72a9bfa8f9c34d93bcbc",
                signature: "720445cd1ac92a75fb3d6c4241720760c167f78afe92ecf9f2f6cd3b98e0f82d"),
            Vector(
                region: "eu-west-1", operation: "DescribeUser", token: "IQoJb3JpZ2luX2VjEXAMPLETOKEN==",
                body: describe,
                canonicalHash: "db4f81188d3092493bf04821e135d7c09c572f42e4d0ad64209e081d8aa80fe0",
                signature: "96ab557fe5a0cb74cec28c0b4dea449530e4f8413757b164053cfa98617c28a7"),
            Vector(
                region: "us-west-2", operation: "ResetPassword", token: nil, body: reset,
                canonicalHash: "275dfa19b810d6fc018cf6ad41e5e21893278e8f0664c2b2619843ae5d77bff8",
                signature: "d07f109fb8a45a2b9524fdb2797ae4799fed8504bbb4a156d261738a17e9b717"),
        ])
    func `is what botocore computes`(vector: Vector) throws {
        let url = try #require(URL(string: "https://workmail.\(vector.region).amazonaws.com/"))
        let request = SignableRequest(
            method: "POST", url: url,
            headers: [
                HTTPField("Content-Type", "application/x-amz-json-1.1"),
                HTTPField("X-Amz-Target", "WorkMailService.\(vector.operation)"),
            ], body: Data(vector.body.utf8))
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            sessionToken: vector.token, source: "test")
        let signature = Signature(
            request, credentials: credentials, region: vector.region, service: "workmail", date: Self.moment)
        let hash = SHA256.hash(data: Data(signature.canonicalRequest.utf8))
        #expect(Hexadecimal.text(hash) == vector.canonicalHash)
        let authorization = try #require(signature.headers.first("authorization"))
        #expect(authorization.hasSuffix("Signature=\(vector.signature)"))
        #expect(
            authorization.contains(
                "SignedHeaders=content-type;host;x-amz-date;"
                    + (vector.token == nil ? "" : "x-amz-security-token;") + "x-amz-target,"))
    }
}

@Suite struct `A moment in a header` {
    @Test(
        arguments: [
            (0, "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (1_773_500_966, "20260314T150926Z"),
            (4_107_542_399, "21000228T235959Z"), (-1, "19691231T235959Z"),
        ] as [(Double, String)])
    func `is written and read`(seconds: Double, text: String) {
        #expect(AmzDate(Date(timeIntervalSince1970: seconds)).description == text)
        #expect(AmzDate(text)?.date.timeIntervalSince1970 == seconds)
    }

    @Test(
        arguments: [
            "", "20260314T150926", "2026-03-14T15:09Z", "20260230T000000Z", "20261301T000000Z", "20260314T240000Z",
            "2026031４T15092Z", "+2260314T150926Z",
        ])
    func `is nothing else`(text: String) { #expect(AmzDate(text) == nil) }

    @Test func `of an answer is read`() {
        #expect(HTTPDate.date("Sat, 14 Mar 2026 15:09:26 GMT") == AmzDate("20260314T150926Z")?.date)
        for text in [
            "", "Sat, 14 Mar 2026 15:09:26 CET", "Saturday, 14-Mar-26 15:09:26 GMT", "Sat, 31 Feb 2026 1:1:1 GMT",
        ] {
            #expect(HTTPDate.date(text) == nil)
        }
    }
}

@Suite struct `A canonical request` {
    @Test(
        arguments: [
            ("  a   b  ", "a b"), ("a\tb", "a b"), ("", ""), ("\"a   b\"", "\"a b\""),
        ] as [(String, String)])
    func `has one space for many`(value: String, expected: String) {
        #expect(CanonicalRequest.trimmed(value) == expected)
    }

    @Test(
        arguments: [
            ("/", "/"), ("", "/"), ("/a/./b/../c", "/a/c"), ("//a//b/", "/a/b/"), ("/..", "/"), ("/a%20b", "/a%2520b"),
        ] as [(String, String)])
    func `has a path without detours, encoded once more`(path: String, expected: String) {
        #expect(CanonicalRequest.path(path) == expected)
    }

    @Test(
        arguments: [
            ("", ""), ("b=2&a=1", "a=1&b=2"), ("a=2&a=1", "a=1&a=2"), ("a", "a="), ("a=b=c", "a=b=c"),
            ("a-=1&a=2", "a=2&a-=1"),
        ] as [(String, String)])
    func `has its query sorted`(query: String, expected: String) {
        #expect(CanonicalRequest.query(query) == expected)
    }

    @Test(
        arguments: [
            ("https://Example.COM/", "example.com"), ("https://example.com:443/", "example.com"),
            ("https://example.com:80/", "example.com:80"), ("http://127.0.0.1:80/", "127.0.0.1"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"), ("http://[::1]:8080/", "[::1]:8080"),
        ] as [(String, String)])
    func `has the host as it is sent`(url: String, expected: String) throws {
        #expect(SignableRequest.host(of: try #require(URL(string: url))) == expected)
    }
}
