// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@Suite struct Errors {
    private let server = LDAPURL(scheme: .ldaps, host: "dc1.example.com")

    @Test(
        arguments: [
            ("80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1", .wrongPassword),
            ("80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 525, v3839", .userNotFound),
            ("… data 530, v1db1", .logonHours), ("… data 531, v1db1", .workstation),
            ("… data 532, v1db1", .passwordExpired), ("… data 533, v1db1", .accountDisabled),
            ("… data 701, v1db1", .accountExpired), ("… data 773, v1db1", .passwordMustChange),
            ("… data 775, v1db1", .accountLocked), ("… data 52E", .wrongPassword),
            ("… data 57, v1db1", ActiveDirectoryBindReason(rawValue: 0x57)),
            ("Simple Bind Failed: NT_STATUS_LOGON_FAILURE", .wrongPassword),
            ("Simple Bind Failed: NT_STATUS_ACCOUNT_LOCKED_OUT", .accountLocked),
            ("invalid data entered", nil), ("data ", nil), ("", nil),
        ] as [(String, ActiveDirectoryBindReason?)])
    func `of a refused bind say why, in Active Directory's and Samba's words`(
        message: String, reason: ActiveDirectoryBindReason?
    ) {
        let error = LDAPError(
            code: .invalidCredentials, operation: .bind, diagnosticMessage: message, server: server)
        #expect(error.activeDirectoryBindReason == reason)
        #expect(error.description.contains(message) == message.isEmpty)
    }

    @Test func `show the server's words only to those who debug`() {
        let error = LDAPError(
            code: .noSuchObject, operation: .search, diagnosticMessage: "no Eva", matchedDN: "DC=x", server: server)
        #expect(error.description == "search at ldaps://dc1.example.com:636: noSuchObject (32)")
        #expect(error.debugDescription.contains("no Eva") && error.debugDescription.contains("DC=x"))
    }

    @Test func `say what we know ourselves`() {
        let error = LDAPError(
            code: .serverDown, operation: .connect, diagnosticMessage: "Connection refused", server: server)
        #expect(error.description == "connect at ldaps://dc1.example.com:636: serverDown (-1): Connection refused")
    }

    @Test func `are caught by their code`() {
        let error: any Error = LDAPError(code: .busy, operation: .search, server: server)
        #expect(LDAPResultCode.busy ~= error)
        #expect(!(LDAPResultCode.unavailable ~= error))
        #expect(!(LDAPResultCode.busy ~= CancellationError()))
    }

    @Test func `keep a code that nobody knows`() {
        #expect(LDAPResultCode(rawValue: 4242).description == "LDAP result 4242")
    }
}

@Suite struct Secrets {
    @Test func `do not print`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["password": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, String(describing: [secret])] {
            #expect(!text.contains("hunter2"))
        }
        #expect("\(secret)" == "«secret»")
        #expect(secret.withBytes { $0 } == Array("hunter2".utf8))
    }
}
