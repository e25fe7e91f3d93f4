// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

/// The service while clocks are wrong, or stood still.
@Suite(.tags(.server), .requiresSamba) struct `A clock that is wrong` {
    /// In Windows' file time, 100 ns since 1601.
    private static func fileTime(daysFromNow days: Double) -> String {
        String(Int64((Date.now.timeIntervalSince1970 + days * 86_400 + 11_644_473_600) * 10_000_000))
    }

    private static func prepare(_ day: BadDay) async throws {
        try await day.controller.set("accountExpires", of: "ben", to: fileTime(daysFromNow: 0.5))
        try await day.installation.succeed("sync")
        try await day.installation.succeed("approve", "ana", "ben")
        try await day.installation.succeed("sync")
        #expect(try await day.mailboxes() == 2)
    }

    /// libfaketime moves the service's clock, which it takes from a file; Samba does not let its own be moved. What counts is
    /// how far they are apart. Timers, which are the kernel's and keep time whatever the clock says, it moves too, so tests
    /// ask for what is to happen.
    private static func withClock(
        _ day: BadDay, _ offset: String, _ body: (RunningDaemon) async throws -> Void
    ) async throws {
        let file = try day.installation.write(Array(offset.utf8), to: "clock")
        let libraries = try FileManager.default.subpathsOfDirectory(atPath: "/usr/lib")
        let library = try #require(libraries.first { $0.hasSuffix("faketime/libfaketimeMT.so.1") })
        let environment = [
            "LD_PRELOAD=/usr/lib/\(library)", "FAKETIME_TIMESTAMP_FILE=\(file)", "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ]
        try await RunningDaemon.with(day.installation, environment: environment, body)
    }

    @Test(
        "with clocks a day apart changes are followed, and nothing is done that only one clock says is due",
        arguments: [("+1d", "24 hours behind"), ("-1d", "24 hours ahead of")])
    func apart(offset: String, words: String) async throws {
        try await BadDay.with { day in
            try await Self.prepare(day)
            try await Self.withClock(day, "+0") { daemon in
                try day.installation.write(Array(offset.utf8), to: "clock")
                // It expires in twelve hours: by a clock that is a day ahead it has.
                try await day.controller.set("accountExpires", of: "ben", to: Self.fileTime(daysFromNow: 0.5))
                try await day.controller.set("userAccountControl", of: "ana", to: "514")
                let asked = try await day.installation.run("sync")
                #expect(asked.output.contains("clock is \(words) ours"), "\(asked)")
                #expect(asked.output.contains("it depends on the date") == (offset == "+1d"), "\(asked)")
                #expect(daemon.count("DeregisterFromWorkMail") == 1)
                let users = try await day.installation.run("users", "list", "--state", "enabled", "--output", "json")
                #expect(try users.json().texts("name") == ["ben"], "\(users.output)")
            }
            // Both clocks are right again, and the account has expired by both.
            try await day.controller.set("accountExpires", of: "ben", to: Self.fileTime(daysFromNow: -0.1))
            // Ben is all who is left.
            let after = try await day.installation.run("sync", "--accept-disables", "1")
            #expect(try await day.mailboxes() == 0, "\(after)")
        }
    }

    @Test func `a clock that jumps disables nobody, and what it says counts again when it is right`() async throws {
        try await BadDay.with { day in
            try await Self.prepare(day)
            try await Self.withClock(day, "+0") { daemon in
                for jump in ["+2d", "-2d"] {
                    try day.installation.write(Array(jump.utf8), to: "clock")
                    let asked = try await day.installation.run("sync")
                    #expect(asked.code == 0, "\(asked.error)")
                    #expect(
                        asked.output.contains("clock is 48 hours \(jump == "+2d" ? "behind" : "ahead of") ours"),
                        "\(asked.output)")
                    #expect(try await day.mailboxes() == 2)
                }
                try day.installation.write(Array("+0".utf8), to: "clock")
                try await day.installation.succeed("sync")
                try await daemon.says("clock is in step with ours")
                #expect(try await day.mailboxes() == 2)
                let waiting = try await day.installation.run("sync")
                #expect(!waiting.output.contains("it depends on the date"), "\(waiting.output)")
                // The journal is in the order in which things were done, whatever the clock said.
                try await day.installation.succeed("audit", "verify")
            }
        }
    }

    /// Nobody told the other end: the connection is dead, and nothing says so. Meanwhile five hours went by.
    @Test func `a machine that slept finds its connection dead and goes on`() async throws {
        try await BadDay.with(changing: ["directory.operation_timeout_seconds": "5"]) { day in
            try await Self.prepare(day)
            let before = day.proxy.connections
            try await Self.withClock(day, "+0") { daemon in
                // The loop's and the listener's.
                try await day.connections(reach: before + 2)
                daemon.signal(SIGSTOP)
                day.proxy.fault = .stall(afterServerBytes: 0)
                try day.installation.write(Array("+5h".utf8), to: "clock")
                try await day.controller.addMailUser("cem")
                daemon.signal(SIGCONT)
                try await daemon.says("error: search at ")
                day.proxy.fault = .none
                try await daemon.says("connected to ")
                try await day.installation.lists("cem")
                // A domain controller's clock does not sleep, but here it is of this machine and did not go on.
                try await daemon.says("clock is 5 hours behind ours")
                #expect(try await day.mailboxes() == 2 && daemon.count("DeregisterFromWorkMail") == 0)
            }
        }
    }
}
