// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The mobile devices that have synchronized, by user and device id.
enum DeviceTable {
    private static let columns = """
        SELECT deviceID, type, model, operatingSystem, userAgent,
               firstSynchronizedAt, lastSynchronizedAt, wipeRequestedAt, wipedAt
        FROM mobileDevice
        """

    static func devices(of id: EntityID, in db: Database) throws -> [MobileDevice] {
        try Row.fetchAll(
            db.cachedStatement(sql: "\(columns) WHERE userID = ? ORDER BY deviceID"), arguments: [id.value]
        ).map(device)
    }

    static func device(_ deviceID: String, of id: EntityID, in db: Database) throws -> MobileDevice? {
        try Row.fetchOne(
            db.cachedStatement(sql: "\(columns) WHERE userID = ? AND deviceID = ?"), arguments: [id.value, deviceID]
        ).map(device)
    }

    private static func device(_ row: Row) throws -> MobileDevice {
        func date(_ index: Int) throws -> StoredDate? { try row.decode(StoredDate?.self, atIndex: index) }
        return MobileDevice(
            MobileDeviceReport(
                deviceID: try row.decode(String.self, atIndex: 0), type: try row.decode(String.self, atIndex: 1),
                model: try row.decode(String.self, atIndex: 2),
                operatingSystem: try row.decode(String.self, atIndex: 3),
                userAgent: try row.decode(String.self, atIndex: 4)),
            firstSynchronization: try row.decode(StoredDate.self, atIndex: 5).date,
            lastSynchronization: try row.decode(StoredDate.self, atIndex: 6).date,
            wipeRequested: try date(7)?.date, wiped: try date(8)?.date)
    }

    /// The device has synchronized: it is listed with what it says of itself, and is not wiped, or no longer.
    static func note(_ report: MobileDeviceReport, of id: EntityID, at now: StoredDate, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO mobileDevice (userID, deviceID, type, model, operatingSystem, userAgent,
                    firstSynchronizedAt, lastSynchronizedAt)
                VALUES (:user, :device, :type, :model, :system, :agent, :now, :now)
                ON CONFLICT (userID, deviceID) DO UPDATE SET type = excluded.type, model = excluded.model,
                    operatingSystem = excluded.operatingSystem, userAgent = excluded.userAgent,
                    lastSynchronizedAt = excluded.lastSynchronizedAt, wipedAt = NULL
                """,
            arguments: [
                "user": id.value, "device": report.deviceID, "type": report.type, "model": report.model,
                "system": report.operatingSystem, "agent": report.userAgent, "now": now,
            ])
    }

    static func requestWipe(_ deviceID: String, of id: EntityID, at now: StoredDate, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE mobileDevice SET wipeRequestedAt = coalesce(wipeRequestedAt, ?)
                WHERE userID = ? AND deviceID = ?
                """, arguments: [now, id.value, deviceID])
    }

    /// The device has been told.
    static func noteWipe(_ deviceID: String, of id: EntityID, at now: StoredDate, in db: Database) throws {
        try db.execute(
            sql: "UPDATE mobileDevice SET wipedAt = ?, wipeRequestedAt = NULL WHERE userID = ? AND deviceID = ?",
            arguments: [now, id.value, deviceID])
    }

    static func delete(_ deviceID: String, of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM mobileDevice WHERE userID = ? AND deviceID = ?", arguments: [id.value, deviceID])
    }
}
