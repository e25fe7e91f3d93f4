// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Mobile devices, of an organization that can be asked about them: seen, removed, wiped, kept out.
extension MailOrganizationContract {
    static let deviceRules: [Rule] = [
        Rule("a device that synchronizes is listed with what it says of itself") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            let other = try await subject.addEnabledUser("bert")
            #expect(try await organization.mobileDevices(of: id).isEmpty)
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .allowed)
            let device = try #require(try await organization.mobileDevices(of: id).first)
            let first = device.firstSynchronization
            #expect(device == MobileDevice(phone, firstSynchronization: first, lastSynchronization: first))
            #expect(try await organization.mobileDevices(of: other).isEmpty)
        },
        Rule("a device that synchronizes again is the same one, whatever the case of its id, and says what is new") {
            subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            _ = try await organization.deviceSynchronizes(id, device: phone)
            let before = try await organization.mobileDevices(of: id)
            try await subject.controls.advance?(.seconds(3600))
            var updated = phone
            updated.deviceID = phone.deviceID.uppercased()
            updated.operatingSystem = "iOS 19"
            #expect(try await organization.deviceSynchronizes(id, device: updated) == .allowed)
            let after = try await organization.mobileDevices(of: id)
            #expect(after.map(\.operatingSystem) == ["iOS 19"])
            #expect(after.map(\.firstSynchronization) == before.map(\.firstSynchronization))
            if subject.controls.advance != nil {
                #expect(after[0].lastSynchronization > before[0].lastSynchronization)
            }
        },
        Rule("a removed device is listed again when it next synchronizes, as a new one") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            _ = try await organization.deviceSynchronizes(id, device: phone)
            _ = try await organization.deviceSynchronizes(id, device: tablet)
            try await organization.removeMobileDevice(id, deviceID: phone.deviceID.uppercased())
            #expect(try await organization.mobileDevices(of: id).map(\.deviceID) == [tablet.deviceID])
            await subject.refuses([.entityNotFound]) {
                try await organization.removeMobileDevice(id, deviceID: phone.deviceID)
            }
            try await subject.controls.advance?(.seconds(60))
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .allowed)
            let devices = try await organization.mobileDevices(of: id)
            #expect(devices.map(\.deviceID) == [phone.deviceID, tablet.deviceID])
            #expect(devices[0].firstSynchronization == devices[0].lastSynchronization)
        },
        Rule("a wipe is told to its device once, and the device is wiped from then until it synchronizes") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            _ = try await organization.deviceSynchronizes(id, device: phone)
            _ = try await organization.deviceSynchronizes(id, device: tablet)
            let seen = try await device(phone, of: id, organization)
            try await organization.wipeMobileDevice(id, deviceID: phone.deviceID)
            let asked = try await device(phone, of: id, organization)
            #expect(asked?.wipeRequested != nil)
            #expect(asked?.wiped == nil)
            try await subject.controls.advance?(.seconds(300))
            try await organization.wipeMobileDevice(id, deviceID: phone.deviceID)
            #expect(try await device(phone, of: id, organization) == asked)

            #expect(try await organization.deviceSynchronizes(id, device: tablet) == .allowed)
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .wipe)
            let wiped = try await device(phone, of: id, organization)
            #expect(wiped?.wiped != nil)
            #expect(wiped?.wipeRequested == nil)
            #expect(wiped?.lastSynchronization == seen?.lastSynchronization)

            try await subject.controls.advance?(.seconds(3600))
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .allowed)
            let back = try await device(phone, of: id, organization)
            #expect(back?.wiped == nil)
            #expect(back?.firstSynchronization == seen?.firstSynchronization)
        },
        Rule("a wiped device can be wiped again, and removing it takes back a wipe it was not told of") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            _ = try await organization.deviceSynchronizes(id, device: phone)
            for _ in 0..<2 {
                try await organization.wipeMobileDevice(id, deviceID: phone.deviceID)
                #expect(try await organization.deviceSynchronizes(id, device: phone) == .wipe)
            }
            try await organization.wipeMobileDevice(id, deviceID: phone.deviceID)
            try await organization.removeMobileDevice(id, deviceID: phone.deviceID)
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .allowed)
        },
        Rule("a device with an override DENY is kept out, not listed, and still wiped") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            for device in [phone, tablet] {
                try await organization.putMobileDeviceAccessOverride(
                    id, deviceID: device.deviceID.uppercased(), effect: .deny, description: nil)
            }
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .denied)
            #expect(try await organization.mobileDevices(of: id).isEmpty)
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: phone.deviceID, effect: .allow, description: nil)
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .allowed)
            try await organization.deleteMobileDeviceAccessOverride(id, deviceID: tablet.deviceID)
            #expect(try await organization.deviceSynchronizes(id, device: tablet) == .allowed)

            try await organization.wipeMobileDevice(id, deviceID: phone.deviceID)
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: phone.deviceID, effect: .deny, description: "stolen")
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .wipe)
            #expect(try await organization.deviceSynchronizes(id, device: phone) == .denied)
            #expect(try await device(phone, of: id, organization)?.wiped != nil)
        },
        Rule("nobody's device synchronizes who is not enabled, nor can it be removed or wiped") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let never = try await subject.addUser("never")
            let once = try await subject.addEnabledUser("once")
            _ = try await organization.deviceSynchronizes(once, device: phone)
            try await subject.disable(once)
            let deleted = try await subject.addDeletedUser("deleted")
            for (id, codes) in [
                never: [.entityState], once: [.entityState], deleted: [.entityState, .entityNotFound],
                subject.nobody: [.entityNotFound],
            ] as [EntityID: Set<MailOrganizationError.Code>] {
                await subject.refuses(codes) { _ = try await organization.deviceSynchronizes(id, device: phone) }
                await subject.refuses(codes) {
                    try await organization.removeMobileDevice(id, deviceID: phone.deviceID)
                }
                await subject.refuses(codes) { try await organization.wipeMobileDevice(id, deviceID: phone.deviceID) }
            }
            await subject.refuses([.entityNotFound]) { _ = try await organization.mobileDevices(of: subject.nobody) }
        },
        Rule("a device that the user has not is not found, and a report that is none is refused") { subject in
            guard let organization = subject.organization as? any MobileDeviceOrganization else { return }
            let id = try await subject.addEnabledUser("anna")
            _ = try await organization.deviceSynchronizes(id, device: phone)
            await subject.refuses([.entityNotFound]) {
                try await organization.wipeMobileDevice(id, deviceID: tablet.deviceID)
            }
            await subject.refuses([.entityNotFound]) {
                try await organization.removeMobileDevice(id, deviceID: tablet.deviceID)
            }
            for report in [
                MobileDeviceReport(deviceID: ""), MobileDeviceReport(deviceID: "a-b"),
                MobileDeviceReport(deviceID: "a", type: "a\u{0}"), MobileDeviceReport(deviceID: "a", model: "€"),
                MobileDeviceReport(deviceID: "a", operatingSystem: "\n"),
                MobileDeviceReport(deviceID: "a", userAgent: String(repeating: "a", count: 257)),
            ] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await organization.deviceSynchronizes(id, device: report)
                }
            }
            #expect(try await organization.mobileDevices(of: id).map(\.deviceID) == [phone.deviceID])
        },
    ]

    private static let phone = MobileDeviceReport(
        deviceID: "appldnqk1234567", type: "iPhone", model: "iPhone16C2", operatingSystem: "iOS 18.4 22E240",
        userAgent: "Apple-iPhone16C2/2205.240")
    private static let tablet = MobileDeviceReport(deviceID: "SEC8F2A77", type: "SamsungTablet")

    private static func device(
        _ report: MobileDeviceReport, of id: EntityID, _ organization: any MobileDeviceOrganization
    ) async throws -> MobileDevice? {
        try await organization.mobileDevices(of: id).first { $0.deviceID == report.deviceID }
    }
}
