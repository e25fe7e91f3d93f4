// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// What is known of a user's devices: those that have synchronized, where the backend shows them, and the overrides.
struct UserDevices {
    let account: Account
    /// `nil` where the backend has no operation for it.
    let devices: [MobileDevice]?
    let overrides: [MobileDeviceAccessOverride]

    static func of(_ user: String, _ assembly: SyncAssembly) async throws -> UserDevices {
        let parts = try assembly.parts(asksDirectory: false)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        guard let id = account.user?.id else {
            throw CommandFailure(user, EditRefusal.notListed.description)
        }
        let showsDevices = assembly.ownership[.devices].owner != .console
        let organization = showsDevices ? parts.organization as? any MobileDeviceOrganization : nil
        return UserDevices(
            account: account, devices: try await organization?.mobileDevices(of: id),
            overrides: try await parts.organization.listMobileDeviceAccessOverrides(id))
    }

    var documents: [DeviceDocument] {
        let known = Set((devices ?? []).map { $0.deviceID.lowercased() })
        let listed = (devices ?? []).map { device in
            DeviceDocument(device, overrides.first { $0.deviceID.lowercased() == device.deviceID.lowercased() })
        }
        let others = overrides.filter { !known.contains($0.deviceID.lowercased()) }.map(DeviceDocument.init(override:))
        return (listed + others).sorted { $0.deviceID.lowercased() < $1.deviceID.lowercased() }
    }
}

/// A device, or an override for one that has not synchronized, as programs get it.
struct DeviceDocument: Encodable {
    var deviceID: String
    var type: String?
    var model: String?
    var operatingSystem: String?
    var userAgent: String?
    var firstSynchronization: Date?
    var lastSynchronization: Date?
    var wipeRequested: Date?
    var wiped: Date?
    /// `ALLOW` or `DENY`.
    var override: String?
    var overrideDescription: String?

    init(_ device: MobileDevice, _ override: MobileDeviceAccessOverride?) {
        deviceID = device.deviceID
        type = device.type.isEmpty ? nil : device.type
        model = device.model.isEmpty ? nil : device.model
        operatingSystem = device.operatingSystem.isEmpty ? nil : device.operatingSystem
        userAgent = device.userAgent.isEmpty ? nil : device.userAgent
        firstSynchronization = device.firstSynchronization
        lastSynchronization = device.lastSynchronization
        wipeRequested = device.wipeRequested
        wiped = device.wiped
        self.override = override?.effect.rawValue
        overrideDescription = override?.description
    }

    init(override: MobileDeviceAccessOverride) {
        deviceID = override.deviceID
        self.override = override.effect.rawValue
        overrideDescription = override.description
    }

    /// How it stands, in words.
    var status: String {
        if let wiped { return "wiped on \(wiped.formatted(.iso8601))" }
        if wipeRequested != nil { return "is wiped when it next synchronizes" }
        if override == "DENY" { return "blocked" }
        if lastSynchronization == nil { return "allowed, and has not synchronized" }
        return override == "ALLOW" ? "allowed by name" : "in use"
    }
}
