// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    func getMobileDeviceAccessOverride(
        _ request: API.GetMobileDeviceAccessOverride
    ) async throws -> API.GetMobileDeviceAccessOverride.Output {
        let user = try await user(request.userID).user
        let decided = try await organization.listMobileDeviceAccessOverrides(user.id)
        guard let one = decided.first(where: { Self.isSame(device: $0.deviceID, request.deviceID) }) else {
            throw ServiceFault(
                .resourceNotFound, "There is no override for the device \(request.deviceID) of \(user.name).")
        }
        return API.GetMobileDeviceAccessOverride.Output(one)
    }

    func putMobileDeviceAccessOverride(_ request: API.PutMobileDeviceAccessOverride) async throws {
        try await organization.putMobileDeviceAccessOverride(
            user(request.userID).user.id, deviceID: request.deviceID,
            effect: MobileDeviceAccessEffect(rawValue: request.effect), description: request.description)
    }

    func deleteMobileDeviceAccessOverride(_ request: API.DeleteMobileDeviceAccessOverride) async throws {
        try await organization.deleteMobileDeviceAccessOverride(
            user(request.userID).user.id, deviceID: request.deviceID)
    }

    func listMobileDeviceAccessOverrides(
        _ request: API.ListMobileDeviceAccessOverrides, _ listing: Listing
    ) async throws -> API.ListMobileDeviceAccessOverrides.Output {
        func isAsked(_ one: MobileDeviceAccessOverride) -> Bool {
            request.deviceID.map { Self.isSame(device: $0, one.deviceID) } ?? true
        }
        if let identifier = request.userID {
            let id = try await user(identifier).user.id
            let decided = try await organization.listMobileDeviceAccessOverrides(id).filter(isAsked)
            let page = listing.page(decided) { $0.deviceID.lowercased() }
            return API.ListMobileDeviceAccessOverrides.Output(page.rows, nextToken: page.nextToken)
        }
        // Everybody's: as many users as bring a page, and no more than so many; an empty page is no end.
        var cursor = OverrideCursor(listing.cursor)
        var rows: [MobileDeviceAccessOverride] = []
        for _ in 0..<50 {
            let users = try await organization.listUsers(.state(.enabled), limit: 100, after: cursor.userPage)
            for user in users.elements where cursor.user.map({ !(user.id < $0) }) ?? true {
                let decided = try await organization.listMobileDeviceAccessOverrides(user.id).filter(isAsked)
                    .sorted { $0.deviceID.lowercased() < $1.deviceID.lowercased() }
                for one in decided where cursor.isBefore(one) {
                    guard rows.count < listing.limit else {
                        return API.ListMobileDeviceAccessOverrides.Output(
                            rows, nextToken: listing.token(after: cursor.text))
                    }
                    rows.append(one)
                    (cursor.user, cursor.device) = (one.user, one.deviceID.lowercased())
                }
            }
            guard let next = users.nextToken else {
                return API.ListMobileDeviceAccessOverrides.Output(rows, nextToken: listing.token(after: nil))
            }
            cursor.userPage = next
        }
        return API.ListMobileDeviceAccessOverrides.Output(rows, nextToken: listing.token(after: cursor.text))
    }

    private static func isSame(device one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}

/// Where a listing of everybody's overrides stands: in which page of the users, and after which device of whom.
private struct OverrideCursor {
    var userPage: String?
    var user: EntityID?
    var device: String?

    init(_ text: String?) {
        // None of the three holds a line feed: base64, an id, letters and digits.
        let parts = text?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
        guard parts.count == 3 else { return }
        userPage = parts[0].isEmpty ? nil : parts[0]
        user = parts[1].isEmpty ? nil : EntityID(parts[1])
        device = parts[2].isEmpty ? nil : parts[2]
    }

    var text: String { [userPage ?? "", user?.value ?? "", device ?? ""].joined(separator: "\n") }

    func isBefore(_ one: MobileDeviceAccessOverride) -> Bool {
        guard let user, one.user == user, let device else { return true }
        return device < one.deviceID.lowercased()
    }
}
