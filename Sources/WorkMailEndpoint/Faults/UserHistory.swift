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

    private struct State {
        var entries: [EntityID: [Entry]] = [:]
        /// At how many users what is too old is looked for again: it costs a pass over all of them.
        var limit = 256
    }

    private let delay: Duration
    private let state = Mutex(State())

    init(delay: Duration) { self.delay = delay }

    func remember(_ id: EntityID, _ details: MailUserDetails?) {
        let now = ContinuousClock.now
        state.withLock { state in
            if state.entries.count >= state.limit {
                state.entries = state.entries.compactMapValues { list in
                    let kept = list.filter { $0.visibleFrom + .seconds(60) > now }
                    return kept.isEmpty ? nil : kept
                }
                state.limit = max(256, 2 * state.entries.count)
            }
            state.entries[id, default: []].append(Entry(details: details, visibleFrom: now + delay))
        }
    }

    /// How the user was before the first write that is not seen yet; `nil` when all are.
    func hidden(_ id: EntityID) -> Entry? {
        let now = ContinuousClock.now
        return state.withLock { $0.entries[id]?.first { $0.visibleFrom > now } }
    }

    /// How the user was before the last write; `nil` where nobody remembers one.
    func last(_ id: EntityID) -> Entry? {
        let now = ContinuousClock.now
        return state.withLock { $0.entries[id]?.last { $0.visibleFrom + .seconds(60) > now } }
    }
}
