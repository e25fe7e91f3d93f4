// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import workmail_sync

/// The service between two ways to the directory, by a clock that the test moves.
@Suite(.tags(.server), .requiresSamba) struct `A preferred domain controller that is back` {
    @Test func `is returned to between two runs, once it has been well for five minutes`() async throws {
        try await SambaDomainController.with { controller in
            try await FaultProxy.with(to: controller.address) { preferred in
                try await FaultProxy.with(to: controller.address) { other in
                    try await Self.service(controller, [preferred, other]) { service in
                        try await service.clock.advance(by: .seconds(10), in: .seconds(1))
                        #expect(service.record.now.isConnected && other.connections == 0)

                        preferred.fault = .refuse
                        try await service.clock.advance(by: .seconds(10), in: .seconds(1))
                        preferred.fault = .none
                        #expect(service.record.now.isConnected && other.connections > 0)
                        #expect(service.log.count("not the preferred one") == 1, "\(service.log.lines)")

                        // A whole run each five minutes: the first is due before it has been well for so long.
                        let (tried, errors) = (preferred.connections, service.log.count("error: "))
                        try await service.clock.advance(by: .seconds(570), in: .seconds(5))
                        #expect(service.record.now.runs == 2)
                        #expect(preferred.connections == tried, "one that comes and goes is left alone")
                        try await service.clock.advance(by: .seconds(20), in: .seconds(5))
                        #expect(service.record.now.runs == 3 && preferred.connections > tried)

                        // All of it is by the preferred one again, and nothing was broken off for that.
                        let (here, there) = (preferred.bytesFromServer, other.bytesFromServer)
                        try await service.clock.advance(by: .seconds(60), in: .seconds(5))
                        #expect(preferred.bytesFromServer > here && other.bytesFromServer == there)
                        #expect(service.log.count("error: ") == errors, "\(service.log.lines)")
                    }
                }
            }
        }
    }

    private static func service(
        _ controller: SambaDomainController, _ ways: [FaultProxy], _ body: (LifeProgram) async throws -> Void
    ) async throws {
        let urls = ways.map { "ldaps://127.0.0.1:\($0.port)" }.joined(separator: ", ")
        try await Installation.with(controller) { installation in
            let installation = installation.changing(["directory.url": nil, "directory.urls": "[\(urls)]"])
            try await LifeProgram.running(installation, body)
        }
    }
}
