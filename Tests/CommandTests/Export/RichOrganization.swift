// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import WorkMail

extension Installation {
    /// The same with databases of their own: where an export is restored.
    var emptied: Installation {
        changing(["organization.file": folder + "/restored.db", "state.file": folder + "/restored-state.db"])
    }

    /// A WorkMail directory with all that an organization can have, and as many plain users beside it.
    func furnish(plain: Int) async throws {
        let organization = try organization()
        let now = Date()
        try await organization.restore(
            users: (0..<plain).map(Self.plainUser) + [
                Self.user("room.1", role: .resource, state: .disabled),
                Self.user("krbtgt", role: .systemUser, state: .disabled),
                Self.user("remote", role: .remoteUser, state: .disabled),
            ], groups: [])
        let ids = try await addMailboxes("ana", "bob", "cem", "dan", "eve", "old")
        let (ana, bob, cem, dan, old) = (ids[0], ids[1], ids[2], ids[3], ids[5])
        for alias in ["press@example.com", "ana@example.org", "Sales.Team@example.com"] {
            try await organization.createAlias(ana, alias: EmailAddress(alias))
        }
        try await organization.updateMailboxQuota(ana, megabytes: 2048)
        try await organization.updateUser(ana, profile: Self.oddProfile)
        try await organization.putMobileDeviceAccessOverride(
            ana, deviceID: "ApplDX3F0QJ9G5MV", effect: .deny, description: "lost \"on\" a\ntrain")
        try await organization.putMobileDeviceAccessOverride(ana, deviceID: "B2", effect: .allow, description: nil)

        // Groups within groups, one of them hidden, one gone, one that was disabled.
        let sales = try await organization.createGroup(name: "Sales \"Süd\", =1+1")
        let board = try await organization.createGroup(name: "Board", hiddenFromGlobalAddressList: true)
        let gone = try await organization.createGroup(name: "Gone")
        let closed = try await organization.createGroup(name: "Closed")
        try await organization.registerToWorkMail(sales, email: EmailAddress("sales@example.com"))
        try await organization.createAlias(sales, alias: EmailAddress("verkauf@example.org"))
        try await organization.registerToWorkMail(closed, email: EmailAddress("closed@example.com"))
        try await organization.createAlias(closed, alias: EmailAddress("closed2@example.com"))
        for (group, member) in [(board, ana), (board, sales), (sales, bob), (sales, cem), (closed, board)] {
            try await organization.associateMember(group: group, member: member)
        }
        try await organization.deregisterFromWorkMail(closed)
        try await organization.deleteGroup(gone)

        try await organization.putMailboxPermissions(ana, grantee: bob, values: [.fullAccess, .sendAs])
        try await organization.putMailboxPermissions(ana, grantee: sales, values: [.sendOnBehalf])
        try await organization.putMailboxPermissions(dan, grantee: ana, values: [.sendAs])
        // One left through the program, one elsewhere, one long ago, one for good.
        try await organization.createAlias(bob, alias: EmailAddress("robert@example.com"))
        try await organization.updateMailboxQuota(bob, megabytes: 1024)
        try await organization.putMailboxPermissions(bob, grantee: ana, values: [.fullAccess])
        try await succeed("users", "disable", "bob", "--reason", "left, \"really\"")
        try await organization.deregisterFromWorkMail(dan)
        try await self.organization { now.addingTimeInterval(-31 * 86_400) }.deregisterFromWorkMail(old)
        try await organization.deregisterFromWorkMail(ids[4])
        try await organization.deleteUser(ids[4])
        #expect(
            try await run("users", "create", "new", "--first-name", "Ñew", "--last-name", "Übel", "--generate").code
                == 0)
    }

    /// What a file of lines, of commas, or of one's own could stumble over.
    static var oddProfile: MailProfile {
        var profile = MailProfile()
        profile.displayName = "Ána \"Ann\" Sílva,\nline two\r\n\tand \u{1F469}\u{200D}\u{1F4BB} \u{202E}evil"
        profile.firstName = "=cmd|' /C calc'!A0"
        profile.lastName = "Silva|Souza\\|x"
        profile.initials = "Å"
        profile.telephone = "☎ 12"
        profile.street = " leading and trailing "
        profile.jobTitle = "<html>"
        profile.city = ":colon"
        profile.company = "e\u{301}"
        profile.zipCode = "\u{E9}"
        profile.department = "a\0b"
        profile.country = "Portugal"
        profile.office = String(repeating: "ö", count: 256)
        profile.hiddenFromGlobalAddressList = true
        return profile
    }

    static func plainUser(_ number: Int) -> RestoredUser {
        var user = user("user\(number)", role: .user, state: number.isMultiple(of: 3) ? .enabled : .disabled)
        if user.details.user.state == .enabled { user.quotaMegabytes = 100 + number }
        return user
    }

    private static func user(_ name: String, role: UserRole, state: EntityState) -> RestoredUser {
        var profile = MailProfile()
        profile.displayName = "The \(name)"
        let moment = Date(timeIntervalSince1970: 1_780_000_000.125)
        let user = MailUser(
            id: EntityID(UUID().uuidString.lowercased()), name: name, displayName: profile.displayName,
            email: state == .enabled ? try? EmailAddress("\(name)@example.com") : nil, state: state, role: role,
            enabledDate: state == .enabled ? moment : nil)
        return RestoredUser(
            details: MailUserDetails(
                user: user, profile: profile, mailboxProvisionedDate: state == .enabled ? moment : nil),
            source: .organization)
    }

    /// The lines of an export, the first one without the moment and the organization's own ids.
    func exported() async throws -> [String] {
        let outcome = try await run("export")
        #expect(outcome.code == 0 && outcome.error.isEmpty, "\(outcome.error)")
        return Self.comparable(outcome.output)
    }

    static func comparable(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        lines[0] = lines[0].replacing(/"(exportedAt|id|directoryID)":"[^"]*"/) { "\"\($0.output.1)\":…" }
        return lines
    }
}
