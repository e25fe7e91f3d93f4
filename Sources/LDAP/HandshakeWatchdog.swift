// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Shuts a socket down when a TLS handshake on it takes too long, or when told to.
///
/// After `stop()` it never touches the descriptor again, whose number may by then belong to something else.
final class HandshakeWatchdog: Sendable {
    private struct State {
        var isStopped = false
        var hasTimedOut = false
    }

    private let socket: TCPSocket
    private let state = Mutex(State())

    init(socket: TCPSocket, milliseconds: Int32) {
        self.socket = socket
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(milliseconds))) {
            self.shutDown(becauseOfTime: true)
        }
    }

    /// True when it was the time that ended the handshake.
    var hasTimedOut: Bool { state.withLock { $0.hasTimedOut } }

    func shutDown(becauseOfTime: Bool = false) {
        state.withLock { state in
            if state.isStopped { return }
            state.hasTimedOut = becauseOfTime
            socket.shutDown()
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
    }
}
