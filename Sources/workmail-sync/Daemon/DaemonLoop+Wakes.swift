// SPDX-License-Identifier: Apache-2.0
import Directory
import Logging
import Sync

extension DaemonLoop {
    /// Deals with what came meanwhile.
    /// - Returns: whether to connect anew, since the configuration was read again.
    func takeWakes() throws -> Bool {
        var isReloaded = false
        for wake in daemon.bell.take() {
            switch wake {
            case .notification: schedule.notified(at: daemon.clock.now())
            case .reload: isReloaded = reload().exit == 0 || isReloaded
            case .request(let request, let peer, let answer, let isAwaited):
                daemon.log.say(
                    .asked, .notice, "asked to \(request.kind.words) by \(peer)",
                    ["WORKMAIL_PEER_UID": "\(peer.user)", "WORKMAIL_PEER_PID": "\(peer.process)"])
                switch request.kind {
                case .decided:
                    deciders.append(peer)
                    schedule.wanted(at: daemon.clock.now())
                    let record = daemon.record.now
                    let obstacle =
                        (record.isConnected ? nil : trouble?.description) ?? record.safetyStop
                        ?? record.lastFailure?.text
                    answer(ControlAnswer(error: obstacle ?? "", exit: 0))
                case .turn:
                    turnEnds = daemon.clock.now() + .seconds(1)
                    answer(ControlAnswer(exit: 0))
                case .sync:
                    callers.append(Caller(request: request, peer: peer, answer: answer, isAwaited: isAwaited))
                    schedule.runWanted(at: daemon.clock.now())
                case .reload:
                    let outcome = reload()
                    isReloaded = outcome.exit == 0 || isReloaded
                    answer(outcome)
                }
            }
        }
        return isReloaded
    }

    /// Takes over the configuration as it is in its file now, all of it or nothing.
    private func reload() -> ControlAnswer {
        // While it starts, READY would say that it has started.
        let isReady = daemon.record.now.isReady
        if isReady { daemon.manager.reloading() }
        defer { if isReady { daemon.manager.ready(daemon.record.status) } }
        do {
            let new = try LoadedConfiguration(file: daemon.options.path)
            let difference = ConfigurationDifference(from: configuration.values, to: new.values)
            if let fixed = difference.needingRestart.first {
                throw CommandFailure(
                    fixed, "it cannot become another while the service runs",
                    remedy: "systemctl restart workmail-sync")
            }
            let memory = parts.directory.memory
            (assembly, parts) = try Self.assemble(new, daemon, watchdog)
            // How the domain controllers are does not depend on it.
            parts.directory.memory = memory
            configuration = new
            schedule = Self.schedule(new, at: daemon.clock.now())
            domains = nil
            daemon.notifications.use(assembly)
            let lines = difference.lines.isEmpty ? ["nothing in it is another"] : difference.lines
            daemon.log.say(.reloaded, .notice, "configuration read again: \(lines.joined(separator: "; "))")
            return ControlAnswer(output: lines.joined(separator: "\n"), exit: 0)
        } catch {
            let report = FailureReport(ForeignFailure.commandFailure(for: error) ?? error)
            daemon.log.say(
                .reloadRefused, .error, "the new configuration is refused and the old one stays: \(report.text)")
            return ControlAnswer(error: report.text, exit: report.exit)
        }
    }

    func answer(_ callers: [Caller], with report: RunReport) {
        var report = report
        if !callers.isEmpty {
            var applied = doneBefore
            applied.append(report.applied)
            (report.applied, doneBefore) = (applied, ApplyReport())
        }
        for caller in callers { caller.answer(SyncAnswer(report, speed: assembly.speed).answer(to: caller.request)) }
        self.callers.removeFirst(callers.count)
    }

    /// - Parameter done: what had been done before it, in lines.
    func answer(_ callers: [Caller], with failure: CommandFailure, after done: String = "") {
        for caller in callers {
            let text = doneBefore.text + done + FailureReport(failure).text
            caller.answer(ControlAnswer(error: text, exit: failure.exit.rawValue))
        }
        self.callers.removeFirst(callers.count)
        if !callers.isEmpty { doneBefore = ApplyReport() }
    }

    /// Whoever ended their command wants nothing any more, least of all what it would have accepted.
    func dropWithdrawn() {
        // Asked once: an answer closes the connection, which is another one's then.
        let isAwaited = callers.map { $0.isAwaited() }
        for (caller, isAwaited) in zip(callers, isAwaited) where !isAwaited {
            daemon.log.say(.asked, .notice, "\(caller.peer) wants no run any more")
            caller.answer(ControlAnswer(exit: 0))
        }
        callers = zip(callers, isAwaited).filter(\.1).map(\.0)
        if callers.isEmpty { doneBefore = ApplyReport() }
    }

    /// Nobody is to wait for as long as a directory may be away.
    func answerCallers(with trouble: CommandFailure?) {
        guard let trouble else { return }
        answer(callers, with: trouble)
    }
}

extension ControlRequest.Kind {
    fileprivate var words: String {
        switch self {
        case .decided: "carry out a decision"
        case .turn: "let a command have its turn"
        case .sync: "run"
        case .reload: "read the configuration again"
        }
    }
}
