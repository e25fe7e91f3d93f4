// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
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
                try await installation.succeed("approve", "ana", "ben")
                try await daemon.says("RegisterToWorkMail", times: 2)
                try await day.controller.stop()
                try day.controller.forgetAuthority()
                try await day.controller.start()
                try await daemon.says("certificate")
                try await day.controller.set("userAccountControl", of: "ana", to: "514")
                let asked = try await installation.run("sync")
                #expect(asked.code != 0 && asked.error.contains("certificate"), "\(asked.error)")
                #expect(try await day.mailboxes() == 2 && daemon.count("DeregisterFromWorkMail") == 0)

                try day.installation.write(try Data(contentsOf: URL(filePath: day.controller.caFile)), to: "ca.pem")
                try await daemon.says("connected to dc1", within: 60)
                // What happened meanwhile is found now, and nobody else is taken for gone.
                try await daemon.says("DeregisterFromWorkMail")
                try await day.add("cem")
                let users = try await installation.run("users", "list", "--state", "enabled", "--output", "json")
                #expect(try users.json().texts("name") == ["ben"])
            }
        }
    }
}

/// The service while the directory refuses its account.
@Suite(.tags(.server), .requiresSamba) struct `An account that is refused` {
    @Test func `is not tried again and again, but at once when the configuration is read again`() async throws {
        try await BadDay.with { day in
            try await RunningDaemon.with(day.installation) { daemon in
                try await day.connections(reach: 2)
                try await day.controller.tool("user", "disable", "svc-workmail")
                day.proxy.hangUp(connection: 1)
                try await daemon.says("error: bind at ")
                let connections = day.proxy.connections
                // That something does not happen can only be shown for a time: in this one the pauses after other failures, of
                // a second and then two, would have it tried twice more.
                try await Task.sleep(for: .seconds(5))
                #expect(day.proxy.connections == connections, "\(daemon.said)")
                // Nor for somebody who wants a run now.
                #expect(try await day.installation.run("sync").code != 0)
                #expect(day.proxy.connections == connections)
                try await day.controller.tool("user", "enable", "svc-workmail")
                daemon.signal(SIGHUP)
                try await daemon.says("connected to dc1")
                try await day.add("cem")
            }
        }
    }
}
