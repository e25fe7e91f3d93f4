// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

/// The private copy that a rehearsal works on.
struct ScratchCopyTests {
    private func copy(_ fixture: EmbeddedFixture) async throws -> EmbeddedOrganization {
        let clock = fixture.clock
        return try await .scratchCopy(of: fixture.file, settings: fixture.settings) { clock.now }
    }

    @Test func `a copy starts as the original is, and what is done to it stays in it`() async throws {
        try await EmbeddedFixture.with { fixture in
            let original = try fixture.open()
            let id = try await original.directoryHolds("anna")
            let copy = try await copy(fixture)
            #expect(try await copy.describeOrganization() == original.describeOrganization())
            try await copy.registerToWorkMail(id, email: EmailAddress("anna@example.com"))
            try await copy.directoryHolds("bert")
            #expect(try await copy.describeUser(id).user.state == .enabled)
            #expect(try await original.describeUser(id).user.state == .disabled)
            #expect(try await original.listUsers(nil, limit: 100, after: nil).elements.count == 1)
        }
    }

    @Test func `the original's file keeps its bytes`() async throws {
        try await EmbeddedFixture.with { fixture in
            do { try await fixture.open().directoryHolds("anna") }
            let before = try Data(contentsOf: URL(filePath: fixture.file))
            let beside = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted()
            let copy = try await copy(fixture)
            #expect(try await copy.listUsers(nil, limit: 100, after: nil).elements.count == 1)
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted() == beside)
        }
    }

    @Test func `without an original the copy is an empty organization, and no original is made`() async throws {
        try await EmbeddedFixture.with { fixture in
            let copy = try await copy(fixture)
            try await copy.directoryHolds("anna")
            #expect(try await copy.listUsers(nil, limit: 100, after: nil).elements.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).isEmpty)
        }
    }

    @Test func `a copy has no name in any folder`() async throws {
        try await EmbeddedFixture.with { fixture in
            try await fixture.open().directoryHolds("anna")
            let copy = try await copy(fixture)
            // Other tests of this process may be about to make a copy: theirs have a name for a moment.
            let isNamed: () throws -> Bool = {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
                    .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
                    .contains { $0.contains("mail-rehearsal-") && !$0.hasSuffix(" (deleted)") }
            }
            for _ in 0..<6000 where try isNamed() { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try !isNamed())
            try await copy.directoryHolds((1000..<6000).map { .person(EntityID("S-1-5-21-1-2-3-\($0)"), "user\($0)") })
        }
    }

    @Test func `a file that is no database cannot be copied`() async throws {
        try await EmbeddedFixture.with { fixture in
            try Data(String(repeating: "no database", count: 500).utf8).write(to: URL(filePath: fixture.file))
            await #expect(throws: EmbeddedOrganizationFailure.self) { try await copy(fixture) }
        }
    }
}
