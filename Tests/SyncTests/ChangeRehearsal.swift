// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Sync

/// Runs by changes, each compared with what a full read of the same directory into a state of its own gives.
struct ChangeRehearsal: Sendable {
    var rehearsal: SyncRehearsal

    var controller: SambaDomainController { rehearsal.controller }
    var base: String { controller.baseDN }

    static func with(
        people: SambaDomainController.People = .none, method: TrackingMethod? = nil,
        scope: (String) -> ScopeDefinition = { _ in ScopeDefinition() },
        rules: PlanningRules = PlanningRules(directoryKind: .simpleAD),
        _ body: (ChangeRehearsal) async throws -> Void
    ) async throws {
        try await SyncRehearsal.with(people: people, rules: rules) { rehearsal in
            var rehearsal = rehearsal
            rehearsal.parts.scope = scope(rehearsal.controller.baseDN)
            rehearsal.parts.tracking.method = method
            rehearsal.parts.limits.maxMissingPercent = 100
            try await body(ChangeRehearsal(rehearsal: rehearsal))
        }
    }

    /// A run that has to go by changes, and its result to be that of a full read.
    @discardableResult
    func follow(_ what: Comment, by method: TrackingMethod = .dirSync) async throws -> Observation {
        let observation = try #require(try await rehearsal.sync().observation, what)
        guard case .changes(_, method) = observation.extent else {
            Issue.record("\(what): \(observation.extent)")
            return observation
        }
        try await expectWhatAFullReadGives(what)
        return observation
    }

    /// Why a run read everybody; `nil` when it did not.
    func reasonOfFullRead() async throws -> FullReadReason? {
        guard case .complete(let reason, _) = try await rehearsal.sync().observation?.extent else { return nil }
        return reason
    }

    /// What was kept of the last read, made another.
    func alter(_ change: (inout TrackingState) -> Void) async throws {
        var state = try #require(try await rehearsal.store.trackingState())
        change(&state)
        let altered = state
        try await rehearsal.store.write { try SyncStore.keep(altered, nil, at: Date(), in: $0) }
    }

    func expectWhatAFullReadGives(_ what: Comment) async throws {
        let folder = rehearsal.folder + "/fresh-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var parts = try SyncRehearsal.parts(
            in: folder, controller, scope: rehearsal.parts.scope, rules: rehearsal.parts.rules)
        parts.tracking.method = rehearsal.parts.tracking.method
        parts.directory = rehearsal.parts.directory
        // The scope is where it was pinned, whatever it is called by now.
        try await parts.store.beginCompleteRead()
        try await parts.store.finishCompleteRead(gone: [:], pins: try await rehearsal.store.pins(), at: Date())
        _ = try await SyncRun(parts).once()
        let (ours, fresh) = (try await present(rehearsal.store), try await present(parts.store))
        for (mine, other) in zip(ours, fresh) where mine != other { #expect(mine == other, what) }
        #expect(ours.map(\.guid) == fresh.map(\.guid), what)
    }

    /// Everybody present, without what only some reads tell.
    private func present(_ store: SyncStore) async throws -> [MirroredPerson] {
        try await store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM person WHERE presence = 'present' ORDER BY guid").map { row in
                var person = try PersonRow.person(row)
                person.user.whenChanged = nil
                person.user.uSNChanged = nil
                return person
            }
        }
    }
}
