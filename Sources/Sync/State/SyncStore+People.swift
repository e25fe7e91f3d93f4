// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB
public import WorkMail

extension SyncStore {
    public func person(_ guid: ObjectGUID) async throws -> MirroredPerson? {
        try await people("guid = ?", [Data(guid.bytes)]).first
    }

    public func people(withSIDs sids: [EntityID]) async throws -> [MirroredPerson] {
        guard !sids.isEmpty else { return [] }
        return try await read { db in
            try sids.flatMap { sid in
                let statement = try db.cachedStatement(sql: "SELECT * FROM person WHERE sid = ?")
                return try Row.fetchAll(statement, arguments: [sid.value]).map(PersonRow.person)
            }
        }
    }

    /// Links rows of the organization that are nobody's by link or SID, and whose ids are no SIDs, to the one person who has
    /// the name in the directory: for organizations whose names are the directory's. Links that are there stay.
    func linkByName(_ users: [MailUser]) async throws {
        let unknown = users.filter { !$0.id.isSID && !$0.name.utf8.contains(0) }
        guard !unknown.isEmpty else { return }
        let found: [(guid: Data, entity: String)] = try await read { db in
            let people = try db.cachedStatement(
                sql: """
                    SELECT guid FROM person WHERE sam_account_name = ?1 COLLATE NOCASE AND presence = 'present'
                    AND NOT EXISTS (SELECT 1 FROM link WHERE entity = ?2 OR link.guid = person.guid)
                    """)
            return try unknown.compactMap { user in
                let guids = try Data.fetchAll(people, arguments: [user.name, user.id.value])
                return guids.count == 1 ? (guids[0], user.id.value) : nil
            }
        }
        guard !found.isEmpty else { return }
        try await write { db in
            for (guid, entity) in found {
                try db.execute(sql: "INSERT OR IGNORE INTO link VALUES (?, ?, 'name')", arguments: [guid, entity])
            }
        }
    }

    /// Candidates without a decision, and everybody who could be one with another address, by name.
    /// - Parameter limit: `nil` for all.
    public func undecided(limit: Int? = nil) async throws -> [MirroredPerson] {
        try await people("\(Self.isUndecided) ORDER BY sam_account_name COLLATE NOCASE, guid LIMIT ?", [limit ?? -1])
    }

    static let isUndecided: String = {
        let exclusions = Exclusion.allCases.filter { $0.nature == .address }.map { "'\($0.rawValue)'" }
        return """
            presence = 'present' AND (exclusion IS NULL OR exclusion IN (\(exclusions.joined(separator: ","))))
            AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.guid = person.guid)
            """
    }()

    /// Everybody with this exclusion, by name.
    public func people(excluded exclusion: Exclusion) async throws -> [MirroredPerson] {
        try await people(
            "presence = 'present' AND exclusion = ? ORDER BY sam_account_name COLLATE NOCASE, guid",
            [exclusion.rawValue])
    }

    /// Who claims an address: candidates whom the directory gives it and who were not given another, and approved people
    /// for whom an administrator chose it. People who were rejected claim nothing.
    public func claimants(of address: EmailAddress) async throws -> [MirroredPerson] {
        // Two look-ups by index; an OR over both would read the whole table.
        try await people(
            """
            presence = 'present' AND guid IN (
              SELECT guid FROM person WHERE exclusion IS NULL AND presence = 'present' AND address_key = ?1
              UNION SELECT guid FROM decision WHERE verdict = 'approved' AND email_key = ?1)
            AND NOT EXISTS (
              SELECT 1 FROM decision d WHERE d.guid = person.guid
              AND (d.verdict = 'rejected' OR d.email_key IS NOT NULL AND d.email_key <> ?1))
            ORDER BY guid
            """, [address.key])
    }

    /// Addresses that the directory gives to more than one candidate, with everybody who claims them.
    public func contestedAddresses() async throws -> [EmailAddress: [Hold.Claimant]] {
        let claims = """
            exclusion IS NULL AND presence = 'present'
            AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.guid = person.guid AND d.verdict = 'rejected')
            """
        let people = try await people(
            """
            \(claims) AND address_key IN
            (SELECT address_key FROM person WHERE \(claims) GROUP BY address_key HAVING count(*) > 1) ORDER BY guid
            """, [])
        var contested: [EmailAddress: [Hold.Claimant]] = [:]
        for person in people {
            if let address = person.standing.address { contested[address, default: []].append(person.claimant) }
        }
        return contested
    }

    func people(_ condition: String, _ arguments: StatementArguments) async throws -> [MirroredPerson] {
        try await read { db in
            // Few conditions, and each for thousands of people: preparing a statement costs more than running it.
            let statement = try db.cachedStatement(sql: "SELECT * FROM person WHERE \(condition)")
            return try Row.fetchAll(statement, arguments: arguments).map(PersonRow.person)
        }
    }

    /// Everybody whom a text may mean; see `UserReference`.
    func people(named text: String) async throws -> [MirroredPerson] {
        if let guid = ObjectGUID(text: text) { return try await people("guid = ?", [Data(guid.bytes)]) }
        if text.contains("="), let dn = DistinguishedName(text) { return try await people(at: dn) }
        // ASCII case only: SQLite's NOCASE folds no other letters, so the rest is compared as it is written.
        return try await people(
            """
            guid IN (
              SELECT guid FROM person WHERE sam_account_name = ?1 COLLATE NOCASE
              UNION SELECT guid FROM person WHERE user_principal_name = ?1 COLLATE NOCASE
              UNION SELECT guid FROM person WHERE mail = ?1 COLLATE NOCASE
              UNION SELECT guid FROM person WHERE sid = ?1
              UNION SELECT guid FROM person
                WHERE exclusion IS NULL AND presence = 'present' AND address_key = lower(?1)
              UNION SELECT guid FROM decision WHERE email_key = lower(?1)
              UNION SELECT guid FROM held_address WHERE address_key = lower(?1))
            ORDER BY guid
            """, [text])
    }

    /// Whoever is at a DN, in whatever spelling of it.
    private func people(at dn: DistinguishedName) async throws -> [MirroredPerson] {
        let guids = try await read { db in
            var guids: [Data] = []
            let rows = try Row.fetchCursor(db, sql: "SELECT guid, dn FROM person")
            while let row = try rows.next() {
                if dn.isSame(as: row["dn"]) { guids.append(row["guid"]) }
            }
            return guids
        }
        var people: [MirroredPerson] = []
        for guid in guids { people += try await self.people("guid = ?", [guid]) }
        return people
    }
}
