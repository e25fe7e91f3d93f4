// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import workmail_sync

/// What wakes the service, by a clock that the test moves.
@Suite(.tags(.server), .requiresSamba) struct `The directory's own word` {
    @Test func `is enough: a change is mirrored while no time passes`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { installation in
                try await LifeProgram.running(installation) { service in
                    try await service.clock.advance(by: .seconds(30), in: .seconds(1))
                    let rows = service.record.now.rowsWritten
                    // Of a change that was there before the request Samba does not tell.
                    let end = ContinuousClock.now + .seconds(60)
                    for number in 1...1_000 where service.record.now.rowsWritten == rows && ContinuousClock.now < end {
                        try await controller.addMailUser("u\(number)")
                        try await Task.sleep(for: .milliseconds(500))
                    }
                    #expect(service.record.now.rowsWritten > rows)
                }
            }
        }
    }
}
