// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Testing
import WorkMail

/// Passwords: set with a user or by a reset, judged by the policy, and told to nobody.
extension MailOrganizationContract {
    static let passwordRules: [Rule] = [
        Rule("a user made with a password signs in with it and with nothing else") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await create("anna", "Mörder-42", subject)
            guard let verifies = subject.controls.verifies else { return }
            #expect(try await verifies(password("Mörder-42"), id))
            for wrong in ["Mörder-43", "mörder-42", "Mörder-42 ", "Mo\u{308}rder-42", ""] {
                #expect(try await !verifies(password(wrong), id))
            }
        },
        Rule("a user made without a password signs in with none") { subject in
            guard let verifies = subject.controls.verifies else { return }
            let id = try await subject.addUser("anna")
            #expect(try await !verifies(password("Mörder-42"), id))
            #expect(try await !verifies(password(""), id))
        },
        Rule("ResetPassword replaces the password of a user who is not DELETED, or is the directory's to do") {
            subject in
            let organization = subject.organization
            for id in [try await subject.addUser("anna"), try await subject.addEnabledUser("bert")] {
                guard subject.controls.writesUsers else {
                    await subject.refuses([.unsupportedOperation]) {
                        try await organization.resetPassword(id, password: password("Second-42"))
                    }
                    continue
                }
                try await organization.resetPassword(id, password: password("First-42"))
                try await organization.resetPassword(id, password: password("Second-42"))
                guard let verifies = subject.controls.verifies else { continue }
                #expect(try await verifies(password("Second-42"), id))
                #expect(try await !verifies(password("First-42"), id))
            }
        },
        Rule("a password that breaks the policy is refused, with every rule and without the password") { subject in
            guard subject.controls.writesUsers else { return }
            let id = try await create("anna", "Mörder-42", subject)
            for unfit in ["", "aZ", "qwertyuiop", "Schlüssel€", String(repeating: "Xy9-", count: 16), "Two\nlines-2"] {
                await subject.refuses([.invalidPassword]) {
                    try await subject.organization.resetPassword(id, password: password(unfit))
                }
                await subject.refuses([.invalidPassword]) {
                    _ = try await subject.organization.createUser(
                        name: subject.name("bert"), displayName: "B", firstName: "", lastName: "",
                        password: password(unfit))
                }
                let error = await #expect(throws: MailOrganizationError.self) {
                    try await subject.organization.resetPassword(id, password: password(unfit))
                }
                #expect(unfit.isEmpty || error?.description.contains(unfit) == false)
            }
            // Nothing of it has happened: the name is free, and the password is the one before.
            _ = try await subject.addUser("bert")
            if let verifies = subject.controls.verifies { #expect(try await verifies(password("Mörder-42"), id)) }
        },
        Rule("ResetPassword refuses a DELETED user, and an id that nobody has") { subject in
            let deleted = try await subject.addDeletedUser("anna")
            for (id, codes) in [
                deleted: [.entityState, .entityNotFound, .unsupportedOperation],
                subject.nobody: [.entityNotFound, .unsupportedOperation],
            ] as [EntityID: Set<MailOrganizationError.Code>] {
                await subject.refuses(codes) {
                    try await subject.organization.resetPassword(id, password: password("Mörder-42"))
                }
            }
        },
    ]

    private static func password(_ text: String) -> Password { Password(utf8: Array(text.utf8)) }

    private static func create(
        _ text: String, _ password: String, _ subject: ContractSubject
    ) async throws -> EntityID {
        try await subject.organization.createUser(
            name: subject.name(text), displayName: "A", firstName: "", lastName: "",
            password: Password(utf8: Array(password.utf8)))
    }
}
