// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sync

/// What is asked of the directory when something was committed that concerns nobody.
@Suite(.tags(.server), .requiresSamba) struct `The scope, when nothing is told` {
    private static let filter = "(department=Bakery)"

    private static func with(
        smallDirectory: Int, _ method: TrackingMethod, _ body: (ChangeRehearsal) async throws -> Void
    ) async throws {
        try await ChangeRehearsal.with(method: method, scope: { _ in ScopeDefinition(filter: filter) }) { lab in
            var lab = lab
            lab.rehearsal.parts.tracking.smallDirectory = smallDirectory
            for name in ["ana", "bob"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            // The administrator's first logon is a change of the administrator.
            try await lab.commitOfNoConcern()
            #expect(try await lab.reasonOfFullRead() == .first)
            try await lab.lookTook(seconds: 60)
            try await body(lab)
        }
    }

    @Test(arguments: [TrackingMethod.dirSync, .usn])
    func `is not searched for each time in a large directory, and is not forgotten`(method: TrackingMethod) async throws
    {
        try await Self.with(smallDirectory: 1, method) { lab in
            let first = try await lab.look
            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(isInAHurry: true) == 0)
            let owed = try await lab.look
            #expect(owed.isOwed && owed.at == first.at)
            // Nor is it when nothing at all was committed since.
            #expect(try await lab.searches(isInAHurry: true) == 0)

            // Somebody is told, and it matters whether they match.
            try await lab.controller.set("department", of: "ana", to: "Bakery")
            #expect(try await lab.searches(isInAHurry: true) == 1)
            let resolved = try await lab.look
            #expect(!resolved.isOwed && resolved.at > first.at)
            #expect(try await lab.rehearsal.person("ana").standing.exclusion == nil)

            // What is owed is done when it is worth its time or nobody is in a hurry, also when all changes have been read.
            for isInAHurry in [true, false] {
                try await lab.lookTook(seconds: 60)
                try await lab.commitOfNoConcern()
                #expect(try await lab.searches(isInAHurry: true) == 0)
                if isInAHurry { try await lab.lookTook(seconds: 0) }
                #expect(try await lab.searches(isInAHurry: isInAHurry) == 1)
                #expect(try await !lab.look.isOwed)
            }
            try await lab.follow("in the end", by: method)
        }
    }

    @Test func `is searched for each time in a small one`() async throws {
        try await Self.with(smallDirectory: 1_000, .dirSync) { lab in
            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(isInAHurry: true) == 1)
        }
    }

    @Test func `is not made up for without a look at what the account may read`() async throws {
        try await Self.with(smallDirectory: 1, .dirSync) { lab in
            try await lab.commitOfNoConcern()
            #expect(try await lab.searches(isInAHurry: true) == 0)
            #expect(try await lab.looksAtRights() == 1)
            #expect(try await lab.looksAtRights() == 0, "nothing is owed any more")
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

    fileprivate var look: ScopeLook {
        get async throws { try #require(try await rehearsal.store.trackingState()?.scopeLook) }
    }

    /// As if it had taken so long to find who is there and who matches.
    fileprivate func lookTook(seconds: Double) async throws {
        try await alter {
            $0.presenceSeconds = seconds
            $0.scopeLook?.seconds = seconds
        }
    }

    /// How often a run searched for all who match.
    fileprivate func searches(isInAHurry: Bool) async throws -> Int {
        let filter = try #require(rehearsal.parts.scope.filter)
        return try await asked(isInAHurry: isInAHurry).count { $0.contains("(&(objectClass=user)\(filter))") }
    }

    /// How often an unhurried run looked at people who must be as they were.
    fileprivate func looksAtRights() async throws -> Int {
        try await asked(isInAHurry: false).count {
            $0.hasSuffix(" objectGUID sAMAccountName objectSid userAccountControl mail uSNChanged")
        }
    }

    private func asked(isInAHurry: Bool) async throws -> [String] {
        var hurried = rehearsal
        hurried.parts.tracking.looksWhoIsThere = !isInAHurry
        let runner = hurried
        let lines = Mutex<[String]>([])
        _ = try await DirectoryTrace.told(to: { line in lines.withLock { $0.append(line) } }) {
            try await runner.sync()
        }
        return lines.withLock { $0 }
    }
}
