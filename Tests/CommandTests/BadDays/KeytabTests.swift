// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// The service whose account has a keytab.
@Suite(.tags(.server), .requiresSamba, .requiresKerberos) struct `A keytab that is replaced` {
    @Test func `counts from the next connection of the same service, which until then says what is wrong`()
        async throws
    {
        try await BadDay.with { day in
            // To Kerberos a service is its host's name, and the proxy's is another.
            try await day.controller.addServiceName("127.0.0.1")
            let keytab = day.installation.folder + "/svc.keytab"
            try await day.controller.exportKeytab(to: keytab)
            let installation = day.installation.changing([
                "directory.bind": "gssapi", "directory.principal": "svc-workmail@CORP.EXAMPLE.COM",
                "directory.keytab": keytab, "directory.bind_name": nil, "directory.password_file": nil,
            ])
            let kerberos = ["KRB5_CONFIG": try day.controller.kerberos().configurationFile]
            let once = try await installation.run("sync", environment: kerberos)
            #expect(once.code == 0, "\(once.error)")

            let environment = kerberos.map { "\($0)=\($1)" }
            try await RunningDaemon.with(installation, environment: environment) { daemon in
                try await installation.succeed("approve", "ana", "ben")
                try await daemon.says("RegisterToWorkMail", times: 2)
                try await day.controller.tool("user", "setpassword", "svc-workmail", "--newpassword=Lab-other 4711")
                // A connection that stands does not mind.
                try await installation.lists("cem", after: day.controller)

                for number in 1...day.proxy.connections { day.proxy.hangUp(connection: number) }
                try await daemon.says("error: get a Kerberos ticket")
                let asked = try await installation.run("sync")
                #expect(asked.code != 0 && asked.error.contains(keytab), "\(asked)")
                #expect(daemon.count("connected to") == 0)

                // A refused account rests for minutes; this ends the rest.
                try await day.controller.exportKeytab(to: keytab)
                daemon.signal(SIGHUP)
                try await daemon.says("connected to dc1", within: 60)
                try await installation.lists("dia", after: day.controller)
                let users = try await installation.run("users", "list", "--state", "enabled", "--output", "json")
                #expect(try users.json().texts("name") == ["ana", "ben"])
            }
        }
    }
}
