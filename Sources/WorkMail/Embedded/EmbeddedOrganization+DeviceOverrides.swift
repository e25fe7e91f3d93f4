// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    public func listMobileDeviceAccessOverrides(_ id: EntityID) async throws -> [MobileDeviceAccessOverride] {
        try await read { db in
            let row = try UserRow.undeleted(id, for: "ListMobileDeviceAccessOverrides", in: db)
            return try OverrideTable.overrides(of: row.id, in: db)
        }
    }

    /// A device that has an override keeps its date of creation and how its id is spelled.
    public func putMobileDeviceAccessOverride(
        _ id: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?
    ) async throws {
        let operation = "PutMobileDeviceAccessOverride"
        try Self.check(deviceID, effect, description, for: operation)
        try await write { db, now in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try OverrideTable.put(effect, description, on: deviceID, of: row.id, at: now, in: db)
        }
    }

    public func deleteMobileDeviceAccessOverride(_ id: EntityID, deviceID: String) async throws {
        let operation = "DeleteMobileDeviceAccessOverride"
        try DeviceIDRule.check(deviceID, for: operation)
        try await write { db, _ in
            let row = try UserRow.undeleted(id, for: operation, in: db)
            try OverrideTable.delete(deviceID, of: row.id, in: db)
        }
    }

    static func check(
        _ deviceID: String, _ effect: MobileDeviceAccessEffect, _ description: String?, for operation: String
    ) throws {
        try DeviceIDRule.check(deviceID, for: operation)
        guard effect == .allow || effect == .deny else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation, message: "Effect is \(effect); it must be ALLOW or DENY")
        }
        if let count = description?.unicodeScalars.count, !(1...256).contains(count) {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "Description has \(count) characters; it may have 1 to 256")
        }
    }
}
