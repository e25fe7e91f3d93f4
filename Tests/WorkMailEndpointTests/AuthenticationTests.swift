// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// Who is believed; by our own client over a socket.
@Suite(.tags(.server)) struct AuthenticationTests {
    @Test func `a temporary key needs its token`() async throws {
        let key = AccessKeys.Key(id: "ASIAEXAMPLE", secret: "secret", sessionToken: "token")
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) {
                $0.keys = AccessKeys([key])
            } _: { local in
                _ = try await local.client().ask("ListUsers", in: local)
                for token in [nil, "another"] {
                    let wrong = AccessKeys.Key(id: key.id, secret: key.secret, sessionToken: token)
                    await FaultTests.refuses("UnrecognizedClientException", 400) {
                        _ = try await local.client(credentials: wrong).ask("ListUsers", in: local)
                    }
                }
            }
        }
    }

    @Test(arguments: [-290.0, 290, -400, 400])
    func `five minutes is how far a clock may be off`(seconds: Double) async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) { local in
                let client = try local.client(now: { Date().addingTimeInterval(seconds) })
                _ = try await client.ask("ListUsers", in: local)
                // Our client goes by the Date of the refusal, and there was one.
                #expect(await client.clockOffsetSeconds == 0 || abs(seconds) > 300)
                #expect(await client.clockOffsetSeconds != 0 || abs(seconds) < 300)
            }
        }
    }

    @Test func `errors of the file are not shown to a caller`() {
        let failure = EmbeddedOrganizationFailure(file: "/secret/place.db", cause: "damaged", remedy: "restore it")
        let fault = ServiceFault(failure)
        #expect(fault.status == 500 && fault.code == "InternalFailure" && !fault.message.contains("secret"))
        let busy = EmbeddedOrganizationFailure(file: "x", cause: "in use", remedy: "wait", isTransient: true)
        #expect(ServiceFault(busy).status == 503)
    }
}
