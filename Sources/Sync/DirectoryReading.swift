// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// One read of the directory into the mirror, and into an embedded organization that has its users from there.
struct DirectoryReading {
    let parts: SyncParts
    let judge: StandingJudge
    /// Digest of what decides besides the directory.
    let settings: String
    let pins: [ScopePin]
    let backed: (any DirectoryBackedOrganization)?
    let now: Date

    var store: SyncStore { parts.store }

    /// The base or excluded subtree by which people were judged was elsewhere before they had all been read.
    struct ScopeMoved: Error {}

    /// Reads what changed since `state`, or everybody.
    ///
    /// Whoever is read after a base was renamed is not below where it had been, which is not to count as proof that they
    /// have left it. All of it is read again then, and so is whoever was mirrored by that.
    func observe(_ directory: ActiveDirectory, from state: TrackingState?) async throws -> Observation {
        for _ in 1...3 {
            do { return try await observeOnce(directory, from: state) } catch is ScopeMoved {}
        }
        throw directory.scopeKeepsMoving
    }

    /// - Throws: `ScopeMoved`.
    private func observeOnce(_ directory: ActiveDirectory, from state: TrackingState?) async throws -> Observation {
        let (cursor, reason) = start(directory.server, state)
        guard let state, let cursor else { return try await readEverybody(directory, reason ?? .first) }
        let expected = try await expected(directory, since: cursor, state)
        if let reason { return try await readEverybody(directory, reason) }
        if let drift = expected { return try await readEverybody(directory, drift) }
        switch try await readChanges(directory, from: state, cursor) {
        case .success(let observation): return observation
        case .failure(let refusal): return try await readEverybody(directory, refusal.reason)
        }
    }

    /// From where to continue, and why everybody has to be read all the same. Pure.
    /// - Returns: a cursor that still counts, be it only for comparing.
    func start(
        _ server: DirectoryServer, _ state: TrackingState?
    ) -> (cursor: DirectoryCursor?, reason: FullReadReason?) {
        if parts.tracking.readsEverybody { return (nil, .asked) }
        guard let state else { return (nil, .first) }
        if state.settings != settings { return (nil, .settingsChanged) }
        guard let cursor = state.cursor else {
            return (nil, .noTracking("that is how it is configured, or all that the server allows"))
        }
        if case .unusable(let reason) = cursor.verdict(on: server) { return (nil, reason) }
        if parts.tracking.isFullReadDue(after: state.fullReadAt, at: now) {
            return (cursor, .due(hours: Int(now.timeIntervalSince(state.fullReadAt) / 3600)))
        }
        return (cursor, nil)
    }

    /// Looks whether a few people are as they must be, unless nothing at all was committed since: rights are entries of the
    /// directory too.
    /// - Returns: why the changes cannot be believed.
    /// - Throws: `LostRight`, before anything is concluded.
    private func expected(
        _ directory: ActiveDirectory, since cursor: DirectoryCursor, _ state: TrackingState
    ) async throws -> FullReadReason? {
        // Of what was committed before, a right that was taken away is not told.
        let owesLook = state.scopeLook?.isOwed == true
        guard cursor.verdict(on: directory.server) == .behind || owesLook else { return nil }
        let looked = try await directory.look(
            at: try await store.canaries(5), state.witnesses ?? [], unchangedSince: cursor.usn)
        if let (from, to) = looked.wentBack { return .wentBack(server: cursor.server, from: from, to: to) }
        for canary in looked.absent {
            // Deleted since, which the changes tell; or hidden, which they do not.
            if try await directory.secondLook(at: canary.guid) == .missing,
                try await store.capabilityProfile()?.tombstones.areProvedVisible == true
            {
                return .drift("“\(canary.name)”")
            }
        }
        return nil
    }

    /// Mirrors a page, and tells the embedded organization: two files, written side by side. What only one of them has when
    /// the power goes comes again, since the cursor is kept last.
    func mirror(_ page: ObservedPage, into observation: inout Observation) async throws {
        let judged = page.users.map { ($0, judge.standing(of: $0.user, scope: $0.scope, faults: $0.faults)) }
        async let told = backed?.directoryHolds(page.users.compactMap { DirectorySourcedUser($0.user) })
        var basis = observation.readFrom
        basis.add(observation.server, upTo: page.highestUSN)
        observation.rowsWritten += try await store.mirror(judged, issues: page.issues, from: basis)
        _ = try await told
        observation.usersRead += page.users.count
        observation.highestUSN = max(observation.highestUSN, page.highestUSN)
        observation.saw(page.witnesses)
        observation.issues += page.issues + page.users.flatMap(\.faults)
        parts.progress(.reading(observation.usersRead))
    }

    /// To be asked when everybody was read who is to be, before anything is concluded.
    /// - Throws: `ScopeMoved`.
    func requireInPlace(
        _ scope: ResolvedScope, _ directory: ActiveDirectory, after observation: Observation
    ) async throws {
        guard observation.usersRead > 0 else { return }
        if try await !directory.isInPlace(scope) { throw ScopeMoved() }
    }

    /// What the mirror has been read from when this read is over. That somebody or a group has gone has no number that is
    /// seen, nor has what makes somebody match a filter, which may be a group's: then everything counts that was
    /// committed.
    /// - Parameters:
    ///   - hasGone: whether anybody has, or any of the scope's groups.
    ///   - before: `nil` when what was read before does not count.
    func basis(
        _ directory: ActiveDirectory, after observation: Observation, in scope: ResolvedScope, hasGone: Bool,
        before: ReplicationBasis?
    ) async throws -> ReplicationBasis? {
        let isUnseen = if hasGone { true } else { try await store.doesFilterMatchOthers() }
        let isAhead = try await store.isAheadOfBasis()
        guard before == nil || isUnseen || isAhead || observation.hasMovedContainers else { return before }
        let usn = isUnseen ? .max : max(observation.highestUSN, scope.highestUSN)
        return try await directory.basis(upTo: usn).merged(with: before)
    }

    /// Stops when there are so many absent that it is not believed; then looks a second time at each.
    func prove(
        _ absent: [(guid: ObjectGUID, toldDeleted: Bool)], missing: Int, known: Int, _ directory: ActiveDirectory
    ) async throws -> [ObjectGUID: MirroredPerson.Presence] {
        let allowed = parts.limits.allowedMissing(of: known)
        if missing > parts.accepted.allowedMissing(allowed) {
            throw SafetyStop.tooManyMissing(missing: missing, known: known, allowed: allowed)
        }
        var gone: [ObjectGUID: MirroredPerson.Presence] = [:]
        for (guid, toldDeleted) in absent {
            switch try await directory.secondLook(at: guid) {
            case .tombstone: gone[guid] = .deleted
            case .missing: gone[guid] = toldDeleted ? .deleted : .missing
            case .present: break
            }
        }
        return gone
    }

    /// Of those who were missing before, who is known to have been deleted by now: the account may have got the right to see
    /// that since, or they were somewhere where it could not see them.
    func deleted(
        among missing: [(guid: ObjectGUID, toldDeleted: Bool)], _ directory: ActiveDirectory
    ) async throws -> [ObjectGUID: MirroredPerson.Presence] {
        var deleted: [ObjectGUID: MirroredPerson.Presence] = [:]
        for (guid, toldDeleted) in missing {
            let absence = try await directory.secondLook(at: guid)
            if absence == .tombstone || (absence == .missing && toldDeleted) { deleted[guid] = .deleted }
        }
        return deleted
    }

    /// Before they are marked: when the power goes in between, they are still to be found absent.
    ///
    /// A domain controller whose database was put back gives an objectSid again: the user of somebody who vanished with
    /// what was lost may be somebody else's by now, who is there.
    func tellLost(_ guids: [ObjectGUID]) async throws {
        guard let backed else { return }
        let lost = Set(guids)
        var ids: [EntityID] = []
        for guid in guids {
            guard let person = try await store.person(guid) else { continue }
            let id = EntityID(person.user.sid.description)
            let same = try await store.people(withSIDs: [id])
            if !same.contains(where: { $0.presence == .present && !lost.contains($0.guid) }) { ids.append(id) }
        }
        if !ids.isEmpty { try await backed.directoryLost(ids) }
    }
}
