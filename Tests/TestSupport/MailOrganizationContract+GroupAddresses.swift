// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Groups are registered as users are: an address, aliases, and the same rules for both; but no mailbox.
extension MailOrganizationContract {
    static let groupAddressRules: [Rule] = [
        Rule("registering a DISABLED group makes it ENABLED, with the address") { subject in
            let id = try await subject.addEnabledGroup("sales")
            let group = try await subject.organization.describeGroup(id)
            #expect(group.email == (try subject.address("sales")))
            #expect(group.enabledDate != nil)
            #expect(group.disabledDate == nil)
            #expect(try await subject.organization.listAliases(id).filter { $0 != group.email }.isEmpty)
        },
        Rule("registering an ENABLED group again changes nothing, and may be refused as already registered") {
            subject in
            let id = try await subject.addEnabledGroup("sales")
            let before = try await subject.organization.describeGroup(id)
            for email in try [subject.address("sales"), subject.address("other")] {
                await subject.takesOrRefuses([.entityAlreadyRegistered]) {
                    try await subject.organization.registerToWorkMail(id, email: email)
                }
            }
            #expect(try await subject.organization.describeGroup(id) == before)
            #expect(try await subject.organization.describeEntity(subject.address("other")) == nil)
        },
        Rule("a DISABLED group is not deregistered, and a DELETED one is neither registered nor deregistered") {
            subject in
            let disabled = try await subject.addGroup("disabled")
            await subject.refuses([.entityState]) {
                try await subject.organization.deregisterFromWorkMail(disabled)
            }
            let deleted = try await subject.addGroup("deleted")
            try await subject.controls.removeGroup(deleted)
            let codes: Set<MailOrganizationError.Code> = [.entityState, .entityNotFound]
            await subject.refuses(codes) {
                try await subject.organization.registerToWorkMail(deleted, email: subject.address("deleted"))
            }
            await subject.refuses(codes) { try await subject.organization.deregisterFromWorkMail(deleted) }
            #expect(try await subject.organization.describeGroup(deleted).state == .deleted)
        },
        Rule("an address has one owner among users and groups") { subject in
            let organization = subject.organization
            let sales = try await subject.addEnabledGroup("sales")
            try await organization.createAlias(sales, alias: subject.address("alias"))
            let anna = try await subject.addUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            for taken in try [subject.address("sales"), subject.address("ALIAS")] {
                await subject.refuses([.emailAddressInUse]) {
                    try await organization.registerToWorkMail(anna, email: taken)
                }
                await subject.refuses([.emailAddressInUse]) { try await organization.createAlias(bert, alias: taken) }
                await subject.refuses([.emailAddressInUse]) {
                    try await organization.updatePrimaryEmailAddress(bert, email: taken)
                }
            }
            let support = try await subject.addGroup("support")
            await subject.refuses([.emailAddressInUse]) {
                try await organization.registerToWorkMail(support, email: subject.address("bert"))
            }
            await subject.refuses([.emailAddressInUse]) {
                try await organization.createAlias(sales, alias: subject.address("bert"))
            }
        },
        Rule("the owner of a group's address is told as a GROUP") { subject in
            let id = try await subject.addEnabledGroup("sales")
            try await subject.organization.createAlias(id, alias: subject.address("alias"))
            let owner = AddressOwner(id: id, name: subject.name("sales"), type: "GROUP")
            for text in ["sales", "alias"] {
                #expect(try await subject.organization.describeEntity(subject.address(text)) == owner)
            }
        },
        Rule("a group's aliases come and go as a user's do") { subject in
            let organization = subject.organization
            let id = try await subject.addEnabledGroup("sales")
            try await organization.createAlias(id, alias: subject.address("alias"))
            #expect(try await aliases(id, subject) == [subject.address("alias")])
            try await organization.updatePrimaryEmailAddress(id, email: subject.address("alias"))
            #expect(try await organization.describeGroup(id).email == subject.address("alias"))
            #expect(try await aliases(id, subject) == [subject.address("sales")])
            try await organization.updatePrimaryEmailAddress(id, email: subject.address("new"))
            #expect(try await aliases(id, subject) == [subject.address("sales"), subject.address("alias")])
            await subject.refuses([.invalidParameter]) {
                try await organization.deleteAlias(id, alias: subject.address("new"))
            }
            try await organization.deleteAlias(id, alias: subject.address("alias"))
            try await organization.deleteAlias(id, alias: subject.address("nothing"))
            #expect(try await aliases(id, subject) == [subject.address("sales")])
            #expect(try await organization.describeEntity(subject.address("alias")) == nil)
        },
        Rule("a group has at most 100 aliases") { subject in
            let id = try await subject.addEnabledGroup("sales")
            for number in 1...100 {
                try await subject.organization.createAlias(id, alias: subject.address("alias\(number)"))
            }
            await subject.refuses([.limitExceeded]) {
                try await subject.organization.createAlias(id, alias: subject.address("alias101"))
            }
            #expect(try await aliases(id, subject).count == 100)
        },
        Rule("addresses of a group that is not ENABLED are refused with its state") { subject in
            let id = try await subject.addGroup("sales")
            let address = try subject.address("sales")
            await subject.refuses([.entityState]) { try await subject.organization.createAlias(id, alias: address) }
            await subject.refuses([.entityState]) { try await subject.organization.deleteAlias(id, alias: address) }
            await subject.refuses([.entityState]) {
                try await subject.organization.updatePrimaryEmailAddress(id, email: address)
            }
            await subject.takesOrRefuses([.entityState]) { _ = try await subject.organization.listAliases(id) }
        },
        Rule("the addresses of a disabled group are anybody's") { subject in
            let id = try await subject.addEnabledGroup("sales")
            try await subject.organization.createAlias(id, alias: subject.address("alias"))
            try await subject.organization.deregisterFromWorkMail(id)
            try await subject.showsGroup(id, .disabled)
            #expect(try await subject.organization.describeGroup(id).disabledDate != nil)
            let bert = try await subject.addUser("bert")
            try await subject.organization.registerToWorkMail(bert, email: subject.address("alias"))
            try await subject.organization.registerToWorkMail(id, email: subject.address("sales"))
            try await subject.showsGroup(id, .enabled)
            #expect(try await subject.organization.describeEntity(subject.address("alias"))?.id == bert)
        },
        Rule("an ENABLED group is not deleted") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await subject.addEnabledGroup("sales")
            await subject.refuses([.entityState]) { try await subject.organization.deleteGroup(id) }
            try await subject.organization.deregisterFromWorkMail(id)
            try await subject.showsGroup(id, .disabled)
            try await subject.organization.deleteGroup(id)
            try await subject.showsGroup(id, .deleted)
        },
        Rule("a group has no mailbox") { subject in
            let id = try await subject.addEnabledGroup("sales")
            let codes: Set<MailOrganizationError.Code> = [.entityNotFound, .entityState, .unsupportedOperation]
            await subject.refuses(codes) { _ = try await subject.organization.mailboxDetails(id) }
            await subject.refuses(codes) { try await subject.organization.updateMailboxQuota(id, megabytes: 100) }
            await subject.refuses(codes) { _ = try await subject.organization.describeUser(id) }
        },
        Rule("a group is hidden from the global address list when it is made so, or told so") { subject in
            guard subject.controls.writesUsers else {
                let id = try await subject.addGroup("sales")
                await subject.refuses([.unsupportedOperation]) {
                    try await subject.organization.updateGroup(id, hiddenFromGlobalAddressList: true)
                }
                return
            }
            let organization = subject.organization
            let shown = try await subject.addGroup("sales")
            let hidden = try await organization.createGroup(
                name: subject.name("support"), hiddenFromGlobalAddressList: true)
            #expect(try await organization.describeGroup(shown).hiddenFromGlobalAddressList == false)
            #expect(try await organization.describeGroup(hidden).hiddenFromGlobalAddressList == true)
            for isHidden in [true, true, false] {
                try await organization.updateGroup(shown, hiddenFromGlobalAddressList: isHidden)
                #expect(try await organization.describeGroup(shown).hiddenFromGlobalAddressList == isHidden)
            }
            try await subject.controls.removeGroup(hidden)
            await subject.refuses([.entityState, .entityNotFound]) {
                try await organization.updateGroup(hidden, hiddenFromGlobalAddressList: false)
            }
        },
        Rule("a group that nobody is, or that is a user, is not described") { subject in
            let anna = try await subject.addUser("anna")
            for id in [anna, subject.nobody] {
                await subject.refuses([.entityNotFound]) { _ = try await subject.organization.describeGroup(id) }
            }
        },
    ]

    private static func aliases(_ id: EntityID, _ subject: ContractSubject) async throws -> Set<EmailAddress> {
        let primary = try await subject.organization.describeGroup(id).email
        return Set(try await subject.organization.listAliases(id).filter { $0 != primary })
    }
}
