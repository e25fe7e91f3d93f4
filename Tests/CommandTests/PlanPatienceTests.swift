// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import workmail_sync

/// When a plan ends before its end.
@Suite struct PlanPatienceTests {
    private struct Moment {
        var at: Double
        var done: Int
        var tried: Int
        var isTurnWanted = false
        var isOver: Bool
    }

    /// Asks at moments after it was made.
    private func expect(after reading: Double = 0, _ moments: [Moment]) {
        let start = ContinuousClock.now
        let elapsed = Mutex(Duration.zero)
        let patience = PlanPatience(after: .seconds(reading)) { start + elapsed.withLock { $0 } }
        for moment in moments {
            elapsed.withLock { $0 = .seconds(moment.at) }
            let isOver = patience.isOver(done: moment.done, tried: moment.tried, isTurnWanted: moment.isTurnWanted)
            #expect(isOver == moment.isOver, "\(moment)")
        }
    }

    @Test func `a command has its turn after one change, also after one that was refused, and not before`() {
        expect([
            Moment(at: 0, done: 0, tried: 0, isTurnWanted: true, isOver: false),
            Moment(at: 1, done: 0, tried: 1, isOver: false),
            Moment(at: 2, done: 0, tried: 1, isTurnWanted: true, isOver: true),
            Moment(at: 3, done: 1, tried: 1, isTurnWanted: true, isOver: true),
        ])
    }

    @Test func `a minute after its first change it is over, and never before it has made one`() {
        expect([
            Moment(at: 5, done: 1, tried: 1, isOver: false), Moment(at: 64.9, done: 9, tried: 9, isOver: false),
            Moment(at: 65, done: 9, tried: 9, isOver: true),
        ])
        expect([Moment(at: 5000, done: 0, tried: 900, isOver: false)])
    }

    @Test func `it has as long as reading, planning and what was refused took`() {
        expect(
            after: 100,
            [
                Moment(at: 20, done: 1, tried: 8, isOver: false), Moment(at: 139, done: 9, tried: 16, isOver: false),
                Moment(at: 140, done: 9, tried: 16, isOver: true),
            ])
    }
}
