// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// By a client that others wrote, with every answer held against the API's own model (`Tests/Lab/aws_model.py`).
@Suite(.tags(.server), .requiresAWSClients) struct Boto3Tests {
    @Test(arguments: [true, false])
    func `boto3 calls every operation, and every answer is as the model says`(tls: Bool) async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization, tls: tls) { local in
                let report = try await Self.report("boto3-tour", [], local)
                let called = Set(report.called.keys).subtracting([DescribeDirectories.name])
                #expect(called == Set(ServedOperation.all.keys))
            }
        }
    }

    @Test func `every refusal is the exception that botocore has for it`() async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) { local in
                let report = try await Self.report("boto3-refusals", [], local)
                let seen = Set(report.refused.values.joined())
                let wanted = [
                    "EntityNotFound", "EntityState", "EntityAlreadyRegistered", "EmailAddressInUse",
                    "MailDomainNotFound", "MailDomainState", "NameAvailability", "InvalidParameter",
                    "InvalidPassword", "LimitExceeded", "OrganizationNotFound", "UnsupportedOperation",
                    "ReservedName", "ResourceNotFound", "InvalidSignature", "UnrecognizedClient",
                ].map { $0 + "Exception" }
                #expect(seen.isSuperset(of: wanted), "\(Set(wanted).subtracting(seen))")
            }
        }
    }

    @Test func `paginators find 1,050 users and as many groups`() async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            try await fixture.organization.directoryHolds(ServedFixture.people(1050))
            try await fixture.organization.directoryHolds(groups: ServedFixture.teams(1050))
            try await LocalWorkMail.with(fixture.organization) { local in
                _ = try await Self.report("boto3-pages", ["1050", "1050"], local)
            }
        }
    }

    @Test(arguments: DirectoryServiceType.allCases)
    func `Directory Service knows the directory where one is set`(type: DirectoryServiceType) async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            try await LocalWorkMail.with(fixture.organization) {
                $0.directoryService = type
            } _: { local in
                let ended = try await AWSClients.cli(["describe-directories"], service: "ds", local)
                #expect(ended.succeeded, "\(ended.error)")
                #expect(ended.output.contains("\"Type\": \"\(type.rawValue)\""), "\(ended.output)")
            }
        }
    }

    /// The last line that a script writes.
    struct Report: Decodable {
        var called: [String: Int]
        var refused: [String: [String]]
        var faults: [String]
    }

    private static func report(
        _ script: String, _ arguments: [String], _ local: LocalWorkMail
    ) async throws -> Report {
        let ended = try await AWSClients.python(script, arguments, local)
        #expect(ended.succeeded, "\(ended.error)")
        let line = try #require(ended.output.split(separator: "\n").last, "\(ended.error)")
        let report = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
        #expect(report.faults.isEmpty)
        return report
    }
}
