// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

extension Installation {
    /// An organization with a WorkMail directory, and nobody who answers where the configuration says that a directory is:
    /// none of what is done here may need one.
    static func withOwnDirectory<Result>(_ body: (Installation) async throws -> Result) async throws -> Result {
        let directory = [
            "kind": "workmail", "url": "ldaps://127.0.0.9:9", "bind_name": "svc@corp.example.com",
            "password_file": "/nonexistent/password",
        ]
        return try await with(directory: directory, domains: "[example.com, example.org]", body)
    }

    /// The organization's own file, opened by this process: what only the service, its users and time do.
    func organization(
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws -> EmbeddedOrganization {
        let section = sections["organization"] ?? [:]
        let domains = (section["domains"] ?? "").split { "[], ".contains($0) }.map { String($0) }
        return try EmbeddedOrganization(
            file: organizationFile,
            settings: EmbeddedSettings(
                alias: "local",
                domains: domains.enumerated().map { MailDomain(name: $1, isDefault: $0 == 0, isVerified: true) },
                directoryKind: sections["directory"]?["kind"] == "workmail" ? .workMail : .directoryBacked,
                interoperabilityEnabled: section["interoperability"] == "true"),
            clock: clock)
    }

    /// Users with mailboxes in the first domain, as the service's console makes them.
    @discardableResult
    func addMailboxes(_ names: String...) async throws -> [EntityID] {
        let organization = try organization()
        var ids: [EntityID] = []
        for name in names {
            let id = try await organization.createUser(
                name: name, displayName: name, firstName: "", lastName: "", password: nil)
            try await organization.registerToWorkMail(id, email: try EmailAddress("\(name)@example.com"))
            ids.append(id)
        }
        return ids
    }

    /// The bytes of both databases, with what SQLite keeps beside them: `nil` for a file that is not there.
    func databases() throws -> [String: Data?] {
        var contents: [String: Data?] = [:]
        for file in [stateFile, organizationFile] {
            for suffix in ["", "-wal"] {
                let data = FileManager.default.contents(atPath: file + suffix)
                // A log of no bytes is none.
                contents[file + suffix] = data?.isEmpty == true ? nil : .some(data)
            }
        }
        return contents
    }

    /// The files of the folder and its subfolders in which some bytes are, by name.
    func files(with text: String) throws -> [String] {
        let bytes = Data(text.utf8)
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { FileManager.default.contents(atPath: "\(folder)/\($0)")?.range(of: bytes) != nil }.sorted()
    }

    /// The line of the configuration file that has a key; `nil` where it is left to its default.
    func line(of key: String) -> Int? {
        let parts = key.split(separator: ".")
        var section = ""
        for (index, line) in configuration.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if !line.hasPrefix(" ") { section = String(line.dropLast()) }
            if section == parts[0], line.hasPrefix("  \(parts[1]):") { return index + 1 }
        }
        return nil
    }
}
