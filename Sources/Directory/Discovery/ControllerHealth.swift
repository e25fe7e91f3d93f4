// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// What is remembered of how well each domain controller answered. A value; all times are the caller's.
public struct ControllerHealth: Sendable {
    struct Failures: Sendable {
        /// In a row.
        var count: Int
        var last: ContinuousClock.Instant
        /// Before this it is tried only when nobody else is left.
        var restsUntil: ContinuousClock.Instant
        var reason: String
    }

    /// Whom we stay with while it is well.
    public private(set) var current: LDAPURL?
    private(set) var failures: [LDAPURL: Failures] = [:]
    /// The site that a domain controller of a domain said we are in. By the domain's name, since a configuration that is read
    /// again may name another domain, whose sites are its own.
    private var sites: [String: String] = [:]

    /// After the first failure, the second …; then the last again and again.
    static let rests: [Duration] = [.seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900)]
    /// Whoever has not failed for so long is well: one that is preferred is returned to then, since one that comes and goes is
    /// better left alone, and one that is asked has its failures forgotten.
    static let wellAfter: Duration = .seconds(300)

    /// A rest is that many times as long as it says above.
    static let jitters = 1.0...1.5

    public init() {}

    /// In which order to try: whom we stay with, then the others by preference, then those that rest, the one that rests the
    /// shortest first. Nobody is left out: when all rest, one of them may still be well by now.
    /// - Parameter continuing: whether this belongs to a run that has begun, in which nobody is returned to.
    func order(
        _ candidates: [ControllerCandidate], continuing: Bool, at now: ContinuousClock.Instant
    ) -> [ControllerCandidate] {
        let ready = candidates.filter { now >= failures[$0.url]?.restsUntil ?? now }
        let resting = candidates.filter { now < failures[$0.url]?.restsUntil ?? now }
            .sorted { (failures[$0.url]?.restsUntil ?? now) < (failures[$1.url]?.restsUntil ?? now) }
        guard let index = ready.firstIndex(where: { $0.url == current }) else { return ready + resting }
        let others = ready[..<index] + ready[(index + 1)...]
        if continuing { return [ready[index]] + others + resting }
        // The preferred ones that have been well for a while stand before it, the others behind it, those among them that
        // only chance put first.
        let before = ready[..<index].filter { candidate in
            candidate.rank < ready[index].rank
                && failures[candidate.url].map { now - $0.last >= Self.wellAfter } ?? true
        }
        let behind = others.filter { candidate in !before.contains(candidate) }
        return before + [ready[index]] + behind + resting
    }

    /// It let us in, which says little about how it does what it is asked for then: its failures are not forgotten yet.
    mutating func chose(_ url: LDAPURL, at now: ContinuousClock.Instant) {
        current = url
        failures[url]?.restsUntil = now
    }

    /// It did what it was asked for, or did so for minutes until it broke off.
    mutating func wasWell(_ url: LDAPURL) { failures[url] = nil }

    func site(in domain: String) -> String? { sites[domain.lowercased()] }

    mutating func learned(site: String, in domain: String) { sites[domain.lowercased()] = site }

    /// - Parameter jitter: by chance from ``jitters``, so that not everybody comes back to a server at the same moment.
    mutating func failed(
        _ url: LDAPURL, because reason: String, at now: ContinuousClock.Instant, jitter: Double
    ) {
        let count = (failures[url]?.count ?? 0) + 1
        let rest = Self.rests[min(count, Self.rests.count) - 1]
        failures[url] = Failures(count: count, last: now, restsUntil: now + rest * jitter, reason: reason)
        if current == url { current = nil }
    }
}
