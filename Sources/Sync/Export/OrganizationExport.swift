// SPDX-License-Identifier: Apache-2.0
import Directory
public import Foundation
public import WorkMail

/// Reads a whole organization, one record after the other.
///
/// What stays in memory is who is in which group, the names of those who have rights, and who of those with a decision has
/// an account; of an account itself, a page of 100.
public struct OrganizationExport: Sendable {
    private let organization: any MailOrganization
    private let store: SyncStore
    private let clock: @Sendable () -> Date

    public init(_ organization: any MailOrganization, _ store: SyncStore, clock: @escaping @Sendable () -> Date) {
        self.organization = organization
        self.store = store
        self.clock = clock
    }

    /// Hands every record to `take`, the end last.
    /// - Throws: when a listing fails: then nobody knows how much is missing.
    public func read(_ take: (ExportRecord) throws -> Void) async throws -> ExportEnd {
        let journal = try await store.journalEnd()
        var end = ExportEnd()
        try take(.organization(try await header()))
        var names = GranteeLookup(organization)
        let memberships = try await groups(&end, &names, take)
        let decided = try await users(&end, &names, memberships, take)
        try await people(without: decided, &end, take)
        end.changedMeanwhile = try await store.journalEnd() != journal
        try take(.end(end))
        return end
    }

    private func header() async throws -> ExportedOrganization {
        let organization = try await organization.describeOrganization()
        return ExportedOrganization(
            exportedAt: clock(), id: organization.id, alias: organization.alias, state: organization.state,
            directoryID: organization.directoryID, defaultMailDomain: organization.defaultMailDomain,
            interoperabilityEnabled: organization.interoperabilityEnabled,
            domains: try await self.organization.mailDomains().map {
                .init(name: $0.name, isDefault: $0.isDefault, isVerified: $0.isVerified)
            })
    }

    /// Who is directly in which groups; `nil` where not all members could be read.
    private func groups(
        _ end: inout ExportEnd, _ names: inout GranteeLookup, _ take: (ExportRecord) throws -> Void
    ) async throws -> [EntityID: [ExportedReference]]? {
        var memberships: [EntityID: [ExportedReference]] = [:]
        var isWhole = true
        try await organization.forEachGroup { page in
            for listed in page {
                try Task.checkCancellation()
                let group = try await ExportedGroup.read(listed, from: organization)
                if listed.state != .deleted { names.add(listed.id, listed.name) }
                for member in group.members {
                    memberships[EntityID(member.id), default: []].append(.init(id: group.id, name: group.name))
                }
                end.groups += 1
                if !group.unread.isEmpty {
                    end.unread += 1
                    isWhole = false
                }
                try take(.group(group))
            }
        }
        return isWhole ? memberships : nil
    }

    /// - Returns: those with an account about whom something was decided.
    private func users(
        _ end: inout ExportEnd, _ names: inout GranteeLookup, _ memberships: [EntityID: [ExportedReference]]?,
        _ take: (ExportRecord) throws -> Void
    ) async throws -> Set<String> {
        var decided: Set<String> = []
        try await organization.forEachUser { page in
            let known = try await store.known(about: page.map(\.id))
            for listed in page {
                try Task.checkCancellation()
                var user = try await ExportedUser.read(listed, from: organization) { try await names.name(of: $0) }
                user.groups = memberships?[listed.id] ?? []
                if memberships == nil, listed.state != .deleted {
                    // One by one, since the other way round is not complete.
                    var reading = AccountReading(organization)
                    let groups = try await reading.read("groups") {
                        try await organization.listGroupsForEntity(listed.id)
                    }
                    user.groups = (groups ?? []).map { .init(id: $0.id.value, name: $0.name) }
                    user.unread += reading.unread
                }
                user.person = known[listed.id]?.person
                user.snapshot = known[listed.id]?.snapshot
                user.createdHere = known[listed.id]?.createdHere ?? false
                user.unread += known[listed.id]?.unread ?? []
                if let person = user.person, person.decision != nil { decided.insert(person.objectGUID) }
                end.users += 1
                if !user.unread.isEmpty { end.unread += 1 }
                try take(.user(user))
            }
        }
        return decided
    }

    private func people(
        without known: Set<String>, _ end: inout ExportEnd, _ take: (ExportRecord) throws -> Void
    ) async throws {
        var last: ObjectGUID?
        while true {
            try Task.checkCancellation()
            let page = try await store.decided(after: last, limit: 100)
            for (guid, person) in page {
                last = guid
                if known.contains(person.objectGUID) { continue }
                end.people += 1
                try take(.person(person))
            }
            if page.isEmpty { return }
        }
    }
}

/// What those are called who have rights on a mailbox; each is asked for once.
private struct GranteeLookup {
    let organization: any MailOrganization
    private var names: [EntityID: String?] = [:]

    init(_ organization: any MailOrganization) { self.organization = organization }

    mutating func add(_ id: EntityID, _ name: String) { names[id] = name }

    mutating func name(of permission: MailboxPermission) async throws -> String? {
        if let known = names[permission.grantee] { return known }
        var reading = AccountReading(organization)
        let user = try await reading.read("name") { try await organization.describeUser(permission.grantee).user }
        let name = user.flatMap { $0.state == .deleted ? nil : $0.name }
        names[permission.grantee] = .some(name)
        return name
    }
}
