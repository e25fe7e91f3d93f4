// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// The organization itself, making and changing users, and listing them.
extension MailOrganizationContract {
    static let organizationRules: [Rule] = [
        Rule("the organization has an id, is active, and its default domain is one of its verified domains") {
            subject in
            let organization = try await subject.organization.describeOrganization()
            #expect(organization.id.wholeMatch(of: /m-[0-9a-f]{32}/) != nil)
            #expect(organization.isActive)
            let domains = try await subject.organization.mailDomains()
            #expect(domains.filter(\.isDefault).map(\.name) == [organization.defaultMailDomain])
            #expect(domains.contains { $0.isDefault && $0.isVerified })
        },
        Rule("mail domains come in the order of their names, each once") { subject in
            let names = try await subject.organization.mailDomains().map(\.name)
            #expect(names == Set(names).sorted())
            #expect(names.contains(subject.controls.domain))
        },
    ]

    static let userRules: [Rule] = [
        Rule("a new user is DISABLED, without address and without mailbox") { subject in
            let id = try await subject.addUser("anna")
            let details = try await subject.organization.describeUser(id)
            #expect(details.user.id == id)
            #expect(details.user.name == subject.name("anna"))
            #expect(details.user.displayName == "Display \(subject.name("anna"))")
            #expect(details.user.state == .disabled)
            #expect(details.user.role == .user)
            #expect(details.user.email == nil)
            #expect(details.user.enabledDate == nil)
            #expect(details.mailboxProvisionedDate == nil)
        },
        Rule("CreateUser keeps the names it is given, or is the directory's to do") { subject in
            let organization = subject.organization
            let name = subject.name("anna")
            guard subject.controls.writesUsers else {
                await subject.refuses([.unsupportedOperation]) {
                    _ = try await organization.createUser(
                        name: name, displayName: "A", firstName: "", lastName: "", password: nil)
                }
                return
            }
            let id = try await organization.createUser(
                name: name, displayName: "Åsa 👩‍🚀", firstName: "A\u{30A}sa", lastName: "O'Brien, \"x\"+\\", password: nil)
            let details = try await organization.describeUser(id)
            #expect(Array(details.profile.firstName.utf8) == Array("A\u{30A}sa".utf8))
            #expect(Array(details.profile.displayName.utf8) == Array("Åsa 👩‍🚀".utf8))
            #expect(details.profile.lastName == "O'Brien, \"x\"+\\")
        },
        Rule("a user name is taken whatever its case, and free again when its user is deleted") { subject in
            guard subject.controls.writesUsers else { return }
            let organization = subject.organization
            let first = try await subject.addUser("anna")
            for name in [subject.name("anna"), subject.name("ANNA")] {
                await subject.refuses([.nameAvailability]) {
                    _ = try await organization.createUser(
                        name: name, displayName: "A", firstName: "", lastName: "", password: nil)
                }
            }
            try await organization.deleteUser(first)
            try await subject.shows(first, .deleted)
            let second = try await subject.addUser("anna")
            #expect(second != first)
        },
        Rule("CreateUser refuses a name or a display name that the service does not take") { subject in
            guard subject.controls.writesUsers else { return }
            let unfit = ["", "a b", "o'brien", "a@b", "å", "a\u{0}b", String(repeating: "a", count: 65)]
            for name in unfit {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.createUser(
                        name: name, displayName: "A", firstName: "", lastName: "", password: nil)
                }
            }
            await subject.refuses([.invalidParameter]) {
                _ = try await subject.organization.createUser(
                    name: subject.name("a"), displayName: String(repeating: "a", count: 257), firstName: "",
                    lastName: "", password: nil)
            }
        },
        Rule("UpdateUser replaces the whole profile, or is the directory's to do") { subject in
            let organization = subject.organization
            let disabled = try await subject.addUser("anna")
            let enabled = try await subject.addEnabledUser("bert")
            var profile = MailProfile()
            profile.displayName = "Anna Silva"
            profile.city = "Köln"
            profile.hiddenFromGlobalAddressList = true
            for id in [disabled, enabled] {
                guard subject.controls.writesUsers else {
                    await subject.refuses([.unsupportedOperation]) {
                        try await organization.updateUser(id, profile: profile)
                    }
                    continue
                }
                try await organization.updateUser(id, profile: profile)
                #expect(try await organization.describeUser(id).profile == profile)
                var second = MailProfile()
                second.displayName = "Anna"
                try await organization.updateUser(id, profile: second)
                let details = try await organization.describeUser(id)
                #expect(details.profile == second)
                #expect(details.user.displayName == "Anna")
            }
        },
        Rule("UpdateUser refuses a DELETED user") { subject in
            let id = try await subject.addDeletedUser("anna")
            await subject.refuses([.entityState, .entityNotFound, .unsupportedOperation]) {
                try await subject.organization.updateUser(id, profile: MailProfile())
            }
        },
        Rule("DeleteUser of a user that the directory holds is the directory's to do") { subject in
            guard !subject.controls.writesUsers else { return }
            let id = try await subject.addUser("anna")
            await subject.refuses([.unsupportedOperation]) { try await subject.organization.deleteUser(id) }
            try await subject.shows(id, .disabled)
        },
    ]
}
