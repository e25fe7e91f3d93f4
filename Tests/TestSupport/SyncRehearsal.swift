// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import LDAP
public import Sync
public import WorkMail

/// A private state database and embedded organization in front of a real domain controller: everything a run needs.
public struct SyncRehearsal: Sendable {
    /// The folder with `state.db` and `organization.db`; removed at the end.
    public var folder: String
    public let controller: SambaDomainController
    public var parts: SyncParts

    public var store: SyncStore { parts.store }
    public var organization: any MailOrganization { parts.organization }

    /// Starts a domain controller and hands everything to `body`.
    public static func with<Result>(
        people: SambaDomainController.People = .none, scope: ScopeDefinition = ScopeDefinition(),
        rules: PlanningRules = PlanningRules(directoryKind: .simpleAD),
        _ body: (SyncRehearsal) async throws -> Result
    ) async throws -> Result {
        try await SambaDomainController.with(people: people) { controller in
            let folder = NSTemporaryDirectory() + "workmail-sync-rehearsal-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            return try await body(
                SyncRehearsal(
                    folder: folder, controller: controller,
                    parts: try parts(in: folder, controller, scope: scope, rules: rules)))
        }
    }

    /// What a run in `folder` against `controller` is made of; also for a process of its own.
    public static func parts(
        in folder: String, _ controller: SambaDomainController, scope: ScopeDefinition, rules: PlanningRules
    ) throws -> SyncParts {
        var parts = try parts(
            in: folder, url: controller.url, caFile: controller.caFile, bindName: controller.serviceUPN,
            passwordFile: controller.servicePasswordFile, scope: scope, rules: rules)
        parts.directory.connection.timeouts = .ofTheLab
        return parts
    }

    public static func parts(
        in folder: String, url: String, caFile: String, bindName: String, passwordFile: String, scope: ScopeDefinition,
        rules: PlanningRules
    ) throws -> SyncParts {
        let directory = DirectoryConfiguration(
            connection: LDAPConfiguration(url: try LDAPURL(parsing: url), transport: .tls, trust: .file(caFile)),
            bindName: bindName, bindPassword: Secret(Array(try Data(contentsOf: URL(filePath: passwordFile)))))
        let settings = EmbeddedSettings(
            alias: "rehearsal", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
            directoryKind: rules.directoryKind.isDirectoryBacked ? .directoryBacked : .workMail)
        return SyncParts(
            store: try SyncStore(path: folder + "/state.db"), directory: directory, scope: scope,
            organization: try EmbeddedOrganization(file: folder + "/organization.db", settings: settings),
            templates: [try AddressTemplate("{mail}")], rules: rules)
    }

    @discardableResult
    public func sync() async throws -> RunReport { try await SyncRun(parts).once() }

    /// Whom a name means; of several, the one who is present.
    public func person(_ name: String) async throws -> MirroredPerson {
        do { return try await store.resolve(UserReference(name)) } catch UserReferenceFailure.ambiguous(_, let people) {
            let present = people.filter { $0.presence == .present }
            guard present.count == 1 else { throw UserReferenceFailure.ambiguous(name, people) }
            return present[0]
        }
    }

    /// Approves people by name, as root did.
    public func approve(_ names: String..., email: String? = nil) async throws {
        var decisions: [(person: MirroredPerson, decision: Decision)] = []
        for name in names {
            let decision = Decision(
                verdict: .approved, email: try email.map { try EmailAddress($0) }, by: "root", at: Date())
            decisions.append((try await person(name), decision))
        }
        try await store.record(decisions)
    }

    /// The enabled mailboxes: user name to primary address.
    public func mailboxes() async throws -> [String: String] {
        var mailboxes: [String: String] = [:]
        try await organization.forEachUser(.state(.enabled)) { users in
            for user in users { mailboxes[user.name] = user.email?.text }
        }
        return mailboxes
    }

    /// Adds a person below the domain or an OU that exists.
    public func add(_ name: String, mail: String?, ou: String? = nil) async throws {
        let parent = ou.map { "OU=\($0),\(controller.baseDN)" } ?? "CN=Users,\(controller.baseDN)"
        try await controller.modify(
            ldif: """
                dn: CN=\(name),\(parent)
                changetype: add
                objectClass: user
                sAMAccountName: \(name)
                userPrincipalName: \(name)@corp.example.com
                userAccountControl: 544
                \(mail.map { "mail: \($0)\n" } ?? "")
                """)
    }

    /// Replaces an attribute of `CN=name,CN=Users`; `nil` removes it.
    public func set(_ attribute: String, of name: String, to value: String?) async throws {
        try await controller.set(attribute, of: name, to: value)
    }
}
