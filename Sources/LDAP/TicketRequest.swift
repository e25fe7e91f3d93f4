// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// What passes between the thread that gets a ticket and the one that waits for it, which may have gone by then.
final class TicketRequest: Sendable {
    private struct State {
        var step = LDAPError.Operation.ticket
        var outcome: Result<Void, ServiceTicket.Failure> = .success(())
        var isLeft = false
    }

    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)
    private let forget: @Sendable () -> Void

    /// - Parameter forget: whoever waited forgets the tickets when they go. What comes into the cache after that is forgotten
    ///   with this, or it would stay there as long as the process.
    init(forget: @escaping @Sendable () -> Void) { self.forget = forget }

    /// On the thread: one step after the other.
    func carryOut(
        taking: () throws(LibraryFailure) -> Void, firstStep: () throws(LibraryFailure) -> Void
    ) {
        var step = LDAPError.Operation.ticket
        let outcome: Result<Void, ServiceTicket.Failure>
        do throws(LibraryFailure) {
            try taking()
            step = .ticketBind
            state.withLock { $0.step = .ticketBind }
            try firstStep()
            outcome = .success(())
        } catch {
            outcome = .failure(ServiceTicket.Failure(step: step, reason: error))
        }
        let isLeft = state.withLock { state in
            state.outcome = outcome
            return state.isLeft
        }
        if isLeft { forget() }
        finished.signal()
    }

    /// Waits for its end.
    func isOver(withinMilliseconds pause: Int) -> Bool {
        finished.wait(timeout: .now() + .milliseconds(pause)) == .success
    }

    func outcome() throws(ServiceTicket.Failure) { try state.withLock { $0 }.outcome.get() }

    /// Nobody waits any more.
    /// - Returns: the step that it has come to.
    func leave() -> LDAPError.Operation {
        state.withLock { state in
            state.isLeft = true
            return state.step
        }
    }
}
