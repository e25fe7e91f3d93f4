// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import WorkMail

/// Restores an export into an empty embedded organization.
public struct OrganizationImport: Sendable {
    /// What the journal calls it.
    static let operation = "Import"

    private let imported: ImportedOrganization
    private let organization: EmbeddedOrganization
    private let store: SyncStore
    private let isDirectoryBacked: Bool

    /// - Parameter isDirectoryBacked: whether the organization's users come from a directory.
    public init(
        _ imported: ImportedOrganization, into organization: EmbeddedOrganization, _ store: SyncStore,
        isDirectoryBacked: Bool
    ) {
        self.imported = imported
        self.organization = organization
        self.store = store
        self.isDirectoryBacked = isDirectoryBacked
    }

    /// Everything that can be known before the first write.
    /// - Throws: `ImportFailure`.
    public func check(withState: Bool) async throws {
        let count = try await entities()
        guard count.users + count.groups == 0 else {
            throw ImportFailure(
                "the organization has \(Self.text(count)) already; an export is restored into an empty one",
                remedy: "name another file in organization.file")
        }
        guard imported.isDirectoryBacked || !isDirectoryBacked else {
            throw ImportFailure(
                "the export is of a WorkMail directory, and this organization's users come from another one",
                remedy: "set directory.kind to workmail")
        }
        let domains = Set(try await organization.mailDomains().map(\.name))
        let missing = imported.domains.subtracting(domains).sorted()
        guard missing.isEmpty else {
            throw ImportFailure(
                "the organization does not have the domain of every address",
                remedy: "add to organization.domains: \(missing.joined(separator: ", "))")
        }
        guard withState else { return }
        let conflicts = try await store.conflicts(with: imported.state)
        guard conflicts.isEmpty else {
            throw ImportFailure(
                "the state database has something else about \(conflicts.count) of these people",
                remedy: "use another state.file, or leave out what the export has for it: --without-state",
                details: conflicts)
        }
    }

    /// The organization alone; for a private copy, on which a refusal harms nothing.
    public func restoreOrganization() async throws {
        try await organization.restore(
            users: imported.restoredUsers(intoDirectoryBacked: isDirectoryBacked),
            groups: imported.restoredGroups(intoDirectoryBacked: isDirectoryBacked))
    }

    /// All of it: the state database first, since that can be done again and the organization cannot. Each of the two
    /// is restored whole or not at all.
    /// - Parameter file: for the journal.
    public func carryOut(
        withState: Bool, by administrator: String, reason: String, at now: Date
    ) async throws {
        let intent = JournalRecord(
            at: now, event: .intent, guid: nil, label: imported.source, operation: Self.operation,
            newValue: Self.text((imported.userCount, imported.groupCount)),
            reason: reason, actor: administrator)
        let recorded = try await store.restore(withState ? imported.state : RestoredState(), intent: intent)
        do {
            try await restoreOrganization()
        } catch {
            try await store.conclude(recorded, result: "\(error)", entity: nil, at: now)
            throw error
        }
        try await store.conclude(recorded, result: JournalRecord.done, entity: nil, at: now)
    }

    private static func text(_ count: (users: Int, groups: Int)) -> String {
        func counted(_ number: Int, _ one: String) -> String { "\(number) \(one)\(number == 1 ? "" : "s")" }
        return "\(counted(count.users, "user")) and \(counted(count.groups, "group"))"
    }

    private func entities() async throws -> (users: Int, groups: Int) {
        var (users, groups) = (0, 0)
        try await organization.forEachUser { users += $0.count }
        try await organization.forEachGroup { groups += $0.count }
        return (users, groups)
    }
}
