// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service while keys and certificates change under it.
@Suite(.tags(.server), .requiresSamba) struct `A certificate that changes` {
    @Test func `another authority's is refused until the administrator trusts it, without a restart of the service`()
        async throws
    {
        try await BadDay.with { day in
            let authority = try day.installation.write(
                try Data(contentsOf: URL(filePath: day.controller.caFile)), to: "ca.pem")
            let installation = day.installation.changing(["directory.ca_file": authority])
            try await RunningDaemon.with(installation) { daemon in
                #expect(try await installation.run("approve", "ana").code == 0)
                try await daemon.says("RegisterToWorkMail")
                try await day.controller.stop()
                try day.controller.forgetAuthority()
                try await day.controller.start()
                try await daemon.says("certificate")
                try await day.controller.set("userAccountControl", of: "ana", to: "514")
                let asked = try await installation.run("sync")
                #expect(asked.code != 0 && asked.error.contains("certificate"), "\(asked.error)")
                #expect(try await day.mailboxes() == 1)

                try day.installation.write(try Data(contentsOf: URL(filePath: day.controller.caFile)), to: "ca.pem")
                try await daemon.says("connected to dc1", within: 60)
                try await day.add("cem")
            }
        }
    }
}
