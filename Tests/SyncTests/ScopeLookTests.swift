// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// What is asked of the directory when something was committed that concerns nobody.
@Suite(.tags(.server), .requiresSamba) struct `The scope, when nothing is told` {
    private static let filter = "(department=Department 07)"

    @Test func `is not searched for each time in a large directory, and is not forgotten`() async throws {
        try await ChangeRehearsal.with(
            people: .bulk(1_600), scope: { _ in ScopeDefinition(filter: Self.filter) }
        ) { lab in
            // The administrator's first logon is a change of the administrator.
            try await lab.commitOfNoConcern()
            #expect(try await lab.reasonOfFullRead() == .first)
            // As if it had taken a minute to find who is there and who matches.
            try await lab.alter {
                $0.presenceSeconds = 60
                $0.scopeLook?.seconds = 60
            }
            let first = try #require(try await lab.rehearsal.store.trackingState()?.scopeLook)
            #expect(!first.isOwed)

            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(for: Self.filter) == 0)
            let owed = try #require(try await lab.rehearsal.store.trackingState()?.scopeLook)
            #expect(owed.isOwed && owed.at == first.at)
            // Nor is it when nothing at all was committed since.
            #expect(try await lab.searches(for: Self.filter) == 0)

            // Somebody is told, and it matters whether they match.
            try await lab.controller.modify(
                ldif: """
                    dn: CN=u0000003,OU=Unit 03,OU=Bulk,\(lab.base)
                    changetype: modify
                    replace: department
                    department: Department 07

                    """)
            #expect(try await lab.searches(for: Self.filter) == 1)
            let resolved = try #require(try await lab.rehearsal.store.trackingState()?.scopeLook)
            #expect(!resolved.isOwed && resolved.at > first.at)
            #expect(try await lab.rehearsal.person("u0000003").standing.exclusion == nil)

            // What is owed is done when it is worth its time, also when all changes have been read.
            try await lab.alter { $0.scopeLook?.seconds = 60 }
            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(for: Self.filter) == 0)
            try await lab.alter { $0.scopeLook?.seconds = 0 }
            #expect(try await lab.searches(for: Self.filter) == 1)
            #expect(try await lab.rehearsal.store.trackingState()?.scopeLook?.isOwed == false)
            #expect(try await lab.searches(for: Self.filter) == 0)
            try await lab.follow("in the end")
        }
    }

    @Test func `is searched for each time in a small one`() async throws {
        try await ChangeRehearsal.with(
            people: .bulk(200), scope: { _ in ScopeDefinition(filter: Self.filter) }
        ) { lab in
            try await lab.commitOfNoConcern()
            #expect(try await lab.reasonOfFullRead() == .first)
            try await lab.alter { $0.scopeLook?.seconds = 60 }
            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(for: Self.filter) == 1)
        }
    }
}

extension ChangeRehearsal {
    /// Of a class that is not watched.
    fileprivate func commitOfNoConcern() async throws {
        let name = "c\(UUID().uuidString.prefix(8))"
        try await controller.modify(
            ldif: "dn: CN=\(name),CN=Users,\(base)\nchangetype: add\nobjectClass: contact\ncn: \(name)\n")
    }

    /// How often a run searched for all who match.
    fileprivate func searches(for filter: String) async throws -> Int {
        let lines = Mutex<[String]>([])
        _ = try await DirectoryTrace.told(to: { line in lines.withLock { $0.append(line) } }) {
            try await rehearsal.sync()
        }
        return lines.withLock { $0 }.count { $0.contains("(&(objectClass=user)\(filter))") }
    }
}
