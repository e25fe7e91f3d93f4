// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    public func listMobileDeviceAccessOverrides(_ id: EntityID) async throws -> [MobileDeviceAccessOverride] {
        var overrides: [MobileDeviceAccessOverride] = []
        try await forEachPage(of: API.ListMobileDeviceAccessOverrides.name) { token in
            let answer = try await call(
                API.ListMobileDeviceAccessOverrides(
                    organizationID: organizationID, userID: id.value, nextToken: token, maxResults: Self.pageSize))
            return Page(elements: answer.overrides ?? [], nextToken: answer.nextToken)
        } identity: {
            $0.deviceID
        } body: {
            overrides += $0.compactMap { MobileDeviceAccessOverride($0, asked: id) }
        }
        return overrides.sorted { $0.deviceID.lowercased() < $1.deviceID.lowercased() }
    }

    public func putMobileDeviceAccessOverride(
        _ id: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?
    ) async throws {
        let request = API.PutMobileDeviceAccessOverride(
            organizationID: organizationID, userID: id.value, deviceID: deviceID, effect: effect.rawValue,
            description: description)
        _ = try await change(request) {
            try await self.override(of: id, deviceID).map { $0.effect == effect && $0.description == description }
                ?? false
        }
    }

    public func deleteMobileDeviceAccessOverride(_ id: EntityID, deviceID: String) async throws {
        let request = API.DeleteMobileDeviceAccessOverride(
            organizationID: organizationID, userID: id.value, deviceID: deviceID)
        _ = try await change(request) { try await self.override(of: id, deviceID) == nil }
    }

    private func override(of id: EntityID, _ deviceID: String) async throws -> MobileDeviceAccessOverride? {
        try await listMobileDeviceAccessOverrides(id).first { $0.deviceID.lowercased() == deviceID.lowercased() }
    }
}
