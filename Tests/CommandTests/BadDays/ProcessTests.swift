// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// The service while it is ended, or has no room.
@Suite(.tags(.server), .requiresSamba) struct `A service that is ended` {
    /// In the middle of enabling three hundred people, and what another one makes of it.
    @Test("in the middle of changes it leaves nothing half done", arguments: [SIGTERM, SIGKILL])
    func midChange(signal: Int32) async throws {
        try await BadDay.with(people: .bulk(300), changing: ["safety.max_enables": "1000"]) { day in
            try await day.installation.succeed("sync")
            let names = try await day.installation.run("candidates", "--output", "json").json().texts("sAMAccountName")
                .filter { $0 != "svc-workmail" }
            try #require(names.count > 300)
            let code = try await RunningDaemon.with(day.installation) { daemon in
                // One that waits for the service's answer would be told that it ends.
                async let approved = day.installation.run(["approve"] + names)
                try await day.mailboxes(reach: 10)
                daemon.signal(signal)
                let outcome = try await approved
                #expect(outcome.code == 0 && outcome.error.isEmpty, "\(outcome.error)")
            }
            #expect(code == (signal == SIGTERM ? 0 : -signal))
            let begun = try await day.mailboxes()
            #expect((10..<names.count).contains(begun), "ended in the middle")
            let audit = try await day.installation.run("audit", "verify")
            #expect(audit.code == 0, "\(audit.output)\(audit.error)")
            if signal == SIGTERM {
                // Between two changes: each that was begun has its outcome, before anybody comes to look.
                let records = try await day.installation.run(
                    "audit", "list", "--operation", "RegisterToWorkMail", "--limit", "1000", "--output", "json"
                ).json()
                #expect(records.items.count == begun && Set(records.texts("result")) == ["done"], "\(records)")
            }

            try await RunningDaemon.with(day.installation) { _ in
                try await day.mailboxes(reach: names.count)
            }
            #expect(try await day.mailboxes() == names.count)
            try await day.installation.succeed("audit", "verify")
            let after = try await day.installation.run("sync", "--output", "json")
            #expect(try after.json()["done"]?.items.count == 0, "\(after.output)")
        }
    }

    @Test(.requiresMounting) func `a full disk stops the mirror and not the service, which goes on when there is room`()
        async throws
    {
        try await BadDay.with { day in
            try await Disk.with(in: day.installation.folder, kilobytes: 2048) { disk in
                let installation = day.installation.changing(["state.file": disk.path + "/state.db"])
                try await RunningDaemon.with(installation) { daemon in
                    try disk.fill(leaving: 0)
                    // At once: with each try that fails the next one comes later.
                    try await day.controller.addMailUsers(1...40)
                    try await daemon.says("error: ")
                    #expect(daemon.said.contains("full"), "\(daemon.said)")
                    try disk.empty()
                    try await installation.lists("u40", within: 120)
                }
            }
        }
    }
}
