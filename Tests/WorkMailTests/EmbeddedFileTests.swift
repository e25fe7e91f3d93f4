// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing
import WorkMail

/// The file below an embedded organization: how it is made, shared, copied, and what is said when it cannot be used.
struct EmbeddedFileTests {
    private static let anna = EntityID("S-1-5-21-1-2-3-1104")

    @Test func `everything is there after a restart`() async throws {
        try await EmbeddedFixture.with { fixture in
            let first = try fixture.open()
            for number in 0..<5 { try await first.directoryHolds("user\(number)") }
            try await first.directoryHolds("anna", id: Self.anna)
            try await first.registerToWorkMail(Self.anna, email: EmailAddress("anna@example.com"))
            try await first.createAlias(Self.anna, alias: EmailAddress("a@example.com"))
            let described = try await first.describeUser(Self.anna)
            let organization = try await first.describeOrganization()
            let page = try await first.listUsers(nil, limit: 2, after: nil)
            let rest = try await first.listUsers(nil, limit: 100, after: page.nextToken)

            let second = try fixture.open()
            #expect(try await second.describeUser(Self.anna) == described)
            #expect(try await second.describeOrganization() == organization)
            #expect(try await second.listAliases(Self.anna).count == 2)
            #expect(try await second.listUsers(nil, limit: 100, after: page.nextToken).elements == rest.elements)
        }
    }

    /// The umask is left as it is: it belongs to the whole process, and so to the tests beside this one.
    @Test func `the file and those beside it are the owner's alone`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.directoryHolds("anna")
            for suffix in ["", "-wal", "-shm"] { #expect(try fixture.mode(suffix) == 0o600, "\(suffix)") }
        }
    }

    @Test func `a file that others may read is closed to them`() async throws {
        try await EmbeddedFixture.with { fixture in
            _ = try fixture.open()
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fixture.file)
            let organization = try fixture.open()
            for suffix in ["", "-wal", "-shm"] { #expect(try fixture.mode(suffix) == 0o600, "\(suffix)") }
            withExtendedLifetime(organization) {}
        }
    }

    @Test func `two connections see each other's work and wait for each other`() async throws {
        try await EmbeddedFixture.with { fixture in
            let (one, two) = (try fixture.open(), try fixture.open())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (side, organization) in [one, two].enumerated() {
                    group.addTask {
                        for number in 0..<100 {
                            let id = try await organization.directoryHolds("user\(side).\(number)")
                            try await organization.registerToWorkMail(
                                id, email: EmailAddress("user\(side).\(number)@example.com"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            var count = 0
            try await one.forEachUser(.state(.enabled)) { count += $0.count }
            #expect(count == 200)
        }
    }

    @Test func `two connections that want one address at the same time: one gets it`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organizations = [try fixture.open(), try fixture.open()]
            for round in 0..<20 {
                let email = try EmailAddress("address\(round)@example.com")
                var ids: [EntityID] = []
                for organization in organizations {
                    ids.append(try await organization.directoryHolds("user\(ids.count).\(round)"))
                }
                let winners = await withTaskGroup(of: Bool.self) { group in
                    for (organization, id) in zip(organizations, ids) {
                        group.addTask {
                            do {
                                try await organization.registerToWorkMail(id, email: email)
                                return true
                            } catch { return false }
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(winners == 1)
            }
        }
    }

    @Test func `many programs may make one file at the same time`() async throws {
        try await EmbeddedFixture.with { fixture in
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try fixture.open().organizationID } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }
    }

    @Test func `a file that is no database says so and stays as it is`() async throws {
        try await EmbeddedFixture.with { fixture in
            let text = Data(String(repeating: "This is no database.\n", count: 500).utf8)
            try text.write(to: URL(filePath: fixture.file))
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) { try fixture.open() }
            #expect(failure?.description.contains(fixture.file) == true)
            #expect(failure?.description.contains("file is not a database") == true)
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == text)
        }
    }

    @Test func `a damaged database is told apart from an empty one`() async throws {
        try await EmbeddedFixture.with { fixture in
            do {
                let organization = try fixture.open()
                for number in 0..<300 { try await organization.directoryHolds("user\(number)") }
            }
            var bytes = try Data(contentsOf: URL(filePath: fixture.file))
            for index in 4096..<bytes.count { bytes[index] = 0x5A }
            try bytes.write(to: URL(filePath: fixture.file))
            await #expect(throws: EmbeddedOrganizationFailure.self) {
                try await fixture.open().listUsers(nil, limit: 100, after: nil)
            }
        }
    }

    @Test func `the database of another program is refused and left alone`() async throws {
        try await EmbeddedFixture.with { fixture in
            do { try await fixture.open().directoryHolds("anna") }
            var bytes = try Data(contentsOf: URL(filePath: fixture.file))
            // The application id in the header of the file (SQLite file format, 1.3).
            bytes.replaceSubrange(68..<72, with: [0x4F, 0x74, 0x68, 0x72])
            try bytes.write(to: URL(filePath: fixture.file))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fixture.file)
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) { try fixture.open() }
            #expect(failure?.cause.contains("another program") == true)
            #expect(try fixture.mode("") == 0o644)
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == bytes)
        }
    }

    @Test func `a file that a later version has written is refused and left alone`() async throws {
        try await EmbeddedFixture.with { fixture in
            do { try await fixture.open().directoryHolds("anna") }
            var bytes = try Data(contentsOf: URL(filePath: fixture.file))
            let (ours, later) = (Data("1 users, addresses".utf8), Data("9 users, addresses".utf8))
            while let found = bytes.range(of: ours) { bytes.replaceSubrange(found, with: later) }
            try bytes.write(to: URL(filePath: fixture.file))
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) { try fixture.open() }
            #expect(failure?.cause.contains("later version") == true)
            await #expect(throws: EmbeddedOrganizationFailure.self) {
                try await EmbeddedOrganization.scratchCopy(of: fixture.file, settings: fixture.settings)
            }
            #expect(try Data(contentsOf: URL(filePath: fixture.file)) == bytes)
        }
    }

    @Test func `a read-only file is refused, for root as well`() async throws {
        try await EmbeddedFixture.with { fixture in
            _ = try fixture.open()
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: fixture.file)
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) { try fixture.open() }
            #expect(failure?.cause.contains("read-only") == true)
            #expect(failure?.isTransient == false)
        }
    }

    @Test(arguments: ["missing/organization.db", "."])
    func `a path that cannot be a file is refused`(path: String) async throws {
        try await EmbeddedFixture.with { fixture in
            let file = fixture.folder.appending(path: path).path
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) {
                try EmbeddedOrganization(file: file, settings: fixture.settings)
            }
            #expect(failure?.remedy.isEmpty == false)
            #expect(failure?.file == file)
        }
    }

    @Test func `a full disk is said to be full, and nothing of the call is kept`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            try await organization.limit(toPages: 60)
            let users = (1000..<5000).map {
                DirectorySourcedUser.person(EntityID("S-1-5-21-1-2-3-\($0)"), "user\($0)")
            }
            let failure = await #expect(throws: EmbeddedOrganizationFailure.self) {
                try await organization.directoryHolds(users)
            }
            #expect(failure?.cause.contains("full") == true)
            #expect(try await organization.listUsers(nil, limit: 1, after: nil).elements.isEmpty)
            #expect(try await organization.directoryHolds(Array(users.prefix(10))) == 10)
        }
    }

    @Test func `the directory kind is fixed when the file is made`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            _ = try fixture.open()
            var other = fixture
            other.settings.directoryKind = .directoryBacked
            let failure = #expect(throws: EmbeddedOrganizationFailure.self) { try other.open() }
            #expect(failure?.cause.contains("workMail") == true)
        }
    }
}
