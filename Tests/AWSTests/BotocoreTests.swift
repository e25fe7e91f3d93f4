// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import AWS

/// The program that most people sign with, asked about requests that nobody would send. `SIGNING_SEED` chooses
/// others.
@Suite(.tags(.server), .timeLimit(.minutes(15))) struct `A signature beside botocore's` {
    private struct Question: Encodable {
        var method: String
        var url: String
        var headers: [[String]]
        var body: String
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
        var region: String
        var service: String
        var date: String
    }

    private struct Answer: Decodable, Equatable {
        var canonicalRequest: String
        var stringToSign: String
        var authorization: String
    }

    @Test func `is the same for 500 odd requests, byte for byte, and verifies`() async throws {
        let seed =
            ProcessInfo.processInfo.environment["SIGNING_SEED"].flatMap { UInt64($0) } ?? 1_001
        print("SIGNING_SEED=\(seed)")
        var generator = RepeatableGenerator(seed: seed)
        let questions = (0..<500).map { _ in Self.question(&generator) }
        let answers = try await Self.answers(to: questions)
        try #require(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            let (ours, request) = try Self.sign(question)
            #expect(ours.canonicalRequest.utf8.elementsEqual(answer.canonicalRequest.utf8), "seed \(seed), \(question)")
            #expect(ours.stringToSign == answer.stringToSign, "seed \(seed), \(question)")
            #expect(ours.authorization == answer.authorization, "seed \(seed), \(question)")

            let verifier = SignatureVerifier(region: question.region, service: question.service)
            var received = request
            received.headers.append(HTTPField("Authorization", answer.authorization))
            received.headers.append(HTTPField("Connection", "keep-alive"))
            let known = SignatureVerifier.KnownKey(
                secretAccessKey: question.secretAccessKey, sessionToken: question.sessionToken)
            let date = try #require(AmzDate(question.date)).date
            #expect(try verifier.verify(received, now: date) { _ in known } == question.accessKeyID)
            received.body.append(0x20)
            #expect(throws: SignatureRefusal.self) { try verifier.verify(received, now: date) { _ in known } }
        }
    }

    private static func sign(_ question: Question) throws -> (Answer, SignableRequest) {
        let url = try #require(URL(string: question.url))
        let body = try #require(Data(base64Encoded: question.body))
        var request = SignableRequest(
            method: question.method, url: url, headers: question.headers.map { HTTPField($0[0], $0[1]) }, body: body)
        let credentials = AWSCredentials(
            accessKeyID: question.accessKeyID, secretAccessKey: question.secretAccessKey,
            sessionToken: question.sessionToken, source: "test")
        let signature = Signature(
            request, credentials: credentials, region: question.region, service: question.service,
            date: try #require(AmzDate(question.date)).date)
        request.headers += signature.headers.filter { $0.name != "Authorization" }
        let authorization = try #require(signature.headers.first("Authorization"))
        return (
            Answer(
                canonicalRequest: signature.canonicalRequest, stringToSign: signature.stringToSign,
                authorization: authorization), request
        )
    }

    private static func answers(to questions: [Question]) async throws -> [Answer] {
        let lab = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Lab")
        let folder = try await output("env", [lab.appending(path: "aws-clients").path], input: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let input = try questions.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
        let script = lab.appending(path: "sign-with-botocore").path
        return try await output("env", [folder + "/python", script], input: input).split(separator: "\n").map {
            try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
        }
    }

    private static func output(_ program: String, _ arguments: [String], input: String) async throws -> String {
        let result = try await run(
            .name(program), arguments: Arguments(arguments), input: .string(input), output: .string(limit: 16 << 20),
            error: .string(limit: 1 << 20))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        return result.standardOutput
    }

    private static func question(_ generator: inout RepeatableGenerator) -> Question {
        func one(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
        func many(_ choices: [String], _ range: ClosedRange<Int>) -> String {
            (0..<Int.random(in: range, using: &generator)).map { _ in one(choices) }.joined()
        }
        let letters = "abcXYZ019-_".map(String.init)
        let scheme = one(["https", "http"])
        let host = one([
            "example.com", "Things.EU-west-1.amazonaws.com", "127.0.0.1", "localhost", "[::1]", "a-b.example",
        ])
        let port = one(["", "", ":80", ":443", ":8080", ":1"])
        let path = one(["", "/", "/", "/", "/a/b", "//a//b/", "/a/./b/../c", "/a%20b/%C3%BC", "/..", "/a/.."])
        let query = one(["", "", "", "?b=2&a=1", "?a", "?a=2&a=1", "?x=%20&X=y", "?=", "?a=b=c&&c"])
        let odd = ["", " ", "  ", "\t", "a", "b  c", ",", "\"", "=", "ö", "日本", ";", "/", "~"]
        var headers = [
            ["Content-Type", "application/x-amz-json-1.1"], ["X-Amz-Target", "Thing." + many(letters, 0...20)],
        ]
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            headers.append([one(["X-", "x-amz-", "My-", "amz-sdk-"]) + many(letters, 1...8), many(odd, 0...12)])
        }
        if Bool.random(using: &generator) { headers.append(["x-twice", "b"]) }
        if Bool.random(using: &generator) { headers.append(["X-Twice", " a  b "]) }
        if Bool.random(using: &generator) {
            headers.append([one(["User-Agent", "Expect", "X-Amzn-Trace-Id"]), "x  y"])
        }
        let characters = ["{", "}", "\"", "ü", "日本語", "\u{0}", "\n", "a", "🙂", "\\", "e\u{301}"]
        return Question(
            method: one(["POST", "POST", "POST", "GET", "put"]), url: scheme + "://" + host + port + path + query,
            headers: headers, body: Data(many(characters, 0...60).utf8).base64EncodedString(),
            accessKeyID: "AKID" + many(letters, 4...12), secretAccessKey: many(letters + ["/", "+", "="], 20...40),
            sessionToken: Bool.random(using: &generator) ? many(letters + ["/", "+", "="], 1...200) : nil,
            region: one(["us-east-1", "eu-west-1", "us-west-2", "cn-north-1"]), service: one(["things", "sts", "ds"]),
            date: AmzDate(Date(timeIntervalSince1970: Double.random(in: 0...4e9, using: &generator))).description)
    }
}
