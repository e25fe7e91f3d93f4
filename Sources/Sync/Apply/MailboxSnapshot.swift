// SPDX-License-Identifier: Apache-2.0
public import Foundation
import WorkMail

/// What a mailbox had when it was disabled: addresses, quota and permissions. Whether the service keeps them over a
/// disable is not published, so they are compared and given back when the mailbox is enabled again within its 30 days.
public struct MailboxSnapshot: Hashable, Sendable, Codable {
    /// What somebody may do with the mailbox.
    public struct Permission: Hashable, Sendable, Codable {
        public var grantee: String
        /// What the grantee was called.
        public var name: String?
        public var isGroup: Bool
        public var values: [String]
    }

    public var taken: Date
    /// Since when the mailbox was enabled then: while that is still so, it has not been disabled since.
    public var enabledSince: Date?
    public var primary: String?
    /// Without the primary address.
    public var aliases: [String]
    /// In MB; `nil` when it could not be read.
    public var quota: Int?
    public var permissions: [Permission]
    /// What could not be read, in words: a leaver is locked out all the same.
    public var missing: [String]

    public init(
        taken: Date, enabledSince: Date? = nil, primary: String?, aliases: [String] = [], quota: Int? = nil,
        permissions: [Permission] = [],
        missing: [String] = []
    ) {
        self.taken = taken
        self.enabledSince = enabledSince
        self.primary = primary
        self.aliases = aliases
        self.quota = quota
        self.permissions = permissions
        self.missing = missing
    }

    /// Until when the service keeps the mailbox, if it was disabled right after.
    public var keptUntil: Date { MailboxRetentionPeriod.end(disabled: taken) }

    /// With what an earlier snapshot of the same mailbox has that was never given back: the mailbox was enabled
    /// elsewhere, and is disabled again before any run has looked.
    func joined(with earlier: MailboxSnapshot) -> MailboxSnapshot {
        var joined = self
        let addresses = Set(earlier.aliases + [earlier.primary].compactMap(\.self) + aliases)
        joined.aliases = addresses.subtracting([primary].compactMap(\.self)).sorted()
        joined.quota = earlier.quota ?? quota
        for permission in earlier.permissions {
            if let place = joined.permissions.firstIndex(where: { $0.grantee == permission.grantee }) {
                joined.permissions[place].values = Set(joined.permissions[place].values + permission.values).sorted()
            } else {
                joined.permissions.append(permission)
            }
        }
        joined.permissions.sort { $0.grantee < $1.grantee }
        return joined
    }

    /// - Throws: when the organization is not to be had at all.
    static func taken(
        of id: EntityID, in organization: any MailOrganization, at now: Date
    ) async throws -> MailboxSnapshot {
        var snapshot = MailboxSnapshot(taken: now, primary: nil)
        func read(_ what: String, _ body: () async throws -> Void) async throws {
            do { try await body() } catch let error as MailOrganizationError where !error.concernsEverybody {
                snapshot.missing.append("\(what): \(error)")
            }
        }
        try await read("addresses") {
            let user = try await organization.describeUser(id).user
            (snapshot.primary, snapshot.enabledSince) = (user.email?.text, user.enabledDate)
            let all = try await organization.listAliases(id)
            snapshot.aliases = all.filter { $0.text != snapshot.primary }.map(\.text).sorted()
        }
        try await read("quota") { snapshot.quota = try await organization.mailboxDetails(id).quotaMegabytes }
        try await read("permissions") {
            let permissions = try await organization.listMailboxPermissions(id)
            let names = try await GranteeNames.of(permissions, in: organization)
            snapshot.permissions = permissions.map { permission in
                Permission(
                    grantee: permission.grantee.value, name: names[permission.grantee],
                    isGroup: permission.granteeType == .group, values: permission.values.map(\.rawValue).sorted())
            }.sorted { $0.grantee < $1.grantee }
        }
        return snapshot
    }
}

/// The 30 × 24 hours for which the service keeps a disabled mailbox, counted in UTC, without a grace.
public enum MailboxRetentionPeriod {
    public static let seconds = 30.0 * 24 * 3_600

    public static func end(disabled: Date) -> Date { disabled.addingTimeInterval(seconds) }
    public static func isOver(disabled: Date, at now: Date) -> Bool { end(disabled: disabled) <= now }
    /// Whole days left, rounded up; 0 when it is over.
    public static func daysLeft(disabled: Date, at now: Date) -> Int {
        max(0, Int((end(disabled: disabled).timeIntervalSince(now) / 86_400).rounded(.up)))
    }
}
