// SPDX-License-Identifier: Apache-2.0
import GRDB

// The operations are called what the service's console calls them in its permissions.
extension EmbeddedOrganization {
    public func mobileDevices(of id: EntityID) async throws -> [MobileDevice] {
        try await read { db in
            let row = try UserRow.undeleted(id, for: "GetMobileDevicesForUser", in: db)
            return try DeviceTable.devices(of: row.id, in: db)
        }
    }

    public func removeMobileDevice(_ id: EntityID, deviceID: String) async throws {
        try await change(deviceID, of: id, for: "DeleteMobileDevice") { device, row, _, db in
            try DeviceTable.delete(device.deviceID, of: row.id, in: db)
        }
    }

    public func wipeMobileDevice(_ id: EntityID, deviceID: String) async throws {
        try await change(deviceID, of: id, for: "WipeMobileDevice") { device, row, now, db in
            try DeviceTable.requestWipe(device.deviceID, of: row.id, at: now, in: db)
        }
    }

    public func deviceSynchronizes(_ id: EntityID, device report: MobileDeviceReport) async throws -> MobileDeviceAnswer
    {
        let operation = "DeviceSynchronizes"
        try DeviceIDRule.check(report.deviceID, for: operation)
        for (field, text) in [
            ("the type", report.type), ("the model", report.model), ("the operating system", report.operatingSystem),
            ("the user agent", report.userAgent),
        ] {
            try PrintableText("\(field) of device \(report.deviceID)", 0...256).check(text, for: operation)
        }
        return try await write { db, now in
            let row = try UserRow.enabled(id, for: operation, in: db)
            if try DeviceTable.device(report.deviceID, of: row.id, in: db)?.wipeRequested != nil {
                try DeviceTable.noteWipe(report.deviceID, of: row.id, at: now, in: db)
                return .wipe
            }
            if try OverrideTable.effect(on: report.deviceID, of: row.id, in: db) == .deny { return .denied }
            try DeviceTable.note(report, of: row.id, at: now, in: db)
            return .allowed
        }
    }

    /// Does something with a known device of an enabled user.
    private func change(
        _ deviceID: String, of id: EntityID, for operation: String,
        _ body: @escaping @Sendable (MobileDevice, UserRow, StoredDate, Database) throws -> Void
    ) async throws {
        try DeviceIDRule.check(deviceID, for: operation)
        try await write { db, now in
            let row = try UserRow.enabled(id, for: operation, in: db)
            guard let device = try DeviceTable.device(deviceID, of: row.id, in: db) else {
                throw MailOrganizationError(
                    .entityNotFound, operation: operation,
                    message: "user \(row.record.name) (\(id)) has no device \(deviceID)")
            }
            try body(device, row, now, db)
        }
    }
}
