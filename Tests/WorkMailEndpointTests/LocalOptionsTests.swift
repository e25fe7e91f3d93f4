// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Testing
import WorkMail
import WorkMailEndpoint

@testable import workmail_local

/// What the options of `workmail-local serve` come to.
@Suite struct LocalOptionsTests {
    @Test func `without options nothing is unusual`() throws {
        let command = try ServeCommand.parse([])
        let settings = try command.openPoints.applied(to: command.organization.settings())
        #expect(
            settings
                == EmbeddedSettings(
                    alias: "local",
                    domains: [MailDomain(name: "local.awsapps.com", isDefault: false, isVerified: true)],
                    directoryKind: .workMail))
        let faults = try command.faults.settings()
        #expect(faults.throttled == 0 && faults.endlessListing == .off && faults.expiredToken == .never)
        let listener = try command.listen.listener()
        #expect(listener.address == "127.0.0.1" && listener.port == 8443 && listener.isLoopback)
    }

    @Test func `each open point has its switch`() throws {
        let command = try ServeCommand.parse([
            "--connector-refuses-mailbox-writes", "--update-user-patches", "--lose-settings-of-disabled",
            "--accept-password-of-64", "--user-limit", "5", "--aliases-without-primary", "--interoperability",
            "--page-size", "7", "--directory-type", "Odd", "--directory-kind", "ad-connector",
        ])
        let settings = try command.openPoints.applied(to: command.organization.settings())
        #expect(settings.connectorRefusesMailboxWrites && !settings.updateUserReplaces)
        #expect(!settings.keepsSettingsOfDisabled && !settings.refusesPasswordOf64)
        #expect(settings.userLimit == 5 && !settings.listsPrimaryAmongAliases && settings.interoperabilityEnabled)
        #expect(settings.directoryKind == .directoryBacked && settings.nameLimit == 20)
        #expect(command.organization.directoryKind.directoryService == .adConnector)
        var endpoint = EndpointSettings(keys: .random())
        command.openPoints.apply(to: &endpoint)
        #expect(endpoint.defaultPageSize == 7 && endpoint.directoryType == "Odd")
    }

    @Test func `each fault has its option`() throws {
        let faults = try ServeCommand.parse([
            "--fault-seed", "9", "--latency", "50-400", "--throttled", "0.1", "--failed", "0.2", "--reset", "0.3",
            "--html", "0.4", "--truncated", "0.5", "--delay", "700", "--stale", "0.6", "--endless", "same-token",
            "--deny", "CreateUser", "--deny", "ListUsers", "--expired-token", "3", "--clock-offset=-10",
        ]).faults.settings()
        #expect(faults.seed == 9 && faults.latencyMilliseconds == 50...400)
        #expect([faults.throttled, faults.failed, faults.reset] == [0.1, 0.2, 0.3])
        #expect([faults.html, faults.truncated, faults.stale] == [0.4, 0.5, 0.6])
        #expect(faults.delayMilliseconds == 700 && faults.endlessListing == .sameToken)
        #expect(faults.denied == ["CreateUser", "ListUsers"])
        #expect(faults.expiredToken == .calls(3) && faults.clockOffsetSeconds == -600)
        #expect(try ServeCommand.parse(["--expired-token", "always"]).faults.settings().expiredToken == .always)
        #expect(try ServeCommand.parse(["--latency", "20"]).faults.settings().latencyMilliseconds == 20...20)
    }

    @Test(
        "what listens where",
        arguments: [
            ("127.0.0.1:1", true), ("127.9.9.9:1", true), ("localhost:1", true), ("[::1]:1", true),
            ("128.0.0.1:1", false), ("127.0.0.1.example.com:1", false), ("127.0.0:1", false), ("0.0.0.0:1", false),
        ] as [(String, Bool)])
    func loopback(listen: String, isTaken: Bool) {
        let command = try? ServeCommand.parse(["--listen", listen])
        #expect((command != nil) == isTaken)
    }
}
