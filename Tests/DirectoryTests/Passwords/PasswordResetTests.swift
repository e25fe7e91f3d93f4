// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy
import TestSupport
import Testing

@testable import Directory

/// A password that an administrator sets in a real domain, and what the domain says when it does not take it.
@Suite(.tags(.server), .requiresSamba) struct `A password reset in the directory` {
    private static let old = "Lab-only 4711 ß"
    private static let new = "Neu—Größe 😀 \"quoted\" 1"

    private static func password(_ text: String) -> Password { Password(utf8: Array(text.utf8)) }

    private static func withAna(
        _ body: (SambaDomainController, DirectoryAdministrator, ObjectGUID) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            let ana = try await controller.addUser("ana", password: old)
            try await DirectoryAdministrator.connect(
                try controller.configuration(), as: try controller.administrator()
            ) { try await body(controller, $0, ana) }
        }
    }

    /// Whether somebody may log on with it.
    private static func isValid(
        _ text: String, for account: String = "ana", _ controller: SambaDomainController
    ) async throws -> Bool {
        do {
            try await LDAPConnection.withConnection(try controller.configuration().connection) {
                try await $0.bind(as: controller.upn(account), password: Secret(text))
            }
            return true
        } catch LDAPResultCode.invalidCredentials {
            return false
        }
    }

    private static func values(
        _ attributes: [String], of guid: ObjectGUID, _ administrator: DirectoryAdministrator
    ) async throws -> [String?] {
        let entry = try await administrator.connection.read(.guid(guid.bytes), attributes: attributes)
        return attributes.map { entry?.string($0) }
    }

    @Test func `takes effect, character for character, without the old one and whatever its age`() async throws {
        try await Self.withAna { controller, administrator, ana in
            for text in [Self.new, "Combining e\u{301} 1", Self.new] {
                try await administrator.resetPassword(of: ana, to: Self.password(text))
                #expect(try await Self.isValid(text, controller))
            }
            #expect(try await !Self.isValid(Self.old, controller))
            #expect(try await !Self.isValid("Combining é 1", controller))
            let set = try await Self.values(["pwdLastSet"], of: ana, administrator)[0]
            #expect(set != "0" && set != nil)
        }
    }

    @Test func `may demand another one at the next logon, and unlocks`() async throws {
        try await Self.withAna { controller, administrator, ana in
            try await controller.modify(
                ldif:
                    "dn: \(controller.baseDN)\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: 2\n-\n")
            for _ in 0..<4 { _ = try await Self.isValid("Wrong 1 password", controller) }
            // Locked, even for the right one.
            #expect(try await !Self.isValid(Self.old, controller))
            try await administrator.resetPassword(of: ana, to: Self.password(Self.new), unlock: true)
            #expect(try await Self.isValid(Self.new, controller))
            #expect(try await Self.values(["lockoutTime"], of: ana, administrator) == ["0"])
            try await administrator.resetPassword(
                of: ana, to: Self.password(Self.old), mustChangeAtNextLogon: true, unlock: true)
            #expect(try await Self.values(["pwdLastSet"], of: ana, administrator) == ["0"])
            #expect(try await !Self.isValid(Self.new, controller))
        }
    }

    @Test func `that breaks the policy is refused with the reason, and the old one stays`() async throws {
        try await Self.withAna { controller, administrator, ana in
            for (text, words) in [
                ("Ab1", "too short"), ("abcdefghijk", "complexity"), ("", "too short"),
                ("\u{1}\u{1}\u{1}", "too short"),
            ] {
                let failure = await #expect(throws: PasswordResetFailure.self) {
                    try await administrator.resetPassword(
                        of: ana, to: Self.password(text), mustChangeAtNextLogon: true)
                }
                guard case .refused(let refusal) = failure else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
                // Samba's own: Active Directory says unwillingToPerform.
                #expect(refusal.resultCode == LDAPResultCode.constraintViolation.rawValue)
                #expect(refusal.isByPolicy && refusal.windowsError == 0x52D && refusal.serverWords.contains(words))
                let trouble = try #require(failure.flatMap { DirectoryTrouble($0) })
                #expect(trouble.cause.contains("does not meet the policy in force") && trouble.cause.contains(words))
                #expect(!trouble.cause.contains("\n") && trouble.remedy.contains("choose another password"))
            }
            #expect(try await Self.isValid(Self.old, controller))
            // All of it or nothing.
            #expect(try await Self.values(["pwdLastSet"], of: ana, administrator)[0] != "0")
        }
    }

    @Test func `needs the right to do it, and somebody to do it to`() async throws {
        try await Self.withAna { controller, administrator, ana in
            try await controller.addUser("plain", password: Self.old)
            let credential = AdministratorCredential.password(
                name: controller.upn("plain"), password: AdministratorPassword(Array(Self.old.utf8)))
            let failure = await #expect(throws: PasswordResetFailure.self) {
                try await DirectoryAdministrator.connect(try controller.configuration(), as: credential) {
                    try await $0.resetPassword(of: ana, to: Self.password(Self.new))
                }
            }
            guard case .refused(let refusal) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(refusal.resultCode == LDAPResultCode.insufficientAccessRights.rawValue && !refusal.isByPolicy)
            let trouble = failure.flatMap { DirectoryTrouble($0) }
            #expect(trouble?.remedy.contains("an account that has the right") == true, "\(refusal)")
            #expect(try await Self.isValid(Self.old, controller))

            try await controller.modify(ldif: "dn: CN=ana,CN=Users,\(controller.baseDN)\nchangetype: delete\n")
            await #expect(throws: PasswordResetFailure.gone) {
                try await administrator.resetPassword(of: ana, to: Self.password(Self.new))
            }
        }
    }

    @Test func `over clear text is refused before anything is sent`() async throws {
        try await SambaDomainController.with { controller in
            let ana = try await controller.addUser("ana", password: Self.old)
            try await FaultProxy.with(to: controller.address, port: 389) { proxy in
                let clear = LDAPConfiguration(
                    url: try LDAPURL(parsing: "ldap://127.0.0.1:\(proxy.port)"), transport: .clear,
                    allowsPasswordInClear: true)
                var configuration = try controller.configuration()
                configuration.connection = clear
                // The usual way does not even connect.
                await #expect(throws: DelegatedChangeFailure.clearText) {
                    try await DirectoryAdministrator.connect(configuration, as: try controller.administrator()) {
                        try await $0.resetPassword(of: ana, to: Self.password(Self.new))
                    }
                }
                #expect(proxy.connections == 0)
                // Nor does it go over a connection that somebody has made all the same.
                try await LDAPConnection.withConnection(clear) { connection in
                    let administrator = DirectoryAdministrator(name: "", connection: connection, hasAssertion: false)
                    await #expect(throws: PasswordResetFailure.clearText) {
                        try await administrator.resetPassword(of: ana, to: Self.password(Self.new))
                    }
                    _ = try await connection.rootDSE(attributes: ["defaultNamingContext"])
                }
                let sent = proxy.bytesFromClient
                #expect(sent.firstRange(of: Array("defaultNamingContext".utf8)) != nil, "the proxy sees what is sent")
                for bytes in [Array(Self.new.utf8), Self.new.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }] {
                    // Not the whole, nor a part.
                    for start in stride(from: 0, to: bytes.count - 8, by: 4) {
                        #expect(sent.firstRange(of: bytes[start..<start + 8]) == nil)
                    }
                }
                #expect(sent.firstRange(of: Array("unicodePwd".utf8)) == nil)
                // No bind: [APPLICATION 0] with version 3 in front of a name.
                #expect(sent.firstRange(of: [0x02, 0x01, 0x03, 0x04]) == nil)
            }
            #expect(try await Self.isValid(Self.old, controller))
        }
    }

    @Test func `that is no text is refused before anything is sent`() async throws {
        try await Self.withAna { controller, administrator, ana in
            await #expect(throws: PasswordResetFailure.notText) {
                try await administrator.resetPassword(of: ana, to: Password(utf8: Array("Abcdef1!".utf8) + [0xE9]))
            }
            let isValid = try await Self.isValid(Self.old, controller)
            #expect(isValid)
        }
    }

    @Test func `whose answer is lost leaves the outcome open`() async throws {
        try await SambaDomainController.with { controller in
            let ana = try await controller.addUser("ana", password: Self.old)
            try await FaultProxy.with(to: controller.address) { proxy in
                var configuration = try controller.configuration()
                configuration.connection.url.host = "127.0.0.1"
                configuration.connection.url.port = Int(proxy.port)
                configuration.connection.timeouts.operationSeconds = 5
                try await DirectoryAdministrator.connect(configuration, as: try controller.administrator()) {
                    administrator in
                    proxy.fault = .stall(afterServerBytes: 0)
                    let failure = await #expect(throws: PasswordResetFailure.self) {
                        try await administrator.resetPassword(of: ana, to: Self.password(Self.new))
                    }
                    guard case .unknownOutcome = failure else {
                        Issue.record("\(String(describing: failure))")
                        return
                    }
                    #expect(
                        failure.flatMap { DirectoryTrouble($0) }?.remedy.contains("the old password or the new") == true
                    )
                }
            }
            #expect(try await Self.isValid(Self.new, controller))
        }
    }
}
