// SPDX-License-Identifier: Apache-2.0

/// The service that keeps a state, as a command sees it.
struct RunningService {
    let state: String
    let socket: String

    init(_ settings: Settings) {
        state = settings.state.file
        socket = settings.service.socket
    }

    var isRunning: Bool { ServiceLock.isHeld(forStateAt: state) }

    /// Waits for the answer, off the threads that everything else shares.
    /// - Returns: `nil` where no service keeps this state.
    /// - Throws: where one does and cannot be spoken to.
    @concurrent func ask(_ request: ControlRequest) async throws -> ControlAnswer? {
        guard isRunning else { return nil }
        if let answer = try ControlClient(path: socket).ask(request) { return answer }
        throw CommandFailure(
            "service", "one keeps \(state), and its socket \(socket) cannot be opened",
            remedy: "run this as root or as the service's user: sudo -u workmail-sync …", exit: .tryAgain)
    }

    /// Says that something was decided, so that it takes effect at once.
    /// - Returns: whether a service heard it; without one the next sync does it.
    @concurrent func tellOfDecision() async -> Bool {
        (try? await ask(ControlRequest(kind: .decided)))?.exit == 0
    }
}
