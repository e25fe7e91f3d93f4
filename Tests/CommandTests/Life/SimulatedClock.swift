// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

@testable import workmail_sync

/// Time that stands until a test moves it: for the service's dates, its schedule and its sleep. Twelve hours of it take
/// as long as what is done in them.
final class SimulatedClock: Sendable {
    private struct Sleeper {
        var end: Duration
        var isLoop: Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var elapsed = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var lastNumber = 0
        var isRung: @Sendable () -> Bool = { false }
        /// Why the service ended by itself.
        var end: (any Error)?
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// In real time: longer than anything that the service waits for before it gives up.
    private static let patience = Duration.seconds(90)

    private let state = Mutex(State())
    private let start: (date: Date, instant: ContinuousClock.Instant)

    init(from date: Date) { start = (date, .now) }

    var elapsed: Duration { state.withLock(\.elapsed) }
    var date: Date { start.date + elapsed / .seconds(1) }
    var instant: ContinuousClock.Instant { start.instant + elapsed }

    /// The same for a service.
    var daemonClock: DaemonClock {
        DaemonClock(
            date: { self.date }, now: { self.instant }, pause: { await self.pause($0, isLoop: true) },
            listenerPause: { await self.pause($0, isLoop: false) })
    }

    /// Moves on, step by step, each when the service has done what the step before gave it to do.
    func advance(by duration: Duration, in step: Duration) async throws {
        let end = elapsed + duration
        while elapsed < end {
            move(to: min(elapsed + step, end))
            try await untilAsleep()
        }
    }

    /// Moves on without waiting for what comes of it.
    func move(to moment: Duration) {
        let due = state.withLock { state in
            state.elapsed = moment
            let due = state.sleepers.filter { $0.value.end <= moment }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Waits until the service has nothing to do before time goes on.
    /// - Throws: when it ends, or does not come to rest.
    func untilAsleep() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw NoRest()
            }
            group.addTask { await self.wait() }
            try await group.next()
            group.cancelAll()
        }
        if let end = state.withLock(\.end) { throw end }
    }

    /// A service begins to live by this clock.
    /// - Parameter isRung: whether somebody woke it, which it may not have noticed yet.
    func begin(isRung: @escaping @Sendable () -> Bool) {
        state.withLock { state in
            state.isRung = isRung
            state.end = nil
        }
    }

    /// It has ended, and was not told to.
    func ended(_ error: any Error) {
        state.withLock { state in
            state.end = error
            return state.waiter.take()
        }?.resume()
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Self.isAsleep(state) || state.end != nil || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// Whether the loop sleeps, and nobody has rung whom it has not heard yet.
    private static func isAsleep(_ state: State) -> Bool {
        state.sleepers.values.contains(where: \.isLoop) && !state.isRung()
    }

    private func pause(_ duration: Duration, isLoop: Bool) async {
        guard duration > .zero else { return }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
                    if Task.isCancelled { return (true, nil) }
                    state.sleepers[number] = Sleeper(
                        end: state.elapsed + duration, isLoop: isLoop, continuation: continuation)
                    return (false, Self.isAsleep(state) ? state.waiter.take() : nil)
                }
                if isOver { continuation.resume() }
                waiter?.resume()
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume()
        }
    }

    private struct NoRest: Error, CustomStringConvertible {
        var description: String { "the service does not come to rest: it hangs, or goes round without a pause" }
    }
}
