// SPDX-License-Identifier: Apache-2.0
package import Directory
package import WorkMail

extension DirectorySourcedUser {
    /// How the organization's own directory reader would see this user; `nil` for what it does not list.
    package init?(_ user: DirectoryUser) {
        let role: UserRole
        switch user.kind {
        case .person: role = .user
        case .systemAccount: role = .systemUser
        case .resource: role = .resource
        case .computer, .managedServiceAccount, .trustAccount, .conflictObject: return nil
        }
        let personal = user.personal
        var profile = MailProfile()
        profile.displayName = personal.displayName ?? user.sAMAccountName
        profile.firstName = personal.firstName ?? ""
        profile.lastName = personal.lastName ?? ""
        profile.initials = personal.initials ?? ""
        profile.telephone = personal.telephone ?? ""
        profile.street = personal.street ?? ""
        profile.jobTitle = personal.jobTitle ?? ""
        profile.city = personal.city ?? ""
        profile.company = personal.company ?? ""
        profile.zipCode = personal.zipCode ?? ""
        profile.department = personal.department ?? ""
        profile.country = personal.country ?? ""
        profile.office = personal.office ?? ""
        self.init(id: EntityID(user.sid.description), name: user.sAMAccountName, role: role, profile: profile)
    }
}

extension DirectorySourcedGroup {
    package init(_ group: DirectoryGroup) { self.init(id: EntityID(group.sid.description), name: group.sAMAccountName) }
}
