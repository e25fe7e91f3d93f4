// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

/// When another domain controller may do better, and when the same account would only be refused once more.
@Suite struct `An error of a domain controller` {
    private static let server = LDAPURL(scheme: .ldaps, host: "dc1.corp.example.com")

    private static func error(
        _ operation: LDAPError.Operation, _ code: LDAPResultCode, _ words: String = ""
    ) -> LDAPError {
        LDAPError(code: code, operation: operation, diagnosticMessage: words, server: server)
    }

    @Test(
        arguments: [
            // Away, or broken.
            (error(.resolve, .serverDown), true), (error(.connect, .timeout), true),
            (error(.handshake, .connectError), true), (error(.bind, .unavailable), true),
            (error(.bind, .timeout), true), (error(.search, .serverDown), true), (error(.search, .timeout), true),
            (error(.search, .busy), true),
            // It binds, and its database is damaged or its limits are others'.
            (error(.search, .operationsError), true), (error(.search, .other), true),
            (error(.search, .timeLimitExceeded), true), (error(.search, .adminLimitExceeded), true),
            (error(.search, .unwillingToPerform), true),
            // What is said to the account or to the question is said by all of them.
            (error(.search, .insufficientAccessRights), false), (error(.search, .noSuchObject), false),
            (error(.search, .paramError), false), (error(.modify, .unwillingToPerform), false),
            (error(.bind, .invalidCredentials), false),
            // The KDC's word on the keytab, and on a ticket for this one.
            (error(.ticket, .localError, "Preauthentication failed"), false), (error(.ticket, .timeout), false),
            (error(.ticketBind, .localError, "(No Kerberos credentials available)"), false),
            (error(.ticketBind, .localError, "(Server not found in Kerberos database)"), true),
            (error(.ticketBind, .invalidCredentials), true), (error(.ticketBind, .timeout), true),
        ] as [(LDAPError, Bool)])
    func `leads to another one, or not`(error: LDAPError, isOfController: Bool) {
        #expect(ControllerFailure.isOfController(error) == isOfController)
    }

    @Test(
        arguments: [
            (error(.bind, .invalidCredentials), true),
            (error(.ticket, .localError, "Preauthentication failed"), true),
            (error(.ticket, .localError, "Client 'svc@X' not found in Kerberos database"), true),
            (error(.ticket, .localError, "Cannot contact any KDC for realm 'X'"), false),
            (error(.ticket, .localError, "Clock skew too great"), false), (error(.ticket, .timeout), false),
            (error(.ticketBind, .invalidCredentials), false), (error(.bind, .unavailable), false),
            (error(.search, .insufficientAccessRights), false),
        ] as [(LDAPError, Bool)])
    func `is a refusal of the account, or not`(error: LDAPError, isRefusal: Bool) throws {
        #expect(try #require(DirectoryTrouble(error)).isRefusal == isRefusal)
    }

    @Test func `of the keytab comes with what to do about it`() throws {
        let trouble = try #require(DirectoryTrouble(Self.error(.ticket, .localError, "Preauthentication failed")))
        #expect(trouble.remedy.contains("directory.principal") && !trouble.remedy.contains("kvno"), "\(trouble)")
        #expect(try #require(DirectoryTrouble(Self.error(.ticket, .timeout))).isTransient)
    }
}
