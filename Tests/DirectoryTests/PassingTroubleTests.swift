// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Directory
@testable import LDAP

/// Which troubles a service waits out at its start, and which only another configuration ends.
struct PassingTroubleTests {
    private static let server = try? LDAPURL(parsing: "ldaps://dc1.corp.example.com")

    @Test(
        arguments: [
            (.search, .operationsError, true), (.search, .other, true), (.search, .unwillingToPerform, true),
            (.search, .busy, true), (.search, .timeout, true), (.search, .insufficientAccessRights, true),
            (.search, .decodingError, false), (.bind, .invalidCredentials, false),
            (.bind, .strongerAuthRequired, false), (.bind, .inappropriateAuthentication, false),
            (.bind, .operationsError, true), (.bind, .other, true), (.bind, .unwillingToPerform, true),
            (.connect, .connectError, true), (.resolve, .connectError, true),
        ] as [(LDAPError.Operation, LDAPResultCode, Bool)])
    func `what a server says`(operation: LDAPError.Operation, code: LDAPResultCode, mayPass: Bool) throws {
        let error = LDAPError(code: code, operation: operation, server: try #require(Self.server))
        #expect(try #require(DirectoryTrouble(error)).mayPass == mayPass)
    }

    @Test(
        arguments: [
            ("52e", false), ("525", false), ("57", false), ("530", true), ("531", true), ("532", true), ("533", true),
            ("701", true), ("773", true), ("775", true),
        ] as [(String, Bool)])
    func `why an account is refused`(reason: String, mayPass: Bool) throws {
        let message = "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data \(reason), v1db1"
        let server = try #require(Self.server)
        let error = LDAPError(
            code: .invalidCredentials, operation: .bind, diagnosticMessage: message, server: server)
        let trouble = try #require(DirectoryTrouble(error))
        #expect(trouble.mayPass == mayPass && trouble.isRefusal && !trouble.isTransient)
    }

    @Test func `that a domain controller cannot judge the password is no refusal of the account`() throws {
        let message = "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 51f, v1db1"
        let server = try #require(Self.server)
        let error = LDAPError(
            code: .invalidCredentials, operation: .bind, diagnosticMessage: message, server: server)
        let trouble = try #require(DirectoryTrouble(error))
        #expect(trouble.isTransient && trouble.mayPass && !trouble.isRefusal)
        #expect(ControllerFailure.isOfController(error), "another one is asked")
    }

    @Test(
        arguments: [
            (.expired(Date()), true), (.notYetValid(Date()), true), (.authorityExpired(issuer: "Lab", Date()), true),
            (.unknownAuthority(issuer: "Lab", sameName: false), false), (.hostMismatch(names: ["dc2"]), false),
            (.protocolTooOld("TLS 1.0"), false), (.notTLS, true),
        ] as [(TLSFailure.Reason, Bool)])
    func `what TLS says`(reason: TLSFailure.Reason, mayPass: Bool) throws {
        let failure = TLSFailure(reason: reason, server: try #require(Self.server), certificate: nil)
        #expect(try #require(DirectoryTrouble(failure)).mayPass == mayPass)
    }
}
