// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Mobile device access overrides: what was decided about one device of one user.
extension MailOrganizationContract {
    static let overrideRules: [Rule] = [
        Rule("an override that is put is listed, with its dates, in the order of the devices") { subject in
            let id = try await subject.addEnabledUser("anna")
            let other = try await subject.addEnabledUser("bert")
            let organization = subject.organization
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: "device2", effect: .allow, description: nil)
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: "device1", effect: .deny, description: "lost in the train — Köln")
            let overrides = try await organization.listMobileDeviceAccessOverrides(id)
            #expect(overrides.map(\.user) == [id, id])
            #expect(overrides.map(\.deviceID) == ["device1", "device2"])
            #expect(overrides.map(\.effect) == [.deny, .allow])
            #expect(overrides.map(\.description) == ["lost in the train — Köln", nil])
            #expect(overrides.allSatisfy { $0.created == $0.modified })
            #expect(try await organization.listMobileDeviceAccessOverrides(other).isEmpty)
        },
        Rule("putting again replaces effect and description, whatever the case of the device id") { subject in
            let id = try await subject.addEnabledUser("anna")
            let organization = subject.organization
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: "device1", effect: .deny, description: "lost")
            let before = try await organization.listMobileDeviceAccessOverrides(id)
            try await subject.controls.advance?(.seconds(60))
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: "DEVICE1", effect: .allow, description: nil)
            let after = try await organization.listMobileDeviceAccessOverrides(id)
            #expect(after.map { $0.deviceID.lowercased() } == ["device1"])
            #expect(after.map(\.effect) == [.allow])
            #expect(after.map(\.description) == [nil])
            #expect(after.map(\.created) == before.map(\.created))
            if subject.controls.advance != nil { #expect(after[0].modified > after[0].created) }
        },
        Rule("an override is deleted whatever the case of the device id, and deleting it again is success") { subject in
            let id = try await subject.addEnabledUser("anna")
            let organization = subject.organization
            for deviceID in ["device1", "device2"] {
                try await organization.putMobileDeviceAccessOverride(
                    id, deviceID: deviceID, effect: .deny, description: nil)
            }
            for _ in 0..<2 {
                try await organization.deleteMobileDeviceAccessOverride(id, deviceID: "Device1")
                #expect(try await organization.listMobileDeviceAccessOverrides(id).map(\.deviceID) == ["device2"])
            }
        },
        Rule("a device id is 1 to 32 ASCII letters and digits") { subject in
            let id = try await subject.addEnabledUser("anna")
            let organization = subject.organization
            for deviceID in ["a", String(repeating: "9", count: 32)] {
                try await organization.putMobileDeviceAccessOverride(
                    id, deviceID: deviceID, effect: .deny, description: nil)
            }
            for deviceID in ["", String(repeating: "a", count: 33), "a b", "a-b", "é", "a\u{0}", "\u{FF11}"] {
                await subject.refuses([.invalidParameter]) {
                    try await organization.putMobileDeviceAccessOverride(
                        id, deviceID: deviceID, effect: .deny, description: nil)
                }
                await subject.refuses([.invalidParameter]) {
                    try await organization.deleteMobileDeviceAccessOverride(id, deviceID: deviceID)
                }
            }
            #expect(try await organization.listMobileDeviceAccessOverrides(id).count == 2)
        },
        Rule("an effect is ALLOW or DENY, and a description has 1 to 256 characters") { subject in
            let id = try await subject.addEnabledUser("anna")
            let organization = subject.organization
            let longest = String(repeating: "ü", count: 256)
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: "a", effect: .deny, description: longest)
            #expect(try await organization.listMobileDeviceAccessOverrides(id).map(\.description) == [longest])
            for (effect, description) in [
                (.deny, ""), (.deny, longest + "ü"), (MobileDeviceAccessEffect(rawValue: "PERHAPS"), nil),
            ] as [(MobileDeviceAccessEffect, String?)] {
                await subject.refuses([.invalidParameter]) {
                    try await organization.putMobileDeviceAccessOverride(
                        id, deviceID: "b", effect: effect, description: description)
                }
            }
        },
        Rule("a user who is not enabled takes no override, and an id that nobody has has none") { subject in
            let organization = subject.organization
            let never = try await subject.addUser("never")
            let deleted = try await subject.addDeletedUser("deleted")
            for (id, codes) in [
                never: [.entityState], deleted: [.entityState, .entityNotFound],
                subject.nobody: [.entityNotFound],
            ] as [EntityID: Set<MailOrganizationError.Code>] {
                await subject.refuses(codes) {
                    try await organization.putMobileDeviceAccessOverride(
                        id, deviceID: "a", effect: .deny, description: nil)
                }
            }
            #expect(try await organization.listMobileDeviceAccessOverrides(never).isEmpty)
            await subject.refuses([.entityNotFound]) {
                _ = try await organization.listMobileDeviceAccessOverrides(subject.nobody)
            }
            await subject.refuses([.entityNotFound]) {
                try await organization.deleteMobileDeviceAccessOverride(subject.nobody, deviceID: "a")
            }
        },
    ]
}
