// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync

/// Once through everything that is to be told, by every way. Takes no lock of a run: what it writes is its own two tables, and
/// each write is one short transaction.
struct NotificationRound {
    let store: SyncStore
    let organization: String
    let rules: NoticeRules

    /// What came of one way.
    struct Outcome: Sendable {
        var way: String
        /// What arrived.
        var told: [Notice] = []
        /// The notice that did not, and why; those after it wait for the next round.
        var failure: (notice: Notice, reason: DeliveryFailure)?
    }

    /// Tells, one after the other, what this way has not told. What arrived is written down at once and whatever happens
    /// meanwhile, so that nothing is told twice but what was under way when the program was killed.
    /// - Parameter looksForCandidates: whether to read who is new, which looks at everybody in the mirror.
    /// - Throws: when the state cannot be read or written, or the task is cancelled.
    @concurrent func tell(
        _ facts: NotificationFacts, by way: any NotificationWay, looksForCandidates: Bool = true, at now: Date
    ) async throws -> Outcome {
        var told = try await store.told(by: way.name)
        let housekeeping = rules.forgotten(facts, told: told) + rules.begun(facts, told: told)
        if !housekeeping.isEmpty {
            try await store.keep(housekeeping, by: way.name, at: now)
            told = try await store.told(by: way.name)
        }
        var facts = facts
        facts.left = try await left(facts, told)
        var candidates: NewCandidates?
        if looksForCandidates, rules.isDigestDue(told, at: now) {
            candidates = try await store.offerCandidates(by: way.name, names: NoticeRules.mostNames)
        }
        var outcome = Outcome(way: way.name)
        for notice in rules.notices(facts, candidates: candidates, told: told, at: now) {
            do {
                try await way.deliver(Letter(notice: notice, organization: organization, at: now))
            } catch let failure as DeliveryFailure {
                outcome.failure = (notice, failure)
                return outcome
            }
            // In a task of its own: whoever ends the program now must not have it told again.
            try await Task {
                try await store.keep(notice.marks, candidates: notice.tellsCandidates, by: way.name, at: now)
            }.value
            outcome.told.append(notice)
        }
        return outcome
    }

    /// Names of those who were found as leavers, were not told of yet, and are none any more.
    private func left(_ facts: NotificationFacts, _ told: [String: Told]) async throws -> [String: String] {
        let now = Set(facts.leavers.map(NoticeRules.begun))
        var left: [String: String] = [:]
        for subject in told.keys where subject.hasPrefix(NoticeRules.begunPrefix) && !now.contains(subject) {
            let text = String(subject.dropFirst(NoticeRules.begunPrefix.count))
            guard let guid = ObjectGUID(text: text) else { continue }
            left[subject] = try await store.person(guid)?.user.noticeName ?? text
        }
        return left
    }
}
