// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// An account that is refused, among several domain controllers: each try more may lock it.
@Suite(.tags(.server), .requiresSamba) struct RefusedAccountTests {
    @Test func `doctor tries it at one and at no other, and says so`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { installation in
                try await FaultProxy.with(to: controller.address) { first in
                    try await FaultProxy.with(to: controller.address) { second in
                        let urls = [first, second].map { "ldaps://127.0.0.1:\($0.port)" }.joined(separator: ", ")
                        let both = installation.changing(["directory.url": nil, "directory.urls": "[\(urls)]"])
                        let good = try await both.run("doctor")
                        #expect(good.output.contains("named by directory.urls"), "\(good)")
                        let before = (first.connections, second.connections)
                        #expect(before.0 > 0 && before.1 > 0)

                        let password = try installation.write(Array("wrong".utf8), to: "wrong")
                        let refused = try await both.changing(["directory.password_file": password]).run("doctor")
                        #expect(refused.code != 0, "\(refused)")
                        #expect(refused.output.contains("not tried with an account that is refused"), "\(refused)")
                        #expect(
                            refused.output.contains("check directory.bind_name and the password file"), "\(refused)")
                        #expect(second.connections == before.1)
                        // The bind, and one that only looks at the certificate.
                        #expect(first.connections - before.0 == 2)
                    }
                }
            }
        }
    }
}
