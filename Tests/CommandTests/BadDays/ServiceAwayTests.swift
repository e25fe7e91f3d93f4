// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import Sync
import Synchronization
import TestSupport
import Testing
import WorkMail

@testable import workmail_sync

/// The hosted service is away, or slow, while the directory is well.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct ServiceAwayTests {
    @Test func `away at the start it does not cost the directory's connection, and all is made up for`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            try await Installation.with(controller) { original in
                let installation = original.changing(["service.socket": original.folder + "/control.sock"])
                try await installation.hosted { hosted in
                    let port = try #require(URL(string: hosted.local.url)?.port)
                    try await FaultProxy.with(to: "127.0.0.1", port: UInt16(port), fault: .refuse) { proxy in
                        var away = hosted
                        away.installation = hosted.installation.changing([
                            "organization.endpoint": "https://127.0.0.1:\(proxy.port)"
                        ])
                        try await NotifySocket.with(in: away.installation.folder) { socket in
                            let environment = socket.environment(watchdog: 10)
                            try await RunningDaemon.with(away, environment: environment) { daemon in
                                // The third pause is ten to twenty seconds.
                                try await daemon.says("again in ", times: 4, within: 120)
                                #expect(socket.longestSilence < .seconds(10), "to rest is not to hang")
                                try await socket.status { !$0.hasPrefix("following") }
                                let run = try await SyncStore(path: away.installation.stateFile).runs(limit: 1).first
                                #expect(run?.outcome == .failed, "\(String(describing: run))")
                                proxy.fault = .none
                                try await daemon.says("of the mirror written", within: 120)
                                #expect(!daemon.said.contains("connected to "), "\(daemon.said)")
                                #expect(try await away.run("candidates").output.contains("ana@example.com"))
                                try await socket.status { $0.hasPrefix("following dc1") }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func `each answer of the service is a sign of life`() async throws {
        try await Installation.withPeople { installation in
            try await installation.hosted { hosted in
                let settings = try LoadedConfiguration(text: hosted.installation.configuration, file: "f").settings
                let heard = Mutex(0)
                let service = HostedService(
                    try #require(settings.organization.hosted), isVerbose: false,
                    environment: AWSEnvironment(variables: hosted.credentials, home: installation.folder)
                ) { heard.withLock { $0 += 1 } }
                for calls in 1...3 {
                    _ = try await service.organization().describeOrganization()
                    #expect(heard.withLock(\.self) >= calls)
                }
            }
        }
    }
}
