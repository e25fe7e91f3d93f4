// SPDX-License-Identifier: Apache-2.0

extension API.ListUsers.Output {
    package init(_ users: [MailUser], nextToken: String?) {
        self.init(users: users.map { API.User($0) }, nextToken: nextToken)
    }
}

extension API.User {
    package init(_ user: MailUser) {
        self.init(
            id: user.id.value, email: user.email?.text, name: user.name, displayName: user.displayName,
            state: user.state.rawValue, userRole: user.role.rawValue, enabledDate: user.enabledDate,
            disabledDate: user.disabledDate)
    }
}

extension API.DescribeUser.Output {
    package init(_ details: MailUserDetails) {
        let (user, profile) = (details.user, details.profile)
        self.init(
            userID: user.id.value, name: user.name, email: user.email?.text, displayName: profile.displayName,
            state: user.state.rawValue, userRole: user.role.rawValue, enabledDate: user.enabledDate,
            disabledDate: user.disabledDate, mailboxProvisionedDate: details.mailboxProvisionedDate,
            mailboxDeprovisionedDate: details.mailboxDeprovisionedDate, firstName: profile.firstName.ifAny,
            lastName: profile.lastName.ifAny, hiddenFromGlobalAddressList: profile.hiddenFromGlobalAddressList,
            initials: profile.initials.ifAny, telephone: profile.telephone.ifAny, street: profile.street.ifAny,
            jobTitle: profile.jobTitle.ifAny, city: profile.city.ifAny, company: profile.company.ifAny,
            zipCode: profile.zipCode.ifAny, department: profile.department.ifAny, country: profile.country.ifAny,
            office: profile.office.ifAny)
    }
}

extension API.CreateUser.Output {
    package init(_ id: EntityID) { self.init(userID: id.value) }
}

extension String {
    /// The service leaves members out that have no value.
    fileprivate var ifAny: String? { isEmpty ? nil : self }
}
