// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import TestSupport
import Testing

@testable import workmail_sync

/// A point at which all is quiet: outages are over, both domain controllers have the same, and the service has had the time
/// for a whole run after the last thing that happened.
extension Life {
    /// Longer than the interval of whole runs, with the pause before and after it.
    static let calm = Duration.seconds(340)

    func quiet() async throws {
        let isOnSecond = program.record.now.server?.hasPrefix("dc2") ?? true
        if isOnSecond || chance.isOne(in: 4) { try await replicate() }
        for _ in 0..<40 where !isWell { try await clock.advance(by: .seconds(30), in: .seconds(5)) }
        try #require(isWell, "the service does not find back to the directory: \(program.record.status)")
        let (runs, errors) = (program.record.now.runs, program.log.count(" error: "))
        try await clock.advance(by: .seconds(5), in: .seconds(1))
        repeat { try await clock.advance(by: Self.calm, in: .seconds(20)) } while try await isAnythingOver()
        // It may have gone back to the first one meanwhile; and a machine too busy for the limits, which are of real time, is
        // one more outage, after which a run is owed.
        func isRunOwed() -> Bool { program.log.count(" error: ") > errors && program.record.now.runs == runs }
        for _ in 0..<40 where !isWell || isRunOwed() {
            try await clock.advance(by: .seconds(30), in: .seconds(5))
        }
        let said = program.log.lines.suffix(10).joined()
        #expect(program.record.now.runs > runs, "no whole run in \(Self.calm), \(moment): \(said)")
        #expect(program.record.now.safetyStop == nil)
        #expect(program.record.now.changesRefused == 0)
        book.note(at: clock.date)
        figures.quietPoints += 1
        let start = ContinuousClock.now
        try await QuietPoint(self).check()
        figures.comparing += ContinuousClock.now - start
        booksSinceQuiet = [book]
    }

    /// Whether an account or a grace has come to its end since the last whole run, perhaps: that is for the next one.
    private func isAnythingOver() async throws -> Bool {
        let grace = Double(book.graceDays) * 86_400
        let leavers = try await program.assembly().store().leavers().values.map { $0.since + grace }
        let recent = clock.date.addingTimeInterval(-(Self.calm / .seconds(1)))...clock.date
        return (leavers + book.people.compactMap(\.expires)).contains { recent.contains($0) }
    }

    private var isWell: Bool {
        let now = program.record.now
        return now.isConnected && now.lastFailure == nil && now.runs > 0
    }
}
