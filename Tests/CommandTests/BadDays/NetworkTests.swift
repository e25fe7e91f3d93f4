// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service while the network is bad.
@Suite(.tags(.server), .requiresSamba) struct `A bad network` {
    @Test func `a notification search that the server drops costs nothing`() async throws {
        try await BadDay.with { day in
            try await RunningDaemon.with(day.installation) { daemon in
                // The first connection is the loop's, the second the listener's.
                try await day.connections(reach: 2)
                day.proxy.hangUp(connection: 2)
                try await daemon.says("the directory gives no notifications")
                try await day.add("cem")
                #expect(daemon.count("connected to") == 0 && daemon.count("error: ") == 0, "\(daemon.said)")
                // It listens again after a while.
                try await day.connections(reach: 3)
                try await day.add("dia")
            }
        }
    }

    @Test func `one packet in twenty is lost and each takes 300 ms: slower, and nothing else`() async throws {
        try await BadDay.with(people: .demo) { day in
            try await day.installation.succeed("sync")
            let expected = try await day.installation.run("candidates", "--output", "json").json()
            try #require(expected.items.count > 100)
            let given = ProcessInfo.processInfo.environment["BADLINE_SEED"]
            let seed = try given.map { try #require(UInt64($0)) } ?? 1_001
            day.proxy.line = BadLine(delay: .milliseconds(300), loss: 0.05, seed: seed)
            let elsewhere = day.installation.changing([
                "state.file": day.installation.folder + "/far.db",
                "organization.file": day.installation.folder + "/far-o.db",
                "directory.connect_timeout_seconds": "60", "directory.bind_timeout_seconds": "60",
            ])
            try await RunningDaemon.with(elsewhere, patience: 120) { daemon in
                let there = try await elsewhere.run("candidates", "--output", "json").json()
                let isEqual = there == expected
                #expect(isEqual, "BADLINE_SEED=\(seed)")
                #expect(day.proxy.packetsLost > 0, "BADLINE_SEED=\(seed)")
                try await day.controller.addMailUser("cem")
                try await elsewhere.lists("cem", within: 60)
                #expect(daemon.count("error: ") == 0, "BADLINE_SEED=\(seed): \(daemon.said)")
            }
        }
    }

    @Test func `a server that falls silent is left, and whoever asks meanwhile is told`() async throws {
        let limits = ["operation", "bind", "connect"].map { ("directory.\($0)_timeout_seconds", "1") }
        try await BadDay.with(changing: Dictionary(uniqueKeysWithValues: limits)) { day in
            try await RunningDaemon.with(day.installation) { daemon in
                try await day.installation.succeed("approve", "ana", "ben")
                try await daemon.says("RegisterToWorkMail", times: 2)
                day.proxy.fault = .stall(afterServerBytes: 0)
                try await daemon.says("error: ")
                let asked = try await day.installation.run("sync")
                #expect(asked.code == 75 && asked.error.contains("127.0.0.1"), "\(asked.error)")
                #expect(try await day.mailboxes() == 2)
                day.proxy.fault = .none
                try await daemon.says("connected to dc1")
                try await day.add("cem")
                #expect(try await day.mailboxes() == 2)
            }
        }
    }
}
