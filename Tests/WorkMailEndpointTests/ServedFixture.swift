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
        let folder = FileManager.default.temporaryDirectory.appending(path: "endpoint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let domains = [("example.com", true), ("example.org", true), ("unverified.example.net", false)]
        let settings = EmbeddedSettings(
            alias: "example", domains: domains.map { MailDomain(name: $0.0, isDefault: false, isVerified: $0.1) },
            directoryKind: kind)
        let organization = try EmbeddedOrganization(
            file: folder.appending(path: "organization.db").path, settings: settings)
        return try await body(ServedFixture(folder: folder, organization: organization, settings: settings))
    }
}
