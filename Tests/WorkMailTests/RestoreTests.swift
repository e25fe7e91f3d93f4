// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

/// A whole organization is put back into an empty one.
struct RestoreTests {
    private static let anna = EntityID("S-1-5-21-1-2-3-1104")
    private static let bert = EntityID("S-1-5-21-1-2-3-1105")
    private static let sales = EntityID("S-1-5-21-1-2-3-1201")

    private func email(_ text: String) throws -> EmailAddress { try EmailAddress("\(text)@example.com") }

    private func user(
        _ id: EntityID, _ name: String, _ state: EntityState = .disabled, _ address: String? = nil,
        source: RestoredSource = .organization
    ) throws -> RestoredUser {
        var profile = MailProfile()
        profile.displayName = "Display \(name)"
        profile.city = "Porto"
        let user = MailUser(
            id: id, name: name, displayName: profile.displayName, email: try address.map(email), state: state)
        return RestoredUser(details: MailUserDetails(user: user, profile: profile), source: source)
    }

    private func group(_ name: String, _ state: EntityState = .disabled, _ address: String? = nil) throws
        -> RestoredGroup
    {
        RestoredGroup(
            group: MailGroup(id: Self.sales, name: name, email: try address.map(email), state: state),
            source: .organization)
    }

    /// What an export reads by the protocol alone.
    private func export(
        _ organization: EmbeddedOrganization, source: RestoredSource
    ) async throws -> ([RestoredUser], [RestoredGroup]) {
        var users: [RestoredUser] = []
        for row in try await organization.listUsers(nil, limit: 100, after: nil).elements {
            var user = RestoredUser(details: try await organization.describeUser(row.id), source: source)
            if row.state == .enabled { user.aliases = try await organization.listAliases(row.id) }
            if row.state != .deleted {
                user.quotaMegabytes = try await organization.mailboxDetails(row.id).quotaMegabytes
                user.permissions = try await organization.listMailboxPermissions(row.id)
                user.overrides = try await organization.listMobileDeviceAccessOverrides(row.id)
            }
            users.append(user)
        }
        var groups: [RestoredGroup] = []
        for row in try await organization.listGroups() {
            var group = RestoredGroup(group: try await organization.describeGroup(row.id), source: source)
            if row.state == .enabled { group.aliases = try await organization.listAliases(row.id) }
            if row.state != .deleted { group.members = try await organization.listGroupMembers(row.id).map(\.id) }
            groups.append(group)
        }
        return (users, groups)
    }

    @Test(arguments: [EmbeddedSettings.DirectoryKind.workMail, .directoryBacked])
    func `what was exported is restored, to the last date`(kind: EmbeddedSettings.DirectoryKind) async throws {
        try await EmbeddedFixture.with(kind) { original in
            let subject = try original.contractSubject()
            let organization = try original.open()
            var ids: [EntityID] = []
            for name in ["anna", "bert", "carl", "dora"] {
                ids.append(try await subject.controls.addUser(name, "Display \(name)"))
                original.clock.advance(by: .seconds(60))
            }
            let sales = try await subject.controls.addGroup("sales")
            let gone = try await subject.controls.addGroup("gone")
            try await subject.controls.removeGroup(gone)
            for (id, name) in [(ids[0], "anna"), (ids[1], "bert"), (sales, "sales")] {
                try await organization.registerToWorkMail(id, email: email(name))
                try await organization.createAlias(id, alias: email("a.\(name)"))
                original.clock.advance(by: .seconds(60))
            }
            try await organization.updateMailboxQuota(ids[1], megabytes: 1000)
            try await organization.putMailboxPermissions(ids[0], grantee: ids[2], values: [.fullAccess, .sendAs])
            try await organization.putMailboxPermissions(ids[1], grantee: sales, values: [.sendAs])
            try await organization.putMobileDeviceAccessOverride(
                ids[0], deviceID: "Phone1", effect: .deny, description: "lost")
            original.clock.advance(by: .seconds(60))
            try await organization.putMobileDeviceAccessOverride(
                ids[0], deviceID: "phone1", effect: .allow, description: "found")
            try await organization.deregisterFromWorkMail(ids[1])
            try await subject.controls.removeUser(ids[3])
            if kind == .workMail {
                for id in ids[..<3] { try await organization.associateMember(group: sales, member: id) }
                try await organization.updateGroup(sales, hiddenFromGlobalAddressList: true)
            } else {
                try await subject.controls.setMembers?(sales, ids)
            }
            let source = kind == .workMail ? RestoredSource.organization : .directory
            let (users, groups) = try await export(organization, source: source)
            try await EmbeddedFixture.with(kind) { copy in
                copy.clock.advance(by: .seconds(3600))
                let restored = try copy.open()
                try await restored.restore(users: users, groups: groups)
                let again = try await export(copy.open(), source: source)
                #expect(again.0 == users)
                #expect(again.1 == groups)
                // The mailbox that was kept comes back, with its quota and rights.
                try await restored.registerToWorkMail(ids[1], email: email("bert"))
                #expect(try await restored.mailboxDetails(ids[1]).quotaMegabytes == 1000)
                #expect(try await restored.listMailboxPermissions(ids[1]).map(\.grantee) == [sales])
                let provisioned = users.first { $0.details.user.id == ids[1] }?.details.mailboxProvisionedDate
                #expect(try await restored.describeUser(ids[1]).mailboxProvisionedDate == provisioned)
            }
        }
    }

    @Test func `the contents of one organization become those of another, with what no operation tells`() async throws {
        try await EmbeddedFixture.with { original in
            let organization = try original.open()
            let carl = EntityID("S-1-5-21-1-2-3-1106")
            for (name, id) in [("anna", Self.anna), ("bert", Self.bert), ("carl", carl)] {
                try await organization.directoryHolds(name, id: id)
            }
            let members = [Self.anna, EntityID("S-1-5-21-1-2-3-7777")]
            try await organization.directoryHolds(groups: [.init(id: Self.sales, name: "sa\u{0}les", members: members)])
            for (id, name) in [(Self.anna, "anna"), (Self.bert, "bert"), (Self.sales, "sales")] {
                try await organization.registerToWorkMail(id, email: email(name))
                try await organization.createAlias(id, alias: email("a.\(name)"))
                try await organization.createAlias(id, alias: email("b.\(name)"))
            }
            try await organization.putMailboxPermissions(Self.bert, grantee: Self.sales, values: [.sendAs])
            try await organization.updateMailboxQuota(Self.bert, megabytes: 7)
            for id in [Self.bert, Self.sales] { try await organization.deregisterFromWorkMail(id) }
            try await organization.directoryLost([Self.anna, carl])
            let (users, groups) = try await organization.contents()
            #expect(users.map(\.source) == [.lostByDirectory, .directory, .lostByDirectory])
            #expect(users.map(\.aliases.count) == [2, 2, 0])
            #expect(groups.map(\.members) == [members])
            try await EmbeddedFixture.with { copy in
                let restored = try copy.open()
                try await restored.restore(users: users, groups: groups)
                let again = try await restored.contents()
                #expect(again.users == users)
                #expect(again.groups == groups)
                try await restored.registerToWorkMail(Self.sales, email: email("sales"))
                #expect(try await restored.listAliases(Self.sales).count == 3)
            }
        }
    }

    @Test func `former addresses come back with a kept mailbox, and a mailbox past its 30 days does not`() async throws
    {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            var users = [
                try user(Self.anna, "anna", .disabled, "anna"), try user(Self.bert, "bert", .disabled, "bert"),
            ]
            for (index, days) in [29.0, 30].enumerated() {
                users[index].details.mailboxProvisionedDate = fixture.clock.now - 50 * 86400
                users[index].details.user.disabledDate = fixture.clock.now - days * 86400
                users[index].aliases = [try email("a.\(users[index].details.user.name)")]
                users[index].quotaMegabytes = 1000
            }
            try await organization.restore(users: users, groups: [])
            try await organization.registerToWorkMail(Self.anna, email: email("new"))
            try await organization.registerToWorkMail(Self.bert, email: email("bert"))
            #expect(
                try await organization.listAliases(Self.anna).map(\.text)
                    == ["a.anna@example.com", "anna@example.com", "new@example.com"])
            #expect(try await organization.listAliases(Self.bert).map(\.text) == ["bert@example.com"])
            #expect(try await organization.mailboxDetails(Self.anna).quotaMegabytes == 1000)
            #expect(try await organization.mailboxDetails(Self.bert).quotaMegabytes == 51_200)
        }
    }

    @Test func `an organization that is not empty is left as it is`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let old = try await organization.createGroup(name: "old")
            try await organization.deleteGroup(old)
            let error = await #expect(throws: MailOrganizationError.self) {
                try await organization.restore(users: [user(Self.anna, "anna")], groups: [])
            }
            #expect(error?.code == .organizationState)
            #expect(try await organization.listUsers(nil, limit: 1, after: nil).elements.isEmpty)
        }
    }

    @Test func `what breaks a rule is refused, and nothing is restored`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            let anna = try user(Self.anna, "anna", .enabled, "anna")
            let bert = try user(Self.bert, "bert", .enabled, "bert")
            func changed<T>(_ value: T, _ change: (inout T) throws -> Void) rethrows -> T {
                var value = value
                try change(&value)
                return value
            }
            let nobody = EntityID("S-1-5-21-1-2-3-9999")
            let cases: [(MailOrganizationError.Code, [RestoredUser], [RestoredGroup])] = [
                (.nameAvailability, [anna, try user(Self.bert, "ANNA")], []),
                (.nameAvailability, [anna], [try group("anna")]),
                (.emailAddressInUse, [anna, try user(Self.bert, "bert", .enabled, "ANNA")], []),
                (.emailAddressInUse, [anna, try changed(bert) { $0.aliases = [try email("anna")] }], []),
                (.emailAddressInUse, [anna], [try group("sales", .enabled, "anna")]),
                (.invalidParameter, [anna, try user(Self.anna, "bert")], []),
                (.invalidParameter, [try user(EntityID("short"), "anna")], []),
                (.invalidParameter, [try user(Self.anna, "anna", .enabled)], []),
                (.invalidParameter, [try user(Self.anna, "anna", source: .directory)], []),
                (.invalidParameter, [changed(anna) { $0.quotaMegabytes = 0 }], []),
                (.invalidParameter, [changed(anna) { $0.details.user.state = EntityState(rawValue: "ODD") }], []),
                (
                    .mailDomainNotFound,
                    [try changed(anna) { $0.aliases = [try EmailAddress("anna@elsewhere.example")] }], []
                ),
                (
                    .limitExceeded, [try changed(anna) { $0.aliases = try (0...100).map { try email("a\($0)") } }], []
                ),
                (
                    .entityNotFound,
                    [
                        changed(anna) {
                            $0.permissions = [.init(grantee: nobody, granteeType: .user, values: [.sendAs])]
                        }
                    ], []
                ),
                (.entityNotFound, [anna], [changed(try group("sales")) { $0.members = [nobody] }]),
                (.invalidParameter, [anna], [changed(try group("sales")) { $0.members = [Self.sales] }]),
            ]
            for (code, users, groups) in cases {
                let error = await #expect(throws: MailOrganizationError.self) {
                    try await organization.restore(users: users, groups: groups)
                }
                #expect(error?.code == code, "\(String(describing: error))")
                #expect(try await organization.listUsers(nil, limit: 1, after: nil).elements.isEmpty)
                #expect(try await organization.listGroups().isEmpty)
            }
            try await organization.restore(users: [anna, bert], groups: [group("sales", .enabled, "sales")])
        }
    }

    @Test func `what is told of the DELETED is left out`() async throws {
        try await EmbeddedFixture.with(.workMail) { fixture in
            let organization = try fixture.open()
            var anna = try user(Self.anna, "anna", .enabled, "anna")
            anna.permissions = [.init(grantee: Self.bert, granteeType: .user, values: [.sendAs])]
            var sales = try group("sales")
            sales.members = [Self.anna, Self.bert]
            try await organization.restore(
                users: [anna, user(Self.bert, "anna", .deleted, "anna")], groups: [sales])
            #expect(try await organization.listMailboxPermissions(Self.anna).isEmpty)
            #expect(try await organization.listGroupMembers(Self.sales).map(\.id) == [Self.anna])
            #expect(try await organization.describeEntity(email("anna"))?.id == Self.anna)
            #expect(try await organization.describeUser(Self.bert).user.state == .deleted)
        }
    }

    @Test func `one that the directory has lost is kept for its mailbox, and comes back with the directory`()
        async throws
    {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let anna = try user(Self.anna, "anna", .enabled, "anna", source: .lostByDirectory)
            let bert = try user(Self.bert, "bert", .deleted, source: .directory)
            try await organization.restore(users: [anna, bert], groups: [])
            #expect(try await organization.describeUser(Self.anna).user.state == .enabled)
            try await organization.directoryHolds("bert", id: Self.bert)
            #expect(try await organization.describeUser(Self.bert).user.state == .disabled)
            try await organization.deregisterFromWorkMail(Self.anna)
            fixture.clock.advance(by: .seconds(30 * 24 * 3600))
            #expect(try await organization.describeUser(Self.anna).user.state == .deleted)
        }
    }
}
