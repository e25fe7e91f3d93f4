// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import WorkMail
import WorkMailEndpoint

/// An embedded organization in a folder of its own, removed at the end of the test, and served.
struct ServedFixture: Sendable {
    let folder: URL
    let organization: EmbeddedOrganization
    let settings: EmbeddedSettings

    var file: String { folder.appending(path: "organization.db").path }

    static func with<R>(
        _ kind: EmbeddedSettings.DirectoryKind = .workMail, _ body: (ServedFixture) async throws -> R
    ) async throws -> R {
        try await EmbeddedFixture.with(kind) { fixture in
            // By the real clock: what is served here has no other.
            let organization = try EmbeddedOrganization(file: fixture.file, settings: fixture.settings)
            return try await body(
                ServedFixture(folder: fixture.folder, organization: organization, settings: fixture.settings))
        }
    }
}

extension ServedFixture {
    /// People of a directory: `person0000000`, …
    static func people(_ count: Int) -> [DirectorySourcedUser] {
        (0..<count).map { number in
            var profile = MailProfile()
            profile.displayName = "Person \(number)"
            return DirectorySourcedUser(
                id: EntityID("S-1-5-21-1-2-3-\(1000 + number)"), name: name("person", number), role: .user,
                profile: profile)
        }
    }

    static func teams(_ count: Int) -> [DirectorySourcedGroup] {
        (0..<count).map { number in
            DirectorySourcedGroup(id: EntityID("S-1-5-21-1-2-4-\(1000 + number)"), name: name("team", number))
        }
    }

    private static func name(_ stem: String, _ number: Int) -> String {
        let digits = String(number)
        return stem + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
