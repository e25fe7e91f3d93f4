// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

/// When the service does what. Pure: moments are numbers.
struct DaemonScheduleTests {
    private let start = ContinuousClock.now

    private func idle() -> DaemonSchedule {
        var schedule = DaemonSchedule(interval: .seconds(300), planPause: .seconds(1), at: start)
        schedule.ran(10, at: start)
        return schedule
    }

    @Test func `it begins with a whole run`() {
        let schedule = DaemonSchedule(interval: .seconds(300), planPause: .seconds(1), at: start)
        #expect(schedule.next(at: start) == .run)
    }

    @Test func `while nothing happens it rests and asks now and then`() {
        var schedule = idle()
        let later = start + .seconds(60)
        schedule.probed(10, at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.idleProbe))
        #expect(schedule.next(at: later + DaemonSchedule.idleProbe) == .probe)
    }

    @Test func `another number means another look, and then it asks more often`() {
        var schedule = idle()
        let later = start + .seconds(60)
        schedule.probed(11, at: later)
        #expect(schedule.next(at: later) == .mirror)
        schedule.mirrored(11, mattersForPlan: false, took: .milliseconds(50), at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.quickProbe))
    }

    @Test func `a notification is answered by a probe at once, and the changes after it by frequent ones`() {
        var schedule = idle()
        let later = start + .seconds(60)
        schedule.probed(10, at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.idleProbe))
        schedule.notified(at: later)
        #expect(schedule.next(at: later) == .probe)
        schedule.probed(10, at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.quickProbe))
    }

    @Test func `a change of nobody who has a mailbox makes no plan`() {
        var schedule = idle()
        schedule.probed(11, at: start + .seconds(5))
        schedule.mirrored(11, mattersForPlan: false, took: .zero, at: start + .seconds(5))
        #expect(schedule.next(at: start + .seconds(7)) == .probe)
        schedule.probed(12, at: start + .seconds(8))
        schedule.mirrored(12, mattersForPlan: true, took: .zero, at: start + .seconds(8))
        #expect(schedule.next(at: start + .seconds(8)) == .plan)
    }

    @Test func `plans that nobody waits for keep their distance, a decision does not wait`() {
        var schedule = DaemonSchedule(interval: .seconds(300), planPause: .seconds(30), at: start)
        schedule.ran(10, at: start)
        schedule.mirrored(11, mattersForPlan: true, took: .zero, at: start + .seconds(1))
        #expect(schedule.next(at: start + .seconds(2)) == .probe)
        schedule.wanted(at: start + .seconds(2))
        #expect(schedule.next(at: start + .seconds(2)) == .plan)
    }

    @Test func `while nothing may be planned, a change waits for the next whole run, and a decision has one at once`() {
        var schedule = idle()
        let later = start + .seconds(20)
        schedule.mirrored(11, mattersForPlan: true, took: .zero, at: later)
        #expect(schedule.next(at: later) == .plan)
        schedule.held(at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.idleProbe))
        schedule.wanted(at: later)
        #expect(schedule.next(at: later) == .plan)
        schedule.held(at: later)
        #expect(schedule.next(at: later) == .run)
    }

    @Test func `what a plan left comes at once after a look at the directory, also where plans have pauses`() {
        var schedule = DaemonSchedule(interval: .seconds(300), planPause: .seconds(30), at: start)
        schedule.ran(10, at: start)
        let later = start + .seconds(60)
        schedule.probed(10, at: later)
        schedule.planned(at: later)
        #expect(schedule.next(at: later) == .rest(DaemonSchedule.idleProbe))
        schedule.leftPart(at: later)
        #expect(schedule.next(at: later) == .mirror)
        schedule.mirrored(11, mattersForPlan: false, took: .seconds(1), at: later)
        #expect(schedule.next(at: later) == .plan)
    }

    @Test func `what a safety limit stops is read again in a twentieth of the time, and for a decision at once`() {
        var schedule = idle()
        let later = start + .seconds(20)
        schedule.mirrored(11, mattersForPlan: false, took: .seconds(6), at: later)
        schedule.mirrorRests(after: .seconds(6), at: later)
        schedule.probed(12, at: later + .seconds(1))
        #expect(schedule.next(at: later + .seconds(1)) == .rest(.seconds(119)))
        #expect(schedule.next(at: later + .seconds(120)) == .mirror)
        schedule.wanted(at: later + .seconds(2))
        #expect(schedule.next(at: later + .seconds(2)) == .mirror)
    }

    @Test func `a storm is gathered: the next look waits for as long as the last one took`() {
        var schedule = idle()
        schedule.mirrored(11, mattersForPlan: false, took: .seconds(3), at: start + .seconds(5))
        schedule.probed(12, at: start + .seconds(5))
        #expect(schedule.next(at: start + .seconds(6)) == .rest(.seconds(2)))
        #expect(schedule.next(at: start + .seconds(8)) == .mirror)
    }

    @Test func `a whole run comes in its time, in the middle of changes a little later`() {
        var schedule = idle()
        schedule.probed(11, at: start + .seconds(299))
        schedule.mirrored(11, mattersForPlan: false, took: .zero, at: start + .seconds(299))
        #expect(schedule.next(at: start + .seconds(301)) == .probe)
        #expect(schedule.next(at: start + .seconds(310)) == .run)
    }

    @Test func `without an end of the changes it comes after twice its time`() {
        var schedule = idle()
        schedule.probed(11, at: start + .seconds(600))
        #expect(schedule.next(at: start + .seconds(601)) == .run)
    }

    @Test func `after a failure the mirror goes on, and planning waits`() {
        var schedule = idle()
        schedule.mirrored(11, mattersForPlan: true, took: .zero, at: start + .seconds(5))
        schedule.failed(nextTry: start + .seconds(25))
        schedule.probed(12, at: start + .seconds(6))
        #expect(schedule.next(at: start + .seconds(6)) == .mirror)
        schedule.mirrored(12, mattersForPlan: true, took: .zero, at: start + .seconds(6))
        #expect(schedule.next(at: start + .seconds(10)) == .probe)
        #expect(schedule.next(at: start + .seconds(25)) == .plan)
    }

    @Test func `another connection has numbers of its own`() {
        var schedule = idle()
        schedule.reconnected()
        #expect(schedule.next(at: start + .seconds(1)) == .mirror)
    }

    @Test func `where the organization is away from the start nothing is read again before its time`() {
        var schedule = DaemonSchedule(interval: .seconds(300), planPause: .seconds(1), at: start)
        schedule.failed(nextTry: start + .seconds(5), mirrorsMeanwhile: false)
        #expect(schedule.next(at: start + .seconds(1)) == .rest(.seconds(4)))
        #expect(schedule.next(at: start + .seconds(5)) == .run)
        // A decision does not wait, once.
        schedule.wanted(at: start + .seconds(1))
        #expect(schedule.next(at: start + .seconds(1)) == .run)
    }

    @Test func `where the mirror cannot be written it is tried again when it is time, and planned after it`() {
        var schedule = idle()
        let later = start + .seconds(20)
        schedule.probed(11, at: later)
        schedule.failed(nextTry: later + .seconds(5), mirrorsMeanwhile: false)
        #expect(schedule.next(at: later) == .rest(.seconds(5)))
        #expect(schedule.next(at: later + .seconds(5)) == .mirror)
        schedule.mirrored(11, mattersForPlan: false, took: .zero, at: later + .seconds(5))
        #expect(schedule.next(at: later + .seconds(5)) == .plan)
    }
}
