// SPDX-License-Identifier: Apache-2.0
import Directory
import WorkMail

extension DirectoryReading {
    /// Reads everybody, settles who is absent by evidence, and takes down from where changes can be told.
    func readEverybody(_ directory: ActiveDirectory, _ reason: FullReadReason) async throws -> Observation {
        // The cursor first: what changes during the read comes with the changes after it.
        let (profile, cursor) = try await directory.capabilities(
            preferring: parts.tracking.method, knownDeleted: try await store.someoneDeleted(),
            as: parts.directory.bindName, at: now)
        let start = ContinuousClock.now
        let last = try await store.trackingState()
        // Whoever wants everybody read whatever was read before is not held to that any more.
        let before = parts.tracking.readsEverybody ? nil : last?.basis
        var observation = Observation(server: directory.server, extent: .complete(reason, by: profile.method))
        observation.readFrom = try await directory.basisSoFar()
        try await store.beginCompleteRead()
        // Where the containers were before anybody was read: of one that moves meanwhile the changes tell, and it has to
        // be another place than this.
        try await directory.readContainers { observation.saw(moved: try await store.note($0)) }
        let usnOfContainers = observation.highestUSN
        let startOfScope = ContinuousClock.now
        let scope = try await directory.resolve(parts.scope, pins: pins)
        let scopeLook = ScopeLook(at: now, seconds: (ContinuousClock.now - startOfScope).seconds)
        observation.readFrom.add(observation.server, upTo: scope.highestUSNOfVerdicts)
        try await store.select(scope)
        // The first time the quick way. Later by pages: should the changes by DirSync leave somebody out, this must not.
        let isQuick = profile.method == .dirSync && (reason == .first || parts.tracking.method == .dirSync)
        // In either way what the account may read and no more, however the changes are asked for: with the right to
        // replicate it would be more than what any later read finds.
        let way = try await directory.readEverybody(
            in: scope, by: isQuick ? .dirSync : .fullRead, beside: parts.directory
        ) { page in
            try await mirror(page, into: &observation)
        }
        observation.extent = .complete(reason, by: way)
        if way == .dirSync {
            let latest = try await directory.latestOfEverybody()
            observation.saw(latest ?? [])
            observation.highestUSN = max(usnOfContainers, latest?.first?.usn ?? .max)
        }
        try await requireInPlace(scope, directory, after: observation)

        let (missing, known, seen) = try await store.absentees()
        if seen == 0 { throw SafetyStop.emptyDirectory(known: known) }
        let absent = try await store.absentGUIDs().map { ($0, false) }
        var gone = try await prove(absent, missing: missing, known: known, directory)
        observation.gone = gone.count
        try await tellLost(gone.keys.sorted())
        let missingBefore = try await store.missingDecided().map { ($0, false) }
        gone.merge(try await deleted(among: missingBefore, directory)) { $1 }
        if let backed {
            // Whom rights on a mailbox may be given to.
            observation.issues += try await directory.readGroups { groups in
                try await backed.directoryHolds(groups: groups.map(DirectorySourcedGroup.init))
            }
        }
        let hasLostGroup = last.map { !$0.primaryGroupIDs.isSubset(of: scope.primaryGroupIDs) } ?? false
        let basis = try await basis(
            directory, after: observation, in: scope, hasGone: hasLostGroup || !gone.isEmpty, before: before)
        let state = TrackingState(
            cursor: cursor, basis: basis, settings: settings, fullReadAt: now, fullReadBy: way, presenceReadAt: now,
            presenceSeconds: (ContinuousClock.now - start).seconds, presenceUSN: directory.server.highestCommittedUSN,
            primaryGroupIDs: scope.primaryGroupIDs, url: "\(directory.choice.url)",
            witnesses: observation.witnesses, scopeLook: scopeLook)
        try await store.finishCompleteRead(
            gone: gone, pins: scope.pins, state: state, profile: profile, at: parts.clock())
        return observation
    }
}
