// SPDX-License-Identifier: Apache-2.0

extension API.ListMobileDeviceAccessOverrides.Output {
    package init(_ overrides: [MobileDeviceAccessOverride], nextToken: String?) {
        self.init(overrides: overrides.map { API.MobileDeviceAccessOverride($0) }, nextToken: nextToken)
    }
}

extension API.MobileDeviceAccessOverride {
    package init(_ decided: MobileDeviceAccessOverride) {
        self.init(
            userID: decided.user.value, deviceID: decided.deviceID, effect: decided.effect.rawValue,
            description: decided.description, dateCreated: decided.created, dateModified: decided.modified)
    }
}

extension API.GetMobileDeviceAccessOverride.Output {
    package init(_ decided: MobileDeviceAccessOverride) {
        self.init(
            userID: decided.user.value, deviceID: decided.deviceID, effect: decided.effect.rawValue,
            description: decided.description, dateCreated: decided.created, dateModified: decided.modified)
    }
}
