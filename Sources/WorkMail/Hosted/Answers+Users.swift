// SPDX-License-Identifier: Apache-2.0
import Foundation

// What the service answers, as values of this module. A row without an id is nobody, and is left out.

extension API.ListUsersFilters {
    init(_ filter: UsersFilter) {
        self.init()
        switch filter {
        case .state(let state): self.state = state.rawValue
        case .usernamePrefix(let prefix): usernamePrefix = prefix
        case .displayNamePrefix(let prefix): displayNamePrefix = prefix
        case .primaryEmailPrefix(let prefix): primaryEmailPrefix = prefix
        }
    }
}

extension MailUser {
    init?(_ user: API.User) {
        guard let id = user.id else { return nil }
        self.init(
            id: EntityID(id), name: user.name ?? "", displayName: user.displayName ?? "",
            email: user.email.map(EmailAddress.init(ofService:)), state: EntityState(rawValue: user.state ?? ""),
            role: UserRole(rawValue: user.userRole ?? ""), enabledDate: user.enabledDate?.ifEver,
            disabledDate: user.disabledDate?.ifEver)
    }
}

extension MailUserDetails {
    /// - Parameter id: what was asked for, should the answer not repeat it.
    init(_ user: API.DescribeUser.Output, asked id: EntityID) {
        var profile = MailProfile()
        profile.displayName = user.displayName ?? ""
        profile.firstName = user.firstName ?? ""
        profile.lastName = user.lastName ?? ""
        profile.initials = user.initials ?? ""
        profile.telephone = user.telephone ?? ""
        profile.street = user.street ?? ""
        profile.jobTitle = user.jobTitle ?? ""
        profile.city = user.city ?? ""
        profile.company = user.company ?? ""
        profile.zipCode = user.zipCode ?? ""
        profile.department = user.department ?? ""
        profile.country = user.country ?? ""
        profile.office = user.office ?? ""
        profile.hiddenFromGlobalAddressList = user.hiddenFromGlobalAddressList ?? false
        self.init(
            user: MailUser(
                id: user.userID.map(EntityID.init(_:)) ?? id, name: user.name ?? "",
                displayName: user.displayName ?? "", email: user.email.map(EmailAddress.init(ofService:)),
                state: EntityState(rawValue: user.state ?? ""), role: UserRole(rawValue: user.userRole ?? ""),
                enabledDate: user.enabledDate?.ifEver, disabledDate: user.disabledDate?.ifEver),
            profile: profile, mailboxProvisionedDate: user.mailboxProvisionedDate?.ifEver,
            mailboxDeprovisionedDate: user.mailboxDeprovisionedDate?.ifEver)
    }
}

extension API.UpdateUser {
    init(_ profile: MailProfile, of id: EntityID, in organizationID: String) {
        self.init(
            organizationID: organizationID, userID: id.value, displayName: profile.displayName,
            firstName: profile.firstName, lastName: profile.lastName,
            hiddenFromGlobalAddressList: profile.hiddenFromGlobalAddressList, initials: profile.initials,
            telephone: profile.telephone, street: profile.street, jobTitle: profile.jobTitle, city: profile.city,
            company: profile.company, zipCode: profile.zipCode, department: profile.department,
            country: profile.country, office: profile.office)
    }
}
