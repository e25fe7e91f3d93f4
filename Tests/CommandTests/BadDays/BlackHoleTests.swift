// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service while everything that it sends vanishes, and everything that is sent to it: no answer, no acknowledgement, no
/// refusal.
@Suite(.tags(.server), .requiresSamba, .requiresMounting, .requiresNetworks) struct `A network in which all is lost` {
    @Test func `is noticed within the time of an operation and costs nobody anything, and it goes on`()
        async throws
    {
        let limits = ["operation", "bind", "connect"].map { ("directory.\($0)_timeout_seconds", "5") }
        try await Wire.with { wire in
            try await BadDay.with(changing: Dictionary(uniqueKeysWithValues: limits), over: wire) { day in
                try await RunningDaemon.with(day.installation, in: day.place(on: wire)) { daemon in
                    try await day.installation.succeed("approve", "ana", "ben")
                    try await daemon.says("RegisterToWorkMail", times: 2)

                    try await wire.cut()
                    let start = ContinuousClock.now
                    // Five seconds after the probe that was under way while the wire was being cut, or after the next one,
                    // 0.4 s later.
                    try await daemon.says("error: search at ldaps://dc1.corp.example.com")
                    let noticed = start.duration(to: .now)
                    #expect((.seconds(3)...(.seconds(20))).contains(noticed), "\(noticed)")
                    // Its SYN is not answered either.
                    try await daemon.says("error: connect at ldaps://dc1.corp.example.com")
                    #expect(daemon.said.contains("timed out"), "\(daemon.said)")
                    let asked = try await day.installation.run("sync")
                    #expect(asked.code == 75 && asked.error.contains("dc1.corp.example.com"), "\(asked)")
                    try await day.controller.set("userAccountControl", of: "ana", to: "514")
                    #expect(try await day.mailboxes() == 2)

                    try await wire.mend()
                    try await daemon.says("connected to dc1", within: 60)
                    try await daemon.says("DeregisterFromWorkMail")
                    try await day.add("cem")
                    #expect(try await day.mailboxes() == 1)
                }
            }
        }
    }
}

extension BadDay {
    /// For `RunningDaemon`: at the near end of the wire, where the domain controller's name is that of the far end.
    fileprivate func place(on wire: Wire) throws -> [String] {
        let names = "127.0.0.1 localhost\n\(Wire.farAddress) dc1.corp.example.com\n"
        let hosts = try installation.write(Array(names.utf8), to: "hosts", mode: 0o644)
        let script = "mount --bind '\(hosts)' /etc/hosts && exec \"$0\" \"$@\""
        return ["nsenter", "--net=\(wire.nearPath)", "unshare", "--mount", "sh", "-c", script]
    }
}
