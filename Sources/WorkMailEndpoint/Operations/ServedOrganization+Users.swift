// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import WorkMail

extension ServedOrganization {
    func listUsers(_ request: API.ListUsers, _ listing: Listing) async throws -> API.ListUsers.Output {
        let filter = try Self.filter(request.filters)
        // Nobody here has an identity of IAM Identity Center.
        if request.filters?.identityProviderUserIDPrefix != nil {
            return API.ListUsers.Output([], nextToken: listing.token(after: nil))
        }
        let page = try await organization.listUsers(filter, limit: listing.limit, after: listing.cursor)
        return API.ListUsers.Output(page.elements, nextToken: listing.token(after: page.nextToken))
    }

    private static func filter(_ filters: API.ListUsersFilters?) throws(ServiceFault) -> UsersFilter? {
        guard let filters else { return nil }
        let given: [UsersFilter] = [
            filters.usernamePrefix.map { .usernamePrefix($0) },
            filters.displayNamePrefix.map { .displayNamePrefix($0) },
            filters.primaryEmailPrefix.map { .primaryEmailPrefix($0) },
            filters.state.map { .state(EntityState(rawValue: $0)) },
        ].compactMap { $0 }
        try requireOneFilter(given.count + (filters.identityProviderUserIDPrefix == nil ? 0 : 1))
        return given.first
    }

    static func requireOneFilter(_ count: Int) throws(ServiceFault) {
        guard count < 2 else { throw .invalidParameter("Filters has \(count) filters; one at a time can be used.") }
    }

    func describeUser(_ request: API.DescribeUser) async throws -> API.DescribeUser.Output {
        API.DescribeUser.Output(try await user(request.userID))
    }

    /// The role of a user is USER here, and nobody has an identity elsewhere: what cannot be kept is refused.
    func createUser(_ request: API.CreateUser) async throws -> API.CreateUser.Output {
        let password = request.password.map { Password(utf8: Array($0.utf8)) }
        if let role = request.role, role != UserRole.user.rawValue {
            throw ServiceFault(.unsupportedOperation, "Users with the role \(role) cannot be created here.")
        }
        try Self.refuseIdentityProvider(request.identityProviderUserID)
        let id = try await organization.createUser(
            name: request.name, displayName: request.displayName, firstName: request.firstName ?? "",
            lastName: request.lastName ?? "", password: password)
        if request.hiddenFromGlobalAddressList == true {
            var profile = try await organization.describeUser(id).profile
            profile.hiddenFromGlobalAddressList = true
            try await organization.updateUser(id, profile: profile)
        }
        return API.CreateUser.Output(id)
    }

    /// Members that are left out stay as they are.
    func updateUser(_ request: API.UpdateUser) async throws {
        let details = try await user(request.userID)
        if let role = request.role, role != details.user.role.rawValue {
            throw ServiceFault(
                .unsupportedOperation, "The role \(details.user.role) of \(details.user.name) cannot be changed here.")
        }
        // An empty one takes the identity away, and there is none.
        try Self.refuseIdentityProvider(request.identityProviderUserID.flatMap { $0.isEmpty ? nil : $0 })
        try await organization.updateUser(details.user.id, profile: details.profile.overlaid(with: request))
    }

    private static func refuseIdentityProvider(_ id: String?) throws(ServiceFault) {
        guard id != nil else { return }
        throw ServiceFault(
            .unsupportedOperation, "IdentityProviderUserId is not supported: there is no IAM Identity Center here.")
    }

    /// By id or name.
    func deleteUser(_ request: API.DeleteUser) async throws {
        try await organization.deleteUser(user(request.userID, takesAddress: false).user.id)
    }

    /// By id only.
    func resetPassword(_ request: API.ResetPassword) async throws {
        try await organization.resetPassword(
            EntityID(request.userID), password: Password(utf8: Array(request.password.utf8)))
    }
}

extension MailProfile {
    fileprivate func overlaid(with request: API.UpdateUser) -> MailProfile {
        var profile = self
        profile.displayName = request.displayName ?? displayName
        profile.firstName = request.firstName ?? firstName
        profile.lastName = request.lastName ?? lastName
        profile.initials = request.initials ?? initials
        profile.telephone = request.telephone ?? telephone
        profile.street = request.street ?? street
        profile.jobTitle = request.jobTitle ?? jobTitle
        profile.city = request.city ?? city
        profile.company = request.company ?? company
        profile.zipCode = request.zipCode ?? zipCode
        profile.department = request.department ?? department
        profile.country = request.country ?? country
        profile.office = request.office ?? office
        profile.hiddenFromGlobalAddressList = request.hiddenFromGlobalAddressList ?? hiddenFromGlobalAddressList
        return profile
    }
}
