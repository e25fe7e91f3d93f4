// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// What others want of the loop is put down here, and wakes it when it sleeps.
final class Bell: Sendable {
    private struct State {
        var wakes: [Wake] = []
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring(_ wake: Wake) {
        let sleeper = state.withLock { state in
            state.wakes.append(wake)
            return state.sleeper.take()
        }
        sleeper?.resume()
    }

    /// What came since the last time, in its order.
    func take() -> [Wake] {
        state.withLock { state in
            let wakes = state.wakes
            state.wakes = []
            return wakes
        }
    }

    /// Whether somebody rang since the last time.
    var isRung: Bool { state.withLock { !$0.wakes.isEmpty } }

    /// Whether a command has rung that waits for its turn.
    var isTurnWanted: Bool {
        state.withLock { state in
            state.wakes.contains { wake in
                if case .request(let request, _, _, _) = wake { request.kind == .turn } else { false }
            }
        }
    }

    /// Sleeps until somebody rings, the time is over or the task is cancelled; at once when somebody rang before.
    @concurrent func sleep(for duration: Duration, _ pause: @escaping @Sendable (Duration) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pause(duration) }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAwake = state.withLock { state in
                    if !state.wakes.isEmpty || Task.isCancelled { return true }
                    state.sleeper = continuation
                    return false
                }
                if isAwake { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleeper.take() }?.resume()
        }
    }
}

/// Why the loop is woken.
enum Wake: Sendable {
    /// The directory said that something changed.
    case notification
    /// The configuration is to be read again.
    case reload
    /// Somebody on this machine wants something; whoever does is answered once. They may have given up.
    case request(
        ControlRequest, from: Peer, answer: @Sendable (ControlAnswer) -> Void,
        isAwaited: @Sendable () -> Bool = { true })
}
