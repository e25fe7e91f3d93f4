// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The mail domains of the organization.
enum DomainTable {
    /// All domains in the order of their names.
    static func all(in db: Database) throws -> [MailDomain] {
        try Row.fetchAll(db, sql: "SELECT name, isDefault, isVerified FROM mailDomain ORDER BY name").map { row in
            MailDomain(
                name: try row.decode(String.self, atIndex: 0), isDefault: try row.decode(Bool.self, atIndex: 1),
                isVerified: try row.decode(Bool.self, atIndex: 2))
        }
    }

    /// Throws `mailDomainNotFound` or `mailDomainState` unless an address in that domain can be given to somebody.
    static func requireVerified(_ domain: String, for operation: String, in db: Database) throws {
        let domains = try all(in: db)
        guard let known = domains.first(where: { $0.name == domain }) else {
            throw MailOrganizationError(
                .mailDomainNotFound, operation: operation,
                message: "the organization has no mail domain \(domain); it has "
                    + domains.map(\.name).joined(separator: ", "))
        }
        guard known.isVerified else {
            throw MailOrganizationError(
                .mailDomainState, operation: operation, message: "the mail domain \(domain) is not verified")
        }
    }

    /// What the table should hold for these settings: the configured domains, the first of them the default, and those
    /// taken out of the settings while an address, living or remembered, is still in them, as not verified.
    static func wanted(_ settings: EmbeddedSettings, in db: Database) throws -> [MailDomain] {
        var wanted: [String: MailDomain] = [:]
        for domain in settings.domains where wanted[domain.name] == nil {
            wanted[domain.name] = MailDomain(
                name: domain.name, isDefault: wanted.isEmpty, isVerified: domain.isVerified)
        }
        for domain in try all(in: db) where wanted[domain.name] == nil {
            if try isUsed(domain.name, in: db) {
                wanted[domain.name] = MailDomain(name: domain.name, isDefault: false, isVerified: false)
            }
        }
        return wanted.values.sorted { $0.name < $1.name }
    }

    static func replace(with domains: [MailDomain], in db: Database) throws {
        try db.execute(sql: "DELETE FROM mailDomain")
        for domain in domains {
            try db.execute(
                sql: "INSERT INTO mailDomain (name, isDefault, isVerified) VALUES (?, ?, ?)",
                arguments: [domain.name, domain.isDefault, domain.isVerified])
        }
    }

    private static func isUsed(_ domain: String, in db: Database) throws -> Bool {
        // An address has one `@`, and the key is in lower case, as domain names here are.
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM address WHERE substr(key, instr(key, '@') + 1) = :domain)
                    OR EXISTS (SELECT 1 FROM formerAddress WHERE substr(key, instr(key, '@') + 1) = :domain)
                """, arguments: ["domain": domain]) ?? false
    }
}
