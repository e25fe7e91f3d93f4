// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import Testing

@testable import Sync

/// What the state keeps of a read for the next one.
@Suite struct `What is kept of a read` {
    @Test func `containers go along with the one above that moved, by the nearest that was read`() async throws {
        try await Self.withStore { store in
            try await store.beginCompleteRead()
            _ = try await store.note(
                Self.containers([
                    (1, "OU=A,DC=x"), (2, "OU=B,DC=x"), (3, "OU=In A,OU=A,DC=x"), (4, "OU=In B,OU=B,DC=x"),
                    (5, "OU=Deep,OU=In A,OU=A,DC=x"), (6, "OU=Low,OU=Deep,OU=In A,OU=A,DC=x"), (7, "OU=BA,DC=x"),
                    (8, "OU=a,DC=x"), (9, "OU=In a,OU=a,DC=x"),
                ]))
            try await store.finishCompleteRead(gone: [:], pins: [], at: People.now)

            // B takes the name that A had, and what was deep in A is in B.
            try await Self.beginChanges(store)
            let moved = try await store.note(
                Self.containers([(1, "OU=C,DC=x"), (2, "OU=A,DC=x"), (5, "OU=Deep,OU=A,DC=x"), (7, "OU=BA,DC=x")]))
            #expect(moved.map(\.guid) == [1, 2, 5].map(People.guid))
            try await store.finishChanges(gone: [:], pins: [], state: Self.state, at: People.now)
            #expect(
                try await Self.places(store) == [
                    1: "OU=C,DC=x", 2: "OU=A,DC=x", 3: "OU=In A,OU=C,DC=x", 4: "OU=In B,OU=A,DC=x",
                    5: "OU=Deep,OU=A,DC=x", 6: "OU=Low,OU=Deep,OU=A,DC=x", 7: "OU=BA,DC=x", 8: "OU=a,DC=x",
                    9: "OU=In a,OU=a,DC=x",
                ])

            // What is told at the place where another one was is elsewhere.
            try await Self.beginChanges(store)
            #expect(try await store.note(Self.containers([(3, "OU=In A,OU=A,DC=x")])).count == 1)
            #expect(try await store.note(Self.containers([(6, "OU=Low,OU=Deep,OU=A,DC=x")])).isEmpty)
        }
    }

    @Test func `what was mirrored counts until what it was read from is kept`() async throws {
        try await Self.withStore { store in
            let ana = try People.person(1, "ana", mail: "ana@example.com")
            func mirror() async throws -> Int {
                try await store.mirror([(ObservedUser(user: ana.user, scope: .inside), ana.standing)], issues: [])
            }
            #expect(try await !store.isAheadOfBasis())
            try await Self.beginChanges(store)
            #expect(try await mirror() == 1)
            // Here the run is killed; the next one finds her as she is.
            try await Self.beginChanges(store)
            #expect(try await mirror() == 0)
            #expect(try await store.isAheadOfBasis())
            try await store.finishChanges(gone: [:], pins: [], state: Self.state, at: People.now)
            #expect(try await !store.isAheadOfBasis())
            try await Self.beginChanges(store)
            #expect(try await mirror() == 0)
            #expect(try await !store.isAheadOfBasis())
            #expect(try await store.trackingState() == Self.state)
        }
    }

    private static func beginChanges(_ store: SyncStore) async throws {
        try await store.beginChanges()
        try await store.beginCompleteRead()
    }

    private static let state = TrackingState(
        cursor: nil, basis: nil, settings: "", fullReadAt: People.now, fullReadBy: .usn, presenceReadAt: People.now,
        presenceSeconds: 0, presenceUSN: nil, primaryGroupIDs: [])

    private static func containers(_ places: [(Int, String)]) -> [DirectoryContainer] {
        places.map { DirectoryContainer(guid: People.guid($0.0), dn: $0.1) }
    }

    private static func places(_ store: SyncStore) async throws -> [Int: String] {
        try await store.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT guid, dn FROM container")
            return Dictionary(uniqueKeysWithValues: rows.map { (Int(($0["guid"] as Data)[0]), $0["dn"] as String) })
        }
    }

    private static func withStore(_ body: (SyncStore) async throws -> Void) async throws {
        try await `The state database`.inFolder { try await body(try SyncStore(path: $0 + "/state.db")) }
    }
}
