// SPDX-License-Identifier: Apache-2.0
import Synchronization
import WorkMail

/// How users were before the writes of late. Forgets after a minute beyond the delay, so it stays as small as the writes are
/// few.
final class UserHistory: Sendable {
    struct Entry: Sendable {
        /// `nil`: the user was not there.
        var details: MailUserDetails?
        /// From when on the write is seen.
        var visibleFrom: ContinuousClock.Instant
    }

    private let delay: Duration
    private let entries = Mutex<[EntityID: [Entry]]>([:])

    init(delay: Duration) { self.delay = delay }

    func remember(_ id: EntityID, _ details: MailUserDetails?) {
        let now = ContinuousClock.now
        entries.withLock { entries in
            for (key, list) in entries {
                let kept = list.filter { $0.visibleFrom + .seconds(60) > now }
                entries[key] = kept.isEmpty ? nil : kept
            }
            entries[id, default: []].append(Entry(details: details, visibleFrom: now + delay))
        }
    }

    /// How the user was before the first write that is not seen yet; `nil` when all are.
    func hidden(_ id: EntityID) -> Entry? {
        let now = ContinuousClock.now
        return entries.withLock { $0[id]?.first { $0.visibleFrom > now } }
    }

    /// How the user was before the last write; `nil` where nobody remembers one.
    func last(_ id: EntityID) -> Entry? { entries.withLock { $0[id]?.last } }
}
