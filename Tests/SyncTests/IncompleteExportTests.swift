// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import TestSupport
import Testing
import WorkMail

@testable import Sync

/// An export of an organization that does not tell everything: what is missing is named, never left out without a word.
@Suite(.tags(.server)) struct `An export that may not ask everything` {
    @Test(
        "names what it could not read, by account",
        arguments: [
            ("ListMailboxPermissions", "permissions: "), ("ListAliases", "aliases: "),
            ("GetMailboxDetails", "quota and size: "), ("ListMobileDeviceAccessOverrides", "device access: "),
            ("DescribeUser", "details: "),
        ])
    func named(operation: String, words: String) async throws {
        try await withOrganization { organization, store, ids in
            let refusing = RefusingOrganization(base: organization) { asked, id in
                asked == operation && id == ids.ana ? Self.refusal(operation) : nil
            }
            let (records, end) = try await export(refusing, store)
            let ana = try #require(records.users.first { $0.name == "ana" })
            #expect(ana.unread == ["\(words)\(operation): not allowed (InvalidParameterException)"])
            #expect(ana.email == "ana@example.com" && ana.groups.map(\.name) == ["Sales"])
            #expect(end.unread == 1 && end.users == 3 && end.groups == 1)
            #expect(records.users.count { !$0.unread.isEmpty } == 1)
            let again = try await export(refusing, store).records.users
            #expect(again == records.users, "the same twice")
        }
    }

    @Test func `asks for the groups of each user where the members of a group are refused`() async throws {
        try await withOrganization { organization, store, ids in
            let refusing = RefusingOrganization(base: organization) { operation, id in
                operation == "ListGroupMembers" || operation == "ListGroupsForEntity" && id == ids.bob
                    ? Self.refusal(operation) : nil
            }
            let (records, end) = try await export(refusing, store)
            #expect(records.groups[0].unread.count == 1 && records.groups[0].members.isEmpty)
            #expect(records.users.first { $0.name == "ana" }?.groups.map(\.name) == ["Sales"])
            #expect(records.users.first { $0.name == "bob" }?.unread.count == 1)
            #expect(end.unread == 2)
        }
    }

    @Test func `a refusal that only says that there is nothing is none`() async throws {
        try await withOrganization { organization, store, ids in
            try await organization.deregisterFromWorkMail(ids.ana)
            let refusing = RefusingOrganization(base: organization) { operation, id in
                id == ids.ana && operation != "DescribeUser"
                    ? MailOrganizationError(.entityState, operation: operation, message: "DISABLED") : nil
            }
            let (records, end) = try await export(refusing, store)
            #expect(end.unread == 0)
            #expect(records.users.first { $0.name == "ana" }?.quotaMegabytes == nil)
        }
    }

    @Test("fails where a listing fails", arguments: ["ListUsers", "ListGroups"])
    func listing(operation: String) async throws {
        try await withOrganization { organization, store, _ in
            let refusing = RefusingOrganization(base: organization) { asked, _ in
                asked == operation ? Self.refusal(operation) : nil
            }
            await #expect(throws: MailOrganizationError.self) { try await export(refusing, store) }
        }
    }

    @Test func `fails where the organization itself is away`() async throws {
        try await withOrganization { organization, store, _ in
            let refusing = RefusingOrganization(base: organization) { operation, _ in
                operation == "ListAliases"
                    ? MailOrganizationError(.organizationState, operation: operation, message: "away") : nil
            }
            await #expect(throws: MailOrganizationError.self) { try await export(refusing, store) }
        }
    }

    @Test func `says when something changed meanwhile`() async throws {
        try await withOrganization { organization, store, ids in
            let quiet = try await export(organization, store).end
            #expect(!quiet.changedMeanwhile)
            let file = store.path
            let noting = RefusingOrganization(base: organization) { operation, id in
                guard operation == "ListAliases", id == ids.bob else { return nil }
                try? Self.note("CreateAlias", in: file)
                return nil
            }
            let noted = try await export(noting, store).end
            #expect(noted.changedMeanwhile)
        }
    }

    /// What another command writes meanwhile.
    private static func note(_ operation: String, in file: String) throws {
        try SyncStore(path: file).database.write { db in
            _ = try JournalRecord(
                at: Date(), event: .intent, guid: nil, label: "ana", operation: operation, reason: "test", actor: "test"
            ).insert(into: db)
        }
    }

    private static func refusal(_ operation: String) -> MailOrganizationError {
        MailOrganizationError(
            .invalidParameter, operation: operation, message: "not allowed", requestID: UUID().uuidString)
    }

    private struct Records {
        var groups: [ExportedGroup] = []
        var users: [ExportedUser] = []
    }

    private func export(
        _ organization: any MailOrganization, _ store: SyncStore
    ) async throws -> (records: Records, end: ExportEnd) {
        var records = Records()
        let end = try await OrganizationExport(organization, store) { Date() }.read { record in
            switch record {
            case .group(let group): records.groups.append(group)
            case .user(let user): records.users.append(user)
            default: break
            }
        }
        return (records, end)
    }

    private func withOrganization(
        _ body: (EmbeddedOrganization, SyncStore, (ana: EntityID, bob: EntityID)) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "workmail-sync-export-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let organization = try EmbeddedOrganization(
            file: folder + "/organization.db",
            settings: EmbeddedSettings(
                alias: "local", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
                directoryKind: .workMail))
        var ids: [EntityID] = []
        for name in ["ana", "bob", "cem"] {
            let id = try await organization.createUser(
                name: name, displayName: name, firstName: "", lastName: "", password: nil)
            try await organization.registerToWorkMail(id, email: EmailAddress("\(name)@example.com"))
            ids.append(id)
        }
        let sales = try await organization.createGroup(name: "Sales")
        for id in ids { try await organization.associateMember(group: sales, member: id) }
        try await organization.putMailboxPermissions(ids[0], grantee: ids[1], values: [.sendAs])
        try await body(organization, SyncStore(path: folder + "/state.db"), (ids[0], ids[1]))
    }
}
