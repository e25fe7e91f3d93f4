// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

extension Installation {
    /// A copy of the suite's installation, of which `SharedController.prepared` has the facts.
    static func withPeople<Result>(_ body: (Installation) async throws -> Result) async throws -> Result {
        let prepared = try #require(SharedController.prepared)
        return try await with { installation in
            for name in ["state.db", "organization.db"] {
                try FileManager.default.copyItem(
                    atPath: "\(prepared.folder)/\(name)", toPath: "\(installation.folder)/\(name)")
            }
            return try await body(installation)
        }
    }

    /// Gives an installation something to lose: ana and bob have mailboxes, bob under an address of an administrator's
    /// choice, cem is rejected.
    /// - Returns: its facts.
    func prepare() async throws -> [JSONValue] {
        try await succeed("sync")
        try await succeed("approve", "ana")
        try await succeed("approve", "bob", "--email", "robert@example.com")
        try await succeed("reject", "cem", "--reason", "a test")
        try await succeed("sync")
        return try await facts()
    }

    /// What no failure may change: who waits for a decision, who has which mailbox, decisions and journal.
    func facts() async throws -> [JSONValue] {
        [
            try await run("candidates", "--output", "json").json(),
            try await run("users", "list", "--output", "json").json(),
            try await run("explain", "ana", "--output", "json").json(),
            try await run("explain", "bob", "--output", "json").json(),
        ]
    }

    /// Nothing of what the installation had to lose is lost, nor is anything added to it.
    func expectUnchanged(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let before = try #require(SharedController.prepared).facts
        let after = try await facts()
        // One by one, and compared outside of the macro, which would show the hostile name as it is.
        for (what, (old, new)) in zip(["candidates", "users list", "explain ana", "explain bob"], zip(before, after)) {
            let isUnchanged = old == new
            #expect(isUnchanged, "\(what)", sourceLocation: sourceLocation)
        }
    }
}
