// SPDX-License-Identifier: Apache-2.0
import Foundation
public import PasswordPolicy

extension HostedOrganization {
    public func listUsers(_ filter: UsersFilter?, limit: Int, after token: String?) async throws -> Page<MailUser> {
        let answer = try await call(
            API.ListUsers(
                organizationID: organizationID, nextToken: token, maxResults: limit,
                filters: filter.map(API.ListUsersFilters.init)))
        return Page(elements: (answer.users ?? []).compactMap(MailUser.init), nextToken: answer.nextToken)
    }

    public func describeUser(_ id: EntityID) async throws -> MailUserDetails {
        MailUserDetails(
            try await call(API.DescribeUser(organizationID: organizationID, userID: id.value)), asked: id)
    }

    /// Whether the name is free is looked at first: should the answer be lost, whoever has the name afterwards is the user
    /// that was made.
    public func createUser(
        name: String, displayName: String, firstName: String, lastName: String, password: Password?
    ) async throws -> EntityID {
        let request = API.CreateUser(
            organizationID: organizationID, name: name, displayName: displayName,
            firstName: firstName.isEmpty ? nil : firstName, lastName: lastName.isEmpty ? nil : lastName)
        let body = try SecretBody(request, member: "Password", password)
        guard try await users(named: name).isEmpty else {
            throw MailOrganizationError(
                .nameAvailability, operation: API.CreateUser.name, message: "a user has the name \(name) already")
        }
        var made: EntityID?
        let answer = try await change(
            API.CreateUser.name, saysSo: [.nameAvailability], { try await call(request, body: body.data) }
        ) {
            made = try await users(named: name).first?.id
            return made != nil
        }
        guard let id = answer?.userID.map(EntityID.init(_:)) ?? made else {
            throw Self.noID(API.CreateUser.name)
        }
        recent.note(id, .created)
        return id
    }

    /// Everything is sent, empty where it is empty, so that it does not matter whether the service replaces or patches.
    public func updateUser(_ id: EntityID, profile: MailProfile) async throws {
        _ = try await change(API.UpdateUser(profile, of: id, in: organizationID)) {
            try await describeUser(id).profile == profile
        }
    }

    public func deleteUser(_ id: EntityID) async throws {
        let request = API.DeleteUser(organizationID: organizationID, userID: id.value)
        try await delete(
            API.DeleteUser.name, id, saysSo: [.entityState, .entityNotFound], { _ = try await self.call(request) }
        ) {
            do { return try await self.describeUser(id).user.state == .deleted } catch MailOrganizationError.Code
                .entityNotFound
            { return true }
        }
    }

    /// Never sent twice: a directory with a history of passwords may refuse the same one again, and nothing shows which
    /// password somebody has.
    public func resetPassword(_ id: EntityID, password: Password) async throws {
        let request = API.ResetPassword(organizationID: organizationID, userID: id.value, password: "")
        let body = try SecretBody(request, member: "Password", password)
        _ = try await change(API.ResetPassword.name, { try await self.call(request, body: body.data) }) { nil }
    }

    static func noID(_ operation: String) -> MailOrganizationError {
        MailOrganizationError(
            MailOrganizationError.Code(rawValue: "NoIdentifier"), operation: operation,
            message: "the service answered without the new entity's id; look with workmail-sync users list")
    }
}
