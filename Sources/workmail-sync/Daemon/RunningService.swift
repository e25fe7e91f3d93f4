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
        if let answer = try await ControlClient(path: socket).ask(request) { return answer }
        throw CommandFailure(
            "service", "one keeps \(state), and its socket \(socket) cannot be opened",
            remedy: "run this as root or as the service's user: sudo -u workmail-sync …", exit: .tryAgain)
    }

    /// What a service makes of a decision.
    enum Hearing: Hashable, Sendable {
        case atOnce
        /// It knows of it, and something keeps it from that for now.
        case later(String)
    }

    /// Says that something was decided, so that it takes effect at once.
    /// - Returns: `nil` where no service heard it: the next sync does it.
    @concurrent func tellOfDecision() async -> Hearing? {
        guard isRunning else { return nil }
        do {
            let request = ControlRequest(kind: .decided)
            guard let answer = try await ControlClient(path: socket).ask(request, seconds: 5), answer.exit == 0 else {
                return nil
            }
            return answer.error.isEmpty ? .atOnce : .later(answer.error)
        } catch is ControlClient.Busy {
            return .later("it is at something else, and comes to this after it")
        } catch {
            return nil
        }
    }

    /// Asks for the state before the service's next step; when there is a service, it need not have heard it.
    @concurrent func askForTurn() async {
        _ = try? await ControlClient(path: socket).ask(ControlRequest(kind: .turn), seconds: 5)
    }
}
