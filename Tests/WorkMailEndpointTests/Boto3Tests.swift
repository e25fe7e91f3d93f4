// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

@Suite(.tags(.server), .requiresAWSClients) struct Boto3Tests {
    @Test func `boto3 is answered`() async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) { local in
                let ended = try await AWSClients.python("boto3-hello", [], local)
                print(ended.output, ended.error)
                #expect(ended.succeeded, "\(ended.output)\n\(ended.error)")
            }
        }
    }
}
