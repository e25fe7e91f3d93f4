// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// From one edit of one account to its calls, or the reason why not: without I/O.
@Suite struct `Rules for editing` {
    static let rules = EditRules(domains: ["example.com": true, "pending.example": false])
    static let bob = Change.Grantee(id: EntityID(People.sid(2)), name: "bob")
    static let sales = Change.Grantee(id: EntityID(People.sid(3)), name: "sales")

    static func address(_ text: String) throws -> EmailAddress { try EmailAddress(text) }

    /// ana: with one alias, a right of bob's, a device that is kept out and one that synchronizes.
    static func facts(_ state: EntityState = .enabled, role: UserRole = .user) throws -> AccountFacts {
        let isEnabled = state == .enabled
        let user = try People.entity(1, "ana", state, email: isEnabled ? "ana@example.com" : nil, role: role)
        var profile = MailProfile()
        profile.jobTitle = "Clerk"
        var facts = AccountFacts(account: Account(person: nil, details: MailUserDetails(user: user, profile: profile)))
        guard isEnabled else { return facts }
        facts.aliases = [try address("a@example.com")]
        facts.mailbox = MailboxDetails(quotaMegabytes: 1_000, sizeMegabytes: 1)
        facts.permissions = [bob.id: [.sendAs, .sendOnBehalf]]
        facts.overrides = ["abc": .deny]
        let device = MobileDevice(
            MobileDeviceReport(deviceID: "PHONE1"), firstSynchronization: People.now, lastSynchronization: People.now)
        facts.devices = ["phone1": device]
        return facts
    }

    /// Every edit there is, as it would be made on `facts()`, and its call.
    static func edits() throws -> [(edit: AccountEdit, call: String, needsMailbox: Bool)] {
        [
            (.setProfile([.jobTitle: "Boss"]), #"UpdateUser {"jobTitle":"Clerk"} > {"jobTitle":"Boss"}"#, false),
            (.addAlias(try address("b@example.com")), "CreateAlias b@example.com", true),
            (.removeAlias(try address("a@example.com")), "DeleteAlias a@example.com", true),
            (
                .setPrimary(try address("b@example.com")),
                "UpdatePrimaryEmailAddress ana@example.com > b@example.com", true
            ),
            (.setQuota(2_000), "UpdateMailboxQuota 1000 MB > 2000 MB", true),
            (
                .grant(bob, isGroup: false, [.fullAccess]),
                "PutMailboxPermissions \(bob.id) (bob) SEND_AS+SEND_ON_BEHALF > "
                    + "\(bob.id) (bob) FULL_ACCESS+SEND_AS+SEND_ON_BEHALF", true
            ),
            (
                .revoke(bob, [.sendAs]),
                "PutMailboxPermissions \(bob.id) (bob) SEND_AS+SEND_ON_BEHALF > \(bob.id) (bob) SEND_ON_BEHALF", true
            ),
            (
                .revokeAll,
                "DeleteMailboxPermissions \(bob.id) (\(bob.id)) SEND_AS+SEND_ON_BEHALF", true
            ),
            (.blockDevice("XYZ"), "PutMobileDeviceAccessOverride XYZ DENY", true),
            (.unblockDevice("ABC"), "DeleteMobileDeviceAccessOverride ABC DENY", true),
            (.removeDevice("Phone1"), "DeleteMobileDevice PHONE1", true),
            (.wipeDevice("Phone1"), "WipeMobileDevice PHONE1", true),
            (.enable(try address("b@example.com")), "RegisterToWorkMail b@example.com", false),
            (.disable, "DeregisterFromWorkMail", true),
            (.delete, "DeleteUser", false),
        ]
    }

    static func words(_ operation: Change.Operation) -> String {
        let (old, new) = operation.values
        let values = [old, new].compactMap(\.self).joined(separator: " > ")
        return values.isEmpty ? operation.name : "\(operation.name) \(values)"
    }

    /// The calls, or the refusal's words after the name.
    static func outcome(_ edit: AccountEdit, _ facts: AccountFacts, _ rules: EditRules = rules) -> [String] {
        do { return try rules.operations(for: edit, on: facts).map(words) } catch { return ["ana \(error)"] }
    }

    @Test func `every edit of an enabled user is one call, except those that are for the disabled`() throws {
        for (edit, call, _) in try Self.edits() {
            let expected: String =
                switch edit {
                case .enable: "ana is ENABLED already, as ana@example.com"
                case .delete:
                    "ana is ENABLED: disable it first (workmail-sync users disable); the mailbox is kept for 30 days"
                default: call
                }
            for role in [UserRole.user, .remoteUser] {
                #expect(Self.outcome(edit, try Self.facts(role: role)) == [expected])
            }
        }
    }

    @Test func `of a disabled user only what needs no mailbox can be edited`() throws {
        for (edit, call, needsMailbox) in try Self.edits() {
            let expected =
                needsMailbox ? "ana is DISABLED: only an ENABLED user has a mailbox to edit; enable it first" : call
            #expect(Self.outcome(edit, try Self.facts(.disabled)) == [expected])
        }
    }

    @Test func `nothing of a deleted user, a system user, a resource or a stranger can be edited`() throws {
        let rows: [(AccountFacts, String)] = [
            (try Self.facts(.deleted), "ana is DELETED: nothing of it can be edited any more"),
            (
                try Self.facts(.disabled, role: .systemUser),
                "ana is a system user of the directory (SYSTEM_USER): nothing of it is edited"
            ),
            (
                try Self.facts(role: .systemUser),
                "ana is a system user of the directory (SYSTEM_USER): nothing of it is edited"
            ),
            (
                try Self.facts(role: .resource),
                "ana is a room or a piece of equipment (RESOURCE): nothing of it is edited"
            ),
            (
                try Self.facts(.deleted, role: .resource),
                "ana is a room or a piece of equipment (RESOURCE): nothing of it is edited"
            ),
            (
                try Self.facts(role: UserRole(rawValue: "ROBOT")), "ana has the role ROBOT: nothing of it is edited"
            ),
            (
                AccountFacts(account: Account(person: try People.person(1, "ana", mail: nil), details: nil)),
                "ana is not listed by the organization yet: workmail-sync sync, or explain"
            ),
        ]
        for (facts, refusal) in rows {
            for (edit, _, _) in try Self.edits() { #expect(Self.outcome(edit, facts) == [refusal], "\(edit)") }
        }
    }

    @Test func `an edit that is so already makes no call`() throws {
        let facts = try Self.facts()
        let rows: [AccountEdit] = [
            .setProfile([.jobTitle: "Clerk", .city: "", .hiddenFromGlobalAddressList: "no"]), .setProfile([:]),
            .addAlias(try Self.address("A@Example.com")), .addAlias(try Self.address("Ana@example.com")),
            .setPrimary(try Self.address("ANA@example.com")), .setQuota(1_000),
            .grant(Self.bob, isGroup: false, [.sendAs]), .grant(Self.bob, isGroup: false, []),
            .blockDevice("aBc"), .unblockDevice("XYZ"),
        ]
        for edit in rows { #expect(Self.outcome(edit, facts) == [], "\(edit)") }
        var bare = facts
        bare.permissions = [:]
        #expect(Self.outcome(.revokeAll, bare) == [])
    }

    @Test func `an alias becomes the primary address without a further alias, and every right goes when all is taken`()
        throws
    {
        let facts = try Self.facts()
        let rows: [(AccountEdit, [String])] = [
            (
                .setPrimary(try Self.address("a@example.com")),
                ["UpdatePrimaryEmailAddress ana@example.com > a@example.com"]
            ),
            (
                .revoke(Self.bob, nil),
                ["DeleteMailboxPermissions \(Self.bob.id) (bob) SEND_AS+SEND_ON_BEHALF"]
            ),
            (
                .revoke(Self.bob, [.sendAs, .sendOnBehalf, .fullAccess]),
                ["DeleteMailboxPermissions \(Self.bob.id) (bob) SEND_AS+SEND_ON_BEHALF"]
            ),
            (
                .grant(Self.sales, isGroup: true, [.sendAs]),
                ["PutMailboxPermissions \(Self.sales.id) (sales) SEND_AS"]
            ),
        ]
        for (edit, calls) in rows { #expect(Self.outcome(edit, facts) == calls) }
    }

    @Test func `a spelling with other bytes is another value, and only what differs is sent`() throws {
        var facts = try Self.facts()
        facts.account.details?.profile.city = "Malm\u{F6}"
        let decomposed = AccountEdit.setProfile([.city: "Malmo\u{308}", .jobTitle: "Clerk"])
        #expect(
            Self.outcome(decomposed, facts)
                == ["UpdateUser {\"city\":\"Malm\u{F6}\"} > {\"city\":\"Malmo\u{308}\"}"])
        #expect(
            Self.outcome(.setProfile([.hiddenFromGlobalAddressList: "Yes", .jobTitle: ""]), facts) == [
                #"UpdateUser {"hiddenFromGlobalAddressList":"FALSE","jobTitle":"Clerk"} > "#
                    + #"{"hiddenFromGlobalAddressList":"TRUE","jobTitle":""}"#
            ])
    }

    @Test func `every edit names the fields that it writes`() throws {
        let fields: [[AccountField]] = [
            [.jobTitle], [.aliases], [.aliases], [.primaryEmail], [.quota], [.permissions], [.permissions],
            [.permissions], [.deviceAccess], [.deviceAccess], [.devices], [.devices], [.mailbox], [.mailbox],
            [.deletion],
        ]
        #expect(try Self.edits().map(\.edit.fields) == fields)
        #expect(
            AccountEdit.setProfile([.office: "1", .displayName: "Ana", .quota: "5"]).fields == [.displayName, .office])
    }
}
