// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// The state machine, cell by cell: DISABLED, ENABLED and DELETED against every operation.
extension MailOrganizationContract {
    static let stateRules: [Rule] = [
        Rule("registering a DISABLED user makes it ENABLED, with the address and a mailbox") { subject in
            let id = try await subject.addUser("anna")
            try await subject.organization.registerToWorkMail(id, email: subject.address("anna"))
            try await subject.shows(id, .enabled)
            let details = try await subject.organization.describeUser(id)
            #expect(try details.user.email == subject.address("anna"))
            #expect(details.user.enabledDate != nil)
            #expect(details.mailboxProvisionedDate != nil)
            #expect(details.mailboxDeprovisionedDate == nil)
        },
        Rule("registering an ENABLED user again changes nothing, and may be refused as already registered") { subject in
            let id = try await subject.addEnabledUser("anna")
            let before = try await subject.organization.describeUser(id)
            for email in try [subject.address("anna"), subject.address("other")] {
                await subject.takesOrRefuses([.entityAlreadyRegistered]) {
                    try await subject.organization.registerToWorkMail(id, email: email)
                }
            }
            #expect(try await subject.organization.describeUser(id) == before)
            #expect(try await subject.organization.describeEntity(subject.address("other")) == nil)
        },
        Rule("registering a DELETED user is refused") { subject in
            let id = try await subject.addDeletedUser("anna")
            await subject.refuses([.entityState, .entityNotFound]) {
                try await subject.organization.registerToWorkMail(id, email: subject.address("anna"))
            }
            try await subject.shows(id, .deleted)
            #expect(try await subject.organization.describeEntity(subject.address("anna")) == nil)
        },
        Rule("registering a SYSTEM_USER is refused") { subject in
            guard let addSystemUser = subject.controls.addSystemUser else { return }
            let id = try await addSystemUser(subject.name("krbtgt"))
            await subject.refuses([.entityState, .invalidParameter, .unsupportedOperation]) {
                try await subject.organization.registerToWorkMail(id, email: subject.address("krbtgt"))
            }
            try await subject.shows(id, .disabled)
        },
        Rule("deregistering an ENABLED user makes it DISABLED from that moment") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.deregisterFromWorkMail(id)
            try await subject.shows(id, .disabled)
            let user = try await subject.organization.describeUser(id).user
            #expect(user.disabledDate != nil)
        },
        Rule("deregistering a DISABLED user is refused with its state") { subject in
            let never = try await subject.addUser("never")
            let once = try await subject.addEnabledUser("once")
            try await subject.disable(once)
            for id in [never, once] {
                await subject.refuses([.entityState]) {
                    try await subject.organization.deregisterFromWorkMail(id)
                }
                try await subject.shows(id, .disabled)
            }
        },
        Rule("deregistering a DELETED user is refused") { subject in
            let id = try await subject.addDeletedUser("anna")
            await subject.refuses([.entityState, .entityNotFound]) {
                try await subject.organization.deregisterFromWorkMail(id)
            }
            try await subject.shows(id, .deleted)
        },
        Rule("deleting a DISABLED user makes it DELETED, for good, and it is still described by its id") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await subject.addUser("anna")
            try await subject.organization.deleteUser(id)
            try await subject.shows(id, .deleted)
            #expect(try await subject.organization.describeUser(id).user.name == subject.name("anna"))
        },
        Rule("deleting an ENABLED user is refused with its state") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await subject.addEnabledUser("anna")
            await subject.refuses([.entityState]) { try await subject.organization.deleteUser(id) }
            try await subject.shows(id, .enabled)
        },
        Rule("deleting a DELETED user changes nothing") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await subject.addDeletedUser("anna")
            await subject.takesOrRefuses([.entityState, .entityNotFound]) {
                try await subject.organization.deleteUser(id)
            }
            try await subject.shows(id, .deleted)
        },
        Rule("a DISABLED user takes no change of addresses") { subject in
            let id = try await subject.addUser("anna")
            for change in try changesOfAddresses(subject, id) {
                await subject.refuses([.entityState], change)
            }
            #expect(try await subject.organization.describeEntity(subject.address("alias")) == nil)
        },
        Rule("a DELETED user takes no change of addresses") { subject in
            let id = try await subject.addDeletedUser("anna")
            for change in try changesOfAddresses(subject, id) {
                await subject.refuses([.entityState, .entityNotFound], change)
            }
            #expect(try await subject.organization.describeEntity(subject.address("alias")) == nil)
        },
        Rule("an id that nobody has is not found by any operation") { subject in
            let id = subject.nobody
            let organization = subject.organization
            await subject.refuses([.entityNotFound]) { _ = try await organization.describeUser(id) }
            await subject.refuses([.entityNotFound]) {
                try await organization.registerToWorkMail(id, email: subject.address("anna"))
            }
            await subject.refuses([.entityNotFound]) { try await organization.deregisterFromWorkMail(id) }
            for change in try changesOfAddresses(subject, id) {
                await subject.refuses([.entityNotFound], change)
            }
            await subject.refuses([.entityNotFound]) { _ = try await organization.listAliases(id) }
            #expect(try await organization.describeEntity(subject.address("anna")) == nil)
        },
    ]

    private static func changesOfAddresses(
        _ subject: ContractSubject, _ id: EntityID
    ) throws -> [@Sendable () async throws -> Void] {
        let alias = try subject.address("alias")
        return [
            { try await subject.organization.createAlias(id, alias: alias) },
            { try await subject.organization.deleteAlias(id, alias: alias) },
            { try await subject.organization.updatePrimaryEmailAddress(id, email: alias) },
        ]
    }

    static let retentionRules: [Rule] = [
        Rule("re-enabling soon gives the same mailbox back") { subject in
            let id = try await subject.addEnabledUser("anna")
            let before = try await subject.organization.describeUser(id)
            try await subject.disable(id)
            try await subject.controls.advance?(.seconds(24 * 3600))
            try await subject.organization.registerToWorkMail(id, email: subject.address("anna"))
            try await subject.shows(id, .enabled)
            let after = try await subject.organization.describeUser(id)
            #expect(after.mailboxProvisionedDate == before.mailboxProvisionedDate)
            #expect(after.user.email == before.user.email)
        },
        Rule("re-enabling after 30 days gives a new mailbox") { subject in
            guard let advance = subject.controls.advance else { return }
            let id = try await subject.addEnabledUser("anna")
            let before = try await subject.organization.describeUser(id)
            try await subject.disable(id)
            try await advance(.seconds(30 * 24 * 3600))
            #expect(try await subject.organization.describeUser(id).mailboxDeprovisionedDate != nil)
            try await subject.organization.registerToWorkMail(id, email: subject.address("anna"))
            try await subject.shows(id, .enabled)
            let after = try await subject.organization.describeUser(id)
            #expect(after.mailboxProvisionedDate != before.mailboxProvisionedDate)
            #expect(try await subject.aliases(of: id).isEmpty)
        },
        Rule("a DISABLED user may be re-enabled with another address") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.disable(id)
            try await subject.organization.registerToWorkMail(id, email: subject.address("anna.new"))
            try await subject.shows(id, .enabled)
            #expect(try await subject.organization.describeUser(id).user.email == subject.address("anna.new"))
        },
    ]
}
