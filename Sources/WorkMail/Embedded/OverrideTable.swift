// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The mobile device access overrides, by user and device id.
enum OverrideTable {
    static func overrides(of id: EntityID, in db: Database) throws -> [MobileDeviceAccessOverride] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT deviceID, effect, description, createdAt, modifiedAt FROM mobileDeviceAccessOverride
                    WHERE userID = ? ORDER BY deviceID
                    """), arguments: [id.value]
        ).map { row in
            MobileDeviceAccessOverride(
                user: id, deviceID: try row.decode(String.self, atIndex: 0),
                effect: MobileDeviceAccessEffect(rawValue: try row.decode(String.self, atIndex: 1)),
                description: try row.decode(StoredText?.self, atIndex: 2)?.text,
                created: try row.decode(StoredDate.self, atIndex: 3).date,
                modified: try row.decode(StoredDate.self, atIndex: 4).date)
        }
    }

    static func effect(on deviceID: String, of id: EntityID, in db: Database) throws -> MobileDeviceAccessEffect? {
        try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT effect FROM mobileDeviceAccessOverride WHERE userID = ? AND deviceID = ?"),
            arguments: [id.value, deviceID]
        ).map(MobileDeviceAccessEffect.init(rawValue:))
    }

    static func put(
        _ effect: MobileDeviceAccessEffect, _ description: String?, on deviceID: String, of id: EntityID,
        at now: StoredDate, in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO mobileDeviceAccessOverride (userID, deviceID, effect, description, createdAt, modifiedAt)
                VALUES (:user, :device, :effect, :description, :now, :now)
                ON CONFLICT (userID, deviceID) DO UPDATE SET effect = excluded.effect,
                    description = excluded.description, modifiedAt = excluded.modifiedAt
                """,
            arguments: [
                "user": id.value, "device": deviceID, "effect": effect.rawValue,
                "description": description.map(StoredText.init), "now": now,
            ])
    }

    /// Puts back one that was elsewhere, with its dates.
    static func restore(_ override: MobileDeviceAccessOverride, of id: EntityID, in db: Database) throws {
        try put(
            override.effect, override.description, on: override.deviceID, of: id, at: StoredDate(override.modified),
            in: db)
        try db.execute(
            sql: "UPDATE mobileDeviceAccessOverride SET createdAt = ? WHERE userID = ? AND deviceID = ?",
            arguments: [StoredDate(override.created), id.value, override.deviceID])
    }

    static func delete(_ deviceID: String, of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM mobileDeviceAccessOverride WHERE userID = ? AND deviceID = ?",
            arguments: [id.value, deviceID])
    }
}
