// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

extension DirectoryReading {
    /// Reads anew what changed, what may stand otherwise since something else changed, and nobody else.
    ///
    /// Changes only say which objects; what those are is read after the scope was resolved, and that after the changes were
    /// asked for. So whatever is seen here is at least as new as the cursor that is kept at the end.
    func readChanges(
        _ directory: ActiveDirectory, from state: TrackingState, _ cursor: DirectoryCursor
    ) async throws -> Result<Observation, ChangesRefused> {
        var observation = Observation(server: directory.server, extent: .changes(0, by: cursor.method))
        let hasExpired = try await store.areAnyExpired(at: now)
        let isLookDue = try await isLookDue(directory.server, state)
        let isScopeDue = try await isDue(state.scopeLook)
        let owesScope = isScopeDue && state.scopeLook?.isOwed == true
        if cursor.verdict(on: directory.server) == .upToDate, !hasExpired, !isLookDue, !owesScope {
            observation.concernsMailboxes = false
            return .success(observation)
        }
        try await store.beginChanges()
        let expired = hasExpired ? try await store.noteExpired(at: now) : 0
        var state = state
        var told = 0
        let next: DirectoryCursor
        do {
            next = try await directory.changes(since: cursor, in: parts.scope) { objects in
                told += objects.count
                try await store.note(objects)
            }
        } catch let refusal as ChangesRefused {
            return .failure(refusal)
        }
        state.cursor = next
        if told == 0, expired == 0, !isLookDue, !isScopeDue, try await !store.isAheadOfBasis() {
            state.scopeLook?.isOwed = true
            try await store.finishUntoldChanges(state, at: parts.clock())
            observation.concernsMailboxes = false
            return .success(observation)
        }
        observation.readFrom = try await directory.basisSoFar()
        try await store.beginCompleteRead()
        if isLookDue { try await lookWhoIsThere(directory, &state) }
        let start = ContinuousClock.now
        let scope = try await directory.resolve(parts.scope, pins: pins)
        state.scopeLook = ScopeLook(at: now, seconds: (ContinuousClock.now - start).seconds)
        observation.readFrom.add(observation.server, upTo: scope.highestUSNOfVerdicts)
        try await store.select(scope)
        try await store.noteScopeDifferences(primaryGroups: state.primaryGroupIDs, scope.primaryGroupIDs)
        let hasLostGroup = !state.primaryGroupIDs.isSubset(of: scope.primaryGroupIDs)
        state.primaryGroupIDs = scope.primaryGroupIDs

        let moved = try await readNoted(directory, in: scope, into: &observation)
        observation.saw(moved: moved)
        for container in moved {
            // Nobody below was told anything, and all are elsewhere now.
            try await directory.readPeople(below: container.dn, in: scope) { try await mirror($0, into: &observation) }
        }
        try await requireInPlace(scope, directory, after: observation)
        observation.extent = .changes(told + expired, by: cursor.method)

        let absent = try await store.absenteesOfChanges()
        if absent.people > 0, !absent.isAnybodyLeft { throw SafetyStop.emptyDirectory(known: absent.known) }
        var gone = try await prove(absent.present, missing: absent.people, known: absent.known, directory)
        observation.gone = gone.count
        try await tellLost(gone.keys.sorted())
        gone.merge(try await deleted(among: absent.missing, directory)) { $1 }
        state.basis = try await basis(
            directory, after: observation, in: scope, hasGone: hasLostGroup || !gone.isEmpty, before: state.basis)
        state.witnesses = USNWitness.latest(observation.witnesses, known: state.witnesses ?? [])
        observation.concernsMailboxes = try await store.doChangesConcernSubjects()
        try await store.finishChanges(gone: gone, pins: scope.pins, state: state, at: parts.clock())
        return .success(observation)
    }

    /// Reads what was noted, a batch at a time.
    /// - Returns: the containers among it that are elsewhere than before, or new.
    private func readNoted(
        _ directory: ActiveDirectory, in scope: ResolvedScope, into observation: inout Observation
    ) async throws -> [DirectoryContainer] {
        var moved: [DirectoryContainer] = []
        var last: ObjectGUID?
        while true {
            let guids = try await store.changed(after: last, limit: ActiveDirectory.batchSize)
            guard let end = guids.last else { return moved }
            last = end
            let batch = try await directory.read(guids, in: scope)
            try await mirror(batch.page, into: &observation)
            observation.saw(batch.witnesses)
            if !batch.groups.isEmpty {
                try await backed?.directoryHolds(groups: batch.groups.map(DirectorySourcedGroup.init))
            }
            if !batch.containers.isEmpty { moved += try await store.note(batch.containers) }
        }
    }

    /// Where deleted objects are not proved visible nobody tells of a deletion, so it is looked who is there: as often as
    /// costs a sixtieth of the time, and always where it is one page. Also when the changes have all been read: the deletion
    /// was among them, perhaps, and could not be seen.
    private func isLookDue(_ server: DirectoryServer, _ state: TrackingState) async throws -> Bool {
        guard parts.tracking.looksWhoIsThere else { return false }
        if let usn = server.highestCommittedUSN, usn == state.presenceUSN { return false }
        if try await store.capabilityProfile()?.tombstones.areProvedVisible == true { return false }
        return try await isWorthIt(after: state.presenceReadAt, taking: state.presenceSeconds)
    }

    /// Commits of which nothing is told (a DNS record; with DirSync a logon, too) are not worth a search for all who match the
    /// scope's filter, or a large group's members, each time. Yet somebody may match by what is not watched, and a group be
    /// gone unseen: so it is looked by whoever is in no hurry, as often as costs a sixtieth of the time, every ten minutes in
    /// any case, and always in a small directory.
    private func isDue(_ look: ScopeLook?) async throws -> Bool {
        guard let look, !parts.tracking.looksWhoIsThere else { return true }
        return try await isWorthIt(after: look.at, taking: min(look.seconds, 10))
    }

    private func isWorthIt(after last: Date, taking seconds: Double) async throws -> Bool {
        let elapsed = now.timeIntervalSince(last)
        if elapsed < 0 || elapsed >= 60 * seconds { return true }
        return try await !store.arePresent(moreThan: parts.tracking.smallDirectory)
    }

    private func lookWhoIsThere(_ directory: ActiveDirectory, _ state: inout TrackingState) async throws {
        let start = ContinuousClock.now
        try await directory.readPresence { try await store.noteHere($0) }
        try await store.notePresenceDifferences()
        state.presenceReadAt = now
        state.presenceUSN = directory.server.highestCommittedUSN
        state.presenceSeconds = (ContinuousClock.now - start).seconds
    }
}
