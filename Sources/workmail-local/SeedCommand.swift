// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Sync
import WorkMail

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Tells a directory-backed organization what its directory holds, as the service's own reader would.",
        discussion: """
            Reads only. Nobody is enabled by it, and whom the directory no longer has stays as they are.
            Example: workmail-local seed --data organization.db --directory-kind simple-ad --domain example.com \
            --url ldaps://dc1.example.com --ca-file ca.pem --bind-name reader@example.com --password-file reader.password
            """)

    @OptionGroup(title: "Organization") var organization: OrganizationOptions

    @Option(help: ArgumentHelp("ldaps://HOST or ldap://HOST, the latter with StartTLS.", valueName: "url"))
    var url: String
    @Option(help: ArgumentHelp("The authorities to trust, in PEM; the system's if not given.", valueName: "file"))
    var caFile: String?
    @Option(help: ArgumentHelp("A user principal name, DOMAIN\\name or a DN.", valueName: "name")) var bindName: String
    @Option(
        help: ArgumentHelp(
            "A file with the password, mode 600; the end of its line is no part of it.", valueName: "file"))
    var passwordFile: String
    @Option(
        name: .customLong("base"),
        help: ArgumentHelp("The users below this DN; repeatable. Without any, all of the domain.", valueName: "dn"))
    var bases: [String] = []

    func validate() throws {
        guard organization.directoryKind != .workmail else {
            throw ValidationError("a WorkMail directory has no directory to read; give another --directory-kind")
        }
    }

    func run() async throws {
        let directory = try DirectoryConfiguration(
            url: url, protection: url.lowercased().hasPrefix("ldaps:") ? .tls : .startTLS, caFile: caFile,
            bindName: bindName, password: PasswordFile.read(passwordFile), pageSize: 1000, connectSeconds: 10,
            bindSeconds: 10, operationSeconds: 60)
        let embedded = try EmbeddedOrganization(file: organization.data, settings: organization.settings())
        let scope = ScopeDefinition(bases: bases)
        let counts = try await ActiveDirectory.connect(directory) { directory in
            var (users, groups, issues) = (0, 0, 0)
            _ = try await directory.readEverybody(in: try await directory.resolve(scope, pins: [])) { page in
                let held = page.users.filter { $0.scope == .inside }.compactMap { DirectorySourcedUser($0.user) }
                try await embedded.directoryHolds(held)
                users += held.count
                issues += page.issues.count
            }
            let groupIssues = try await directory.readGroups { page in
                try await embedded.directoryHolds(
                    groups: page.map {
                        DirectorySourcedGroup(id: EntityID($0.sid.description), name: $0.sAMAccountName)
                    })
                groups += page.count
            }
            return (users: users, groups: groups, issues: issues + groupIssues.count)
        }
        print("\(counts.users) users and \(counts.groups) groups; \(counts.issues) entries could not be used")
    }
}

/// A file with a password that only its owner can read.
enum PasswordFile {
    static func read(_ file: String) throws -> [UInt8] {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        guard let mode, mode.intValue & 0o077 == 0 else {
            throw SeedFailure("\(file) can be read by others; chmod 600 it")
        }
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SeedFailure("\(file) is empty") }
        return bytes
    }
}

/// A failure that is said in one line.
struct SeedFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
