// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Addresses: one owner each, in a verified domain, compared without case; a primary one and up to 100 aliases.
extension MailOrganizationContract {
    static let addressRules: [Rule] = [
        Rule("an address that somebody has, as primary or as alias, in any case, is in use") { subject in
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            try await organization.createAlias(anna, alias: subject.address("alias"))
            let bert = try await subject.addUser("bert")
            let carl = try await subject.addEnabledUser("carl")
            for taken in try [subject.address("anna"), subject.address("alias")] {
                for spelling in try [taken, EmailAddress(taken.text.uppercased())] {
                    await subject.refuses([.emailAddressInUse]) {
                        try await organization.registerToWorkMail(bert, email: spelling)
                    }
                    await subject.refuses([.emailAddressInUse]) {
                        try await organization.createAlias(carl, alias: spelling)
                    }
                    await subject.refuses([.emailAddressInUse]) {
                        try await organization.updatePrimaryEmailAddress(carl, email: spelling)
                    }
                }
                #expect(try await organization.describeEntity(taken)?.id == anna)
            }
            try await subject.shows(bert, .disabled)
            #expect(try await organization.describeUser(carl).user.email == subject.address("carl"))
        },
        Rule("an address in a domain that the organization has not is refused") { subject in
            let anna = try await subject.addUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let strange = try subject.address("anna", in: "not-a-domain-of-ours.example")
            for change in givings(of: strange, to: (disabled: anna, enabled: bert), subject) {
                await subject.refuses([.mailDomainNotFound], change)
            }
            try await subject.shows(anna, .disabled)
        },
        Rule("an address in a domain that is not verified is refused") { subject in
            guard let domain = subject.controls.unverifiedDomain else { return }
            let anna = try await subject.addUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let address = try subject.address("anna", in: domain)
            for change in givings(of: address, to: (disabled: anna, enabled: bert), subject) {
                await subject.refuses([.mailDomainState], change)
            }
            try await subject.shows(anna, .disabled)
        },
        Rule("an address may be in any verified domain") { subject in
            let id = try await subject.addUser("anna")
            let address = try subject.address("anna", in: subject.controls.otherDomain)
            try await subject.organization.registerToWorkMail(id, email: address)
            try await subject.shows(id, .enabled)
            #expect(try await subject.organization.describeUser(id).user.email == address)
        },
        Rule("a new primary address leaves the old one behind as an alias") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.updatePrimaryEmailAddress(id, email: subject.address("anna.new"))
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("anna.new"))
            #expect(try await subject.aliases(of: id) == [subject.address("anna")])
            #expect(try await subject.organization.describeEntity(subject.address("anna"))?.id == id)
        },
        Rule("an alias that becomes the primary address swaps places with it") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.createAlias(id, alias: subject.address("alias"))
            try await subject.organization.updatePrimaryEmailAddress(id, email: subject.address("alias"))
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("alias"))
            #expect(try await subject.aliases(of: id) == [subject.address("anna")])
        },
        Rule("setting the primary address that is already so leaves one address") { subject in
            let id = try await subject.addEnabledUser("anna")
            let address = try subject.address("anna")
            for spelling in [address, try EmailAddress(address.text.uppercased())] {
                try await subject.organization.updatePrimaryEmailAddress(id, email: spelling)
                #expect(try await subject.organization.describeUser(id).user.email == address)
                #expect(try await subject.aliases(of: id).isEmpty)
            }
        },
        Rule("an alias created twice is there once") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.createAlias(id, alias: subject.address("alias"))
            await subject.takesOrRefuses([.emailAddressInUse]) {
                try await subject.organization.createAlias(id, alias: subject.address("ALIAS"))
            }
            #expect(try await subject.aliases(of: id) == [subject.address("alias")])
        },
        Rule("the primary address does not become an alias of its own user") { subject in
            let id = try await subject.addEnabledUser("anna")
            await subject.takesOrRefuses([.emailAddressInUse]) {
                try await subject.organization.createAlias(id, alias: subject.address("anna"))
            }
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("anna"))
            #expect(try await subject.aliases(of: id).isEmpty)
        },
        Rule("a deleted alias is free for somebody else") { subject in
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let alias = try subject.address("alias")
            try await subject.organization.createAlias(anna, alias: alias)
            try await subject.organization.deleteAlias(anna, alias: EmailAddress(alias.text.uppercased()))
            #expect(try await subject.aliases(of: anna).isEmpty)
            #expect(try await subject.organization.describeEntity(alias) == nil)
            try await subject.organization.createAlias(bert, alias: alias)
            #expect(try await subject.organization.describeEntity(alias)?.id == bert)
        },
        Rule("deleting an alias that is not there is success") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.deleteAlias(id, alias: subject.address("alias"))
            #expect(try await subject.aliases(of: id).isEmpty)
        },
        Rule("the primary address cannot be deleted as an alias") { subject in
            let id = try await subject.addEnabledUser("anna")
            await subject.refuses([.invalidParameter]) {
                try await subject.organization.deleteAlias(id, alias: subject.address("anna"))
            }
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("anna"))
        },
        Rule("somebody else's alias is not deleted") { subject in
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            try await subject.organization.createAlias(anna, alias: subject.address("alias"))
            await subject.takesOrRefuses([.invalidParameter, .entityNotFound]) {
                try await subject.organization.deleteAlias(bert, alias: subject.address("alias"))
            }
            #expect(try await subject.organization.describeEntity(subject.address("alias"))?.id == anna)
        },
        Rule("a user has at most 100 aliases") { subject in
            let id = try await subject.addEnabledUser("anna")
            for number in 1...100 {
                try await subject.organization.createAlias(id, alias: subject.address("alias\(number)"))
            }
            await subject.refuses([.limitExceeded]) {
                try await subject.organization.createAlias(id, alias: subject.address("alias101"))
            }
            #expect(try await subject.aliases(of: id).count == 100)
            #expect(try await subject.organization.describeEntity(subject.address("alias101")) == nil)
        },
        Rule("a user with 100 aliases can still swap the primary address with one of them") { subject in
            let id = try await subject.addEnabledUser("anna")
            for number in 1...100 {
                try await subject.organization.createAlias(id, alias: subject.address("alias\(number)"))
            }
            try await subject.organization.updatePrimaryEmailAddress(id, email: subject.address("alias50"))
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("alias50"))
            #expect(try await subject.aliases(of: id).count == 100)
        },
        Rule("the owner of an address is told with id, name and type; a free one has none") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.createAlias(id, alias: subject.address("alias"))
            let owner = AddressOwner(id: id, name: subject.name("anna"), type: "USER")
            for text in ["anna", "alias", "ALIAS"] {
                #expect(try await subject.organization.describeEntity(subject.address(text)) == owner)
            }
            #expect(try await subject.organization.describeEntity(subject.address("nobody")) == nil)
        },
    ]

    /// The three ways of giving an address.
    private static func givings(
        of address: EmailAddress, to users: (disabled: EntityID, enabled: EntityID), _ subject: ContractSubject
    ) -> [@Sendable () async throws -> Void] {
        [
            { try await subject.organization.registerToWorkMail(users.disabled, email: address) },
            { try await subject.organization.createAlias(users.enabled, alias: address) },
            { try await subject.organization.updatePrimaryEmailAddress(users.enabled, email: address) },
        ]
    }
}
