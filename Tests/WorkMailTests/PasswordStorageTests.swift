// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

/// A password is in the file as a scrypt hash and in no other form.
struct PasswordStorageTests {
    private static let first = "Zürich-Quokka-1"
    private static let second = "Zürich-Quokka-2"

    private func password(_ text: String) -> Password { Password(utf8: Array(text.utf8)) }

    private func create(_ name: String, _ text: String, _ organization: EmbeddedOrganization) async throws -> EntityID {
        try await organization.createUser(
            name: name, displayName: name, firstName: "", lastName: "", password: password(text))
    }

    /// The bytes of the database and of what SQLite keeps beside it.
    private func files(_ fixture: EmbeddedFixture) throws -> [Data] {
        try ["", "-wal", "-shm"].map { fixture.file + $0 }.filter(FileManager.default.fileExists)
            .map { try Data(contentsOf: URL(filePath: $0)) }
    }

    private func hashes(_ files: [Data]) -> Set<String> {
        let pattern = /scrypt\$32768\$8\$3\$[A-Za-z0-9+\/]{22}==\$[A-Za-z0-9+\/]{43}=/
        return Set(files.flatMap { String(decoding: $0, as: UTF8.self).matches(of: pattern).map { String($0.output) } })
    }

    @Test func `no byte of a password is in the database or beside it, and a hash is`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let id = try await create("anna", Self.first, organization)
            try await organization.resetPassword(id, password: password(Self.second))
            await #expect(throws: MailOrganizationError.self) {
                try await organization.resetPassword(id, password: password("quokka"))
            }
            let files = try files(fixture)
            #expect(files.count == 3)
            for text in ["Quokka", "quokka", "Zürich"] {
                for encoding in [.utf8, .utf16LittleEndian, .isoLatin1] as [String.Encoding] {
                    let bytes = try #require(text.data(using: encoding))
                    #expect(files.allSatisfy { $0.range(of: bytes) == nil })
                    let inBase64 = Data(bytes.base64EncodedString().prefix { $0 != "=" }.utf8)
                    #expect(files.allSatisfy { $0.range(of: inBase64) == nil })
                }
            }
            #expect(hashes(files).isEmpty == false)
            withExtendedLifetime(organization) {}
        }
    }

    @Test func `the same password has another salt and another hash for another user`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            for name in ["anna", "bert"] { _ = try await create(name, Self.first, organization) }
            let parts = try hashes(files(fixture)).map { $0.split(separator: "$") }
            #expect(parts.count == 2)
            #expect(Set(parts.map { $0[4] }).count == 2)
            #expect(Set(parts.map { $0[5] }).count == 2)
        }
    }

    @Test func `a password is good after a restart, and gone with its user`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let id = try await create("anna", Self.first, fixture.open())
            let organization = try fixture.open()
            #expect(try await organization.verifies(password(Self.first), of: id))
            #expect(try await !organization.verifies(password(Self.second), of: id))
            try await organization.deleteUser(id)
            #expect(try await !organization.verifies(password(Self.first), of: id))
            await #expect(throws: MailOrganizationError.self) {
                try await organization.verifies(password(Self.first), of: EntityID("00000000-0000-4000-8000-0"))
            }
        }
    }

    @Test func `a password stays with a user who is enabled, disabled and enabled again`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let id = try await create("anna", Self.first, organization)
            try await organization.registerToWorkMail(id, email: EmailAddress("anna@example.com"))
            try await organization.deregisterFromWorkMail(id)
            fixture.clock.advance(by: .seconds(31 * 24 * 3600))
            try await organization.registerToWorkMail(id, email: EmailAddress("anna@example.com"))
            #expect(try await organization.verifies(password(Self.first), of: id))
        }
    }

    @Test(arguments: ["xcrypt$32768$", "scrypt$32767$", "scrypt$-2768$"])
    func `a hash that is none of ours is a damaged file and not a wrong password`(start: String) async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let id: EntityID
            do { id = try await create("anna", Self.first, fixture.open()) }
            var bytes = try Data(contentsOf: URL(filePath: fixture.file))
            let found = try #require(bytes.range(of: Data("scrypt$32768$".utf8)))
            bytes.replaceSubrange(found, with: Data(start.utf8))
            try bytes.write(to: URL(filePath: fixture.file))
            await #expect(throws: EmbeddedOrganizationFailure.self) {
                try await fixture.open().verifies(password(Self.first), of: id)
            }
        }
    }

    @MainActor @Test func `hashing leaves the caller's actor and comes back to it`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let id = try await create("anna", Self.first, organization)
            MainActor.preconditionIsolated()
            try await organization.resetPassword(id, password: password(Self.second))
            MainActor.preconditionIsolated()
            _ = try await organization.verifies(password(Self.second), of: id)
            MainActor.preconditionIsolated()
        }
    }
}
