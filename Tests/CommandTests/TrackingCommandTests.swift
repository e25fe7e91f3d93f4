// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What the commands tell of how changes are found.
@Suite(.tags(.server), .requiresSamba) struct `Change tracking at the command line` {
    @Test func `a run goes by changes, status and doctor say how, and --full reads everybody`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { installation in
                try await Self.look(at: installation)
            }
        }
    }

    private static func look(at installation: Installation) async throws {
        let first = try await installation.run("sync")
        #expect(first.output.contains("Read "))
        let second = try await installation.run("sync")
        #expect(second.output.contains("Nothing changed on "), "\(second.output)")
        let full = try await installation.run("sync", "--full", "--output", "json").json()
        #expect(full["observation"]?["extent"]?.text == "everybody was read by DirSync, since it was asked for")

        let status = try await installation.run("status", "--output", "json").json()
        #expect(status["tracking"]?["method"]?.text == "dirSync")
        #expect(status["tracking"]?["deletedObjects"]?.text == "hidden")
        let doctor = try await installation.run("doctor", "--output", "json").json()
        #expect(doctor.first("check", "change tracking")?["verdict"]?.text == "ok")
        #expect(doctor.first("check", "deleted objects")?["fix"]?.text?.contains("doctor --grants") == true)
        let grants = try await installation.run("doctor", "--grants")
        #expect(grants.output.contains("ldapmodify") && grants.output.contains("nTSecurityDescriptor:: "))
    }
}
