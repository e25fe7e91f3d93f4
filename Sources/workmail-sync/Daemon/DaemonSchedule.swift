// SPDX-License-Identifier: Apache-2.0

/// When the loop does what. Pure: it is told what happened and at which moment, and says what is next.
struct DaemonSchedule: Sendable {
    enum Step: Hashable, Sendable {
        /// Ask the directory for `highestCommittedUSN`.
        case probe
        /// Bring the mirror up to the directory.
        case mirror
        /// Plan from the mirror and apply.
        case plan
        /// A whole run, whatever the probes said.
        case run
        case rest(Duration)
    }

    /// After a change the next one is likely, and is looked for this often; measured, see CONTRIBUTING.md.
    static let quickProbe = Duration.milliseconds(100)
    /// While nothing happens.
    static let idleProbe = Duration.milliseconds(400)
    /// How long after the last change it counts as idle.
    static let calm = Duration.seconds(10)

    /// The longest time without a whole run.
    var interval: Duration
    /// Between two plans that nobody waits for: an organization behind a network costs calls.
    var planPause: Duration

    private var knownUSN: Int64?
    private var isMirrorOwed = true
    private var isPlanOwed = false
    private var isPlanWanted = false
    private var isRunOwed = true
    private var lastProbe: ContinuousClock.Instant
    private var lastChange: ContinuousClock.Instant
    private var lastPlan: ContinuousClock.Instant
    private var lastRun: ContinuousClock.Instant
    /// Changes are gathered for as long as reading the last ones took.
    private var mirrorNotBefore: ContinuousClock.Instant
    /// After a plan that failed.
    private var planNotBefore: ContinuousClock.Instant

    init(interval: Duration, planPause: Duration, at now: ContinuousClock.Instant) {
        self.interval = interval
        self.planPause = planPause
        (lastProbe, lastChange, lastPlan, lastRun) = (now, now, now - planPause, now)
        mirrorNotBefore = now
        planNotBefore = now
    }

    func next(at now: ContinuousClock.Instant) -> Step {
        if isRunOwed || isRunDue(at: now), now >= planNotBefore { return .run }
        if isPlanWanted, !isMirrorOwed { return .plan }
        if isMirrorOwed, now >= mirrorNotBefore || isPlanWanted { return .mirror }
        if isPlanOwed, !isRunOwed, now >= planNotBefore, now - lastPlan >= planPause { return .plan }
        let pause = now - lastChange < Self.calm ? Self.quickProbe : Self.idleProbe
        let probe = lastProbe + pause
        if now >= probe, !isMirrorOwed { return .probe }
        var moments = [isMirrorOwed ? mirrorNotBefore : probe]
        if isPlanOwed || isRunOwed { moments.append(max(lastPlan + planPause, planNotBefore)) }
        return .rest(now.duration(to: moments.min() ?? probe))
    }

    /// In the middle of changes it waits for a calm moment, up to once more its time: a whole run may read everybody.
    private func isRunDue(at now: ContinuousClock.Instant) -> Bool {
        let since = now - lastRun
        return since >= interval && (now - lastChange >= Self.calm || since >= interval * 2)
    }

    mutating func probed(_ usn: Int64?, at now: ContinuousClock.Instant) {
        lastProbe = now
        // A server that does not say is read each time the run is due.
        guard let usn, usn != knownUSN else { return }
        if knownUSN != nil { lastChange = now }
        knownUSN = usn
        isMirrorOwed = true
    }

    /// The directory said so itself.
    mutating func notified(at now: ContinuousClock.Instant) {
        lastChange = now
        lastProbe = now - Self.quickProbe
    }

    /// - Parameters:
    ///   - usn: where the directory was before it was read.
    ///   - mattersForPlan: whether a plan now may be another one.
    ///   - took: how long it took.
    mutating func mirrored(
        _ usn: Int64?, mattersForPlan: Bool, took: Duration, at now: ContinuousClock.Instant
    ) {
        if let usn { knownUSN = usn }
        isMirrorOwed = false
        if mattersForPlan { isPlanOwed = true }
        mirrorNotBefore = now + min(took, .seconds(5))
        lastProbe = now
    }

    /// Somebody waits for what a decision comes to.
    mutating func wanted(at now: ContinuousClock.Instant) {
        isPlanWanted = true
        planNotBefore = now
    }

    /// Somebody waits for a whole run, or everything is to be looked at anew.
    mutating func runWanted(at now: ContinuousClock.Instant) {
        isRunOwed = true
        planNotBefore = now
    }

    /// Planning or applying failed, or the whole run, or the mirror could not be written.
    /// - Parameter mirrorsMeanwhile: whether the mirror can go on.
    mutating func failed(nextTry: ContinuousClock.Instant, mirrorsMeanwhile: Bool = true) {
        if !mirrorsMeanwhile {
            isMirrorOwed = true
            mirrorNotBefore = nextTry
        }
        isPlanOwed = true
        isPlanWanted = false
        planNotBefore = nextTry
    }

    /// The plan was ended before its end, and the rest is not to wait for more than a look at what came meanwhile.
    mutating func leftPart(at now: ContinuousClock.Instant) {
        (isPlanOwed, isMirrorOwed) = (true, true)
        mirrorNotBefore = min(mirrorNotBefore, now)
        lastPlan = now - planPause
    }

    /// What was read is read again next time, and more and more of it, for as long as a safety limit is not lifted: so that
    /// takes a small part of the time.
    mutating func mirrorRests(after took: Duration, at now: ContinuousClock.Instant) {
        mirrorNotBefore = now + min(max(took * 20, .seconds(1)), interval)
    }

    /// There is nothing to plan from, by a safety limit: whoever wants it gets a whole run, and all else waits for the next.
    mutating func held(at now: ContinuousClock.Instant) {
        if isPlanWanted { runWanted(at: now) } else { planned(at: now) }
    }

    mutating func planned(at now: ContinuousClock.Instant) {
        (isPlanOwed, isPlanWanted) = (false, false)
        lastPlan = now
    }

    mutating func ran(_ usn: Int64?, at now: ContinuousClock.Instant) {
        planned(at: now)
        (isRunOwed, isMirrorOwed) = (false, false)
        if let usn { knownUSN = usn }
        lastRun = now
        lastProbe = now
    }

    /// Another connection, perhaps to another domain controller, whose numbers are its own.
    mutating func reconnected() {
        knownUSN = nil
        isMirrorOwed = true
    }
}
