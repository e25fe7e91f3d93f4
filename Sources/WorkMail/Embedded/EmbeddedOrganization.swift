// SPDX-License-Identifier: Apache-2.0
public import Foundation
import GRDB

/// A mail organization in one SQLite file, with the hosted service's vocabulary, errors and rules.
///
/// For the first run, for rehearsals and tests, and for life after the hosted service. Every call is one transaction,
/// durable when it returns, and states show at once. Where the service's behaviour is not published, it decides
/// for the cautious reading; each such choice is said at the method.
///
/// Several processes may have the same file open. All failures of the file itself are `EmbeddedOrganizationFailure`.
public final class EmbeddedOrganization: DirectoryBackedOrganization, MobileDeviceOrganization {
    /// `m-` and 32 hex digits, made with the file.
    public let organizationID: String
    let settings: EmbeddedSettings
    let database: EmbeddedDatabase
    private let clock: @Sendable () -> Date

    /// Opens the organization in `file` and makes it when it is missing. Blocks while the file is opened.
    /// - Parameter clock: what time it is; retention is counted by it.
    /// - Throws: `EmbeddedOrganizationFailure` when the file cannot be used or was made for the other directory kind.
    public convenience init(
        file: String, settings: EmbeddedSettings, clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        try self.init(database: EmbeddedDatabase(file: file), settings: settings, clock: clock)
    }

    /// A private copy to try things on: what is done to it, nobody sees, and it vanishes with the last reference to it.
    /// The original is only read; when there is none, the copy is an empty organization and the original is not made.
    public static func scratchCopy(
        of file: String, settings: EmbeddedSettings, clock: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> EmbeddedOrganization {
        try await EmbeddedOrganization(database: .scratchCopy(of: file), settings: settings, clock: clock)
    }

    private init(database: EmbeddedDatabase, settings: EmbeddedSettings, clock: @escaping @Sendable () -> Date) throws {
        guard !settings.domains.isEmpty else {
            throw EmbeddedOrganizationFailure(
                file: database.file, cause: "the mail organization has no mail domain", remedy: "configure at least one"
            )
        }
        self.database = database
        self.settings = settings
        self.clock = clock
        let identity = try OrganizationTable.settle(settings, in: database)
        self.organizationID = identity.id
    }

    /// Deletes the mailboxes whose 30 days are over. Every other call does so first by itself; this is for a
    /// timer that wants it done on the day.
    /// - Returns: how many mailboxes were deleted.
    @discardableResult
    public func purgeExpiredMailboxes() async throws -> Int {
        let now = now
        return try await database.write { try MailboxRetention.purge(at: now, in: $0) }
    }

    public func describeOrganization() async throws -> Organization {
        let interoperabilityEnabled = settings.interoperabilityEnabled
        return try await read { db in
            let identity = try OrganizationTable.identity(in: db)
            let domains = try DomainTable.all(in: db)
            return Organization(
                id: identity.id, alias: identity.alias, state: "Active", directoryID: identity.directoryID,
                defaultMailDomain: domains.first(where: \.isDefault)?.name ?? "",
                interoperabilityEnabled: interoperabilityEnabled)
        }
    }

    public func mailDomains() async throws -> [MailDomain] {
        try await read { try DomainTable.all(in: $0) }
    }

    /// Lets the file grow to that many pages of 4 KiB and no further, as on a full disk. For tests.
    package func limit(toPages pages: Int) async throws { try await database.limit(toPages: pages) }

    var now: StoredDate { StoredDate(clock()) }

    /// A view of the file in which nothing is overdue. Takes a write transaction only when a mailbox has to go.
    func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        let now = now
        let answer: T? = try await database.read { db in
            try MailboxRetention.isDue(at: now, in: db) ? nil : try body(db)
        }
        if let answer { return answer }
        return try await write { db, _ in try body(db) }
    }

    /// One transaction, begun with what is overdue; `body` gets the moment at which it happens.
    func write<T: Sendable>(_ body: @escaping @Sendable (Database, StoredDate) throws -> T) async throws -> T {
        let now = now
        return try await database.write { db in
            try MailboxRetention.purge(at: now, in: db)
            return try body(db, now)
        }
    }
}
