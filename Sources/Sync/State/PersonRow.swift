// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import WorkMail

/// A `MirroredPerson` as a row of the table `person`.
///
/// One list of columns serves writing and reading, so that none can be forgotten in one of the two.
enum PersonRow {
    static let columns = [
        "guid", "sid", "dn", "kind", "sam_account_name", "user_principal_name", "mail", "proxy_addresses",
        "display_name", "first_name", "last_name", "initials", "telephone", "street", "job_title", "city", "company",
        "zip_code", "department", "country", "office", "account_control", "account_expires", "primary_group_id",
        "when_changed", "usn_changed", "scope", "scope_detail", "exclusion", "exclusion_detail", "address",
        "address_key",
        "presence", "absent_since",
    ]

    /// What DirSync does not tell, since it is not replicated: a read that does not know it is no reason to write.
    private static let unreplicated: Set = ["when_changed", "usn_changed"]

    /// Writes a row only where something differs, so that a read that finds nothing new writes nothing.
    static let upsert: String = {
        let others = columns.dropFirst()
        let differs = others.map { name in
            let isOther = "\(name) IS NOT excluded.\(name)"
            return unreplicated.contains(name) ? "(excluded.\(name) IS NOT NULL AND \(isOther))" : isOther
        }
        return """
            INSERT INTO person (\(columns.joined(separator: ", ")))
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            ON CONFLICT (guid) DO UPDATE SET \(others.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            WHERE \(differs.joined(separator: " OR "))
            """
    }()

    static func arguments(_ user: DirectoryUser, _ scope: ScopeVerdict, _ standing: Standing) -> StatementArguments {
        let personal = user.personal
        let (scopeName, scopeDetail) = scope.columns
        return [
            Data(user.guid.bytes), user.sid.description, user.dn, user.kind.rawValue, text(user.sAMAccountName),
            text(user.userPrincipalName), text(user.mail), text(user.proxyAddresses.column),
            text(personal.displayName), text(personal.firstName), text(personal.lastName), text(personal.initials),
            text(personal.telephone),
            text(personal.street), text(personal.jobTitle), text(personal.city), text(personal.company),
            text(personal.zipCode), text(personal.department),
            text(personal.country), text(personal.office), user.accountControl.rawValue,
            user.accountExpires.date.map { Int64($0.timeIntervalSince1970) }, user.primaryGroupID,
            user.whenChanged.map { Int64($0.timeIntervalSince1970) }, user.uSNChanged, scopeName, scopeDetail,
            standing.exclusion?.rawValue, standing.detail, standing.address?.text, standing.address?.key,
            MirroredPerson.Presence.present.rawValue, nil,
        ]
    }

    /// A value of the directory as SQLite keeps it whole: as text it would end at the first NUL.
    static func text(_ value: String?) -> (any DatabaseValueConvertible)? {
        guard let value, value.utf8.contains(0) else { return value }
        return Data(value.utf8)
    }

    /// - Throws: when the row is not one that this program wrote.
    static func person(_ row: Row) throws -> MirroredPerson {
        guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)), let sid = ObjectSID(text: row["sid"]),
            let kind = ObjectKind(rawValue: row["kind"]),
            let scope = ScopeVerdict(name: row["scope"], detail: row["scope_detail"]),
            let presence = MirroredPerson.Presence(rawValue: row["presence"]),
            let proxyAddresses = ProxyAddresses(column: row["proxy_addresses"])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row of the table person cannot be read") }
        var personal = PersonalData()
        personal.displayName = row["display_name"]
        personal.firstName = row["first_name"]
        personal.lastName = row["last_name"]
        personal.initials = row["initials"]
        personal.telephone = row["telephone"]
        personal.street = row["street"]
        personal.jobTitle = row["job_title"]
        personal.city = row["city"]
        personal.company = row["company"]
        personal.zipCode = row["zip_code"]
        personal.department = row["department"]
        personal.country = row["country"]
        personal.office = row["office"]
        let user = DirectoryUser(
            guid: guid, sid: sid, dn: row["dn"], kind: kind, sAMAccountName: row["sam_account_name"],
            userPrincipalName: row["user_principal_name"], mail: row["mail"], proxyAddresses: proxyAddresses,
            personal: personal, accountControl: UserAccountControl(rawValue: row["account_control"]),
            accountExpires: (row["account_expires"] as Int64?).map { .at(Date(timeIntervalSince1970: Double($0))) }
                ?? .never,
            primaryGroupID: row["primary_group_id"],
            whenChanged: (row["when_changed"] as Int64?).map { Date(timeIntervalSince1970: Double($0)) },
            uSNChanged: row["usn_changed"])
        let standing = Standing(
            exclusion: (row["exclusion"] as String?).flatMap(Exclusion.init(rawValue:)),
            detail: row["exclusion_detail"],
            address: (row["address"] as String?).flatMap { try? EmailAddress($0) })
        return MirroredPerson(
            user: user, scope: scope, standing: standing, presence: presence,
            absentSince: (row["absent_since"] as Int64?).map { Date(timeIntervalSince1970: Double($0)) })
    }
}

extension ProxyAddresses {
    /// The `smtp:` values, one a line; `nil` when there is none.
    fileprivate var column: String? {
        let lines = (primary.map { ["SMTP:\($0)"] } ?? []) + aliases.map { "smtp:\($0)" }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    fileprivate init?(column: String?) {
        try? self.init(values: column?.split(separator: "\n").map(String.init) ?? [])
    }
}

extension ScopeVerdict {
    fileprivate var columns: (name: String, detail: String?) {
        switch self {
        case .inside: ("inside", nil)
        case .outsideBases: ("outsideBases", nil)
        case .excludedSubtree(let dn): ("excludedSubtree", dn)
        case .notMatchingFilter: ("notMatchingFilter", nil)
        case .notInGroups: ("notInGroups", nil)
        }
    }

    fileprivate init?(name: String, detail: String?) {
        switch name {
        case "inside": self = .inside
        case "outsideBases": self = .outsideBases
        case "excludedSubtree": self = .excludedSubtree(detail ?? "")
        case "notMatchingFilter": self = .notMatchingFilter
        case "notInGroups": self = .notInGroups
        default: return nil
        }
    }
}
