// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// What no client of AWS would send (`Tests/Lab/raw-http`).
@Suite(.tags(.server), .requiresAWSClients) struct HostileRequestTests {
    @Test(arguments: [true, false])
    func `nothing that is sent ends the server, and each gets its own refusal`(tls: Bool) async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization, tls: tls) { local in
                let ended = try await AWSClients.python("raw-http", [], local)
                #expect(ended.succeeded, "\(ended.error)")
                let report = try JSONDecoder().decode(Report.self, from: Data(ended.output.utf8))
                for (name, status) in Self.statuses { #expect(report.answers[name] == status, "\(name)") }
                for (name, code) in Self.codes { #expect(report.codes[name] == code, "\(name)") }
                #expect(report.answers.values.allSatisfy { $0 < 500 })
            }
        }
    }

    private struct Report: Decodable {
        var answers: [String: Int]
        var codes: [String: String?]
    }

    private static let statuses = [
        "good": 200, "good afterwards": 200, "unknown member": 200, "oversized": 413, "GET": 405, "HEAD": 405,
        "PUT": 405,
        "DELETE": 405, "another path": 404, "plain text": 415, "no content type": 415, "deep arrays": 400,
        "unsigned": 400, "not HTTP": 400, "half a request": 400,
    ]

    private static let codes = [
        "no body": "InvalidParameterException", "not JSON": "SerializationException",
        "an array": "SerializationException", "a text": "SerializationException", "not UTF-8": "SerializationException",
        "deep arrays": "SerializationException", "deep objects": "SerializationException",
        "deep and cut": "SerializationException", "a huge number": "SerializationException",
        "wrong type": "SerializationException", "oversized": "RequestEntityTooLargeException",
        "many members": "InvalidParameterException", "no target": "MissingActionException",
        "a target without a dot": "UnknownOperationException", "another service": "UnknownOperationException",
        "an unknown operation": "UnknownOperationException",
        "a served one in other letters": "UnknownOperationException",
        "unsigned": "MissingAuthenticationTokenException", "another signature": "IncompleteSignatureException",
    ]
}
