// SPDX-License-Identifier: Apache-2.0
import Directory
import LDAP
import TestSupport
import Testing

/// An administrator who has said who they are to Kerberos already, with `kinit`.
@Suite(.tags(.server), .requiresSamba, .requiresKerberos) struct `An administrator with a Kerberos ticket` {
    private struct Lab: Codable, Sendable {
        var kerberos: KerberosEnvironment
        var guid: String

        func apply(_ attribute: String, _ new: String) async throws -> [String: String] {
            kerberos.apply()
            // The account of the configuration plays no part.
            let configuration = try DirectoryConfiguration(
                url: kerberos.url, protection: .tls, caFile: kerberos.caFile, bindName: "nobody", password: [1],
                pageSize: 10, connectSeconds: 5, bindSeconds: 5, operationSeconds: 5)
            let change = DelegatedChange(
                guid: try #require(ObjectGUID(text: guid)), dn: "",
                changes: [AttributeChange(attribute: attribute, old: nil, new: new)])
            return try await DirectoryAdministrator.connect(configuration, as: .kerberosTicket) {
                try await $0.apply(change).values
            }
        }
    }

    @Test func `changes what they may, and is told why not where the ticket is no good`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addOU("Staff")
            let unit = "OU=Staff,\(controller.baseDN)"
            try await controller.addUser("helpdesk", password: "Lab-only 4711")
            try await controller.grantWrite(of: ["title"], below: unit, to: "helpdesk")
            let guid = try await controller.addUser("ana", in: unit)
            let lab = Lab(kerberos: try controller.kerberos(), guid: guid.description)
            let without = Lab(kerberos: try controller.kerberos(), guid: guid.description)
            try await controller.kinit("helpdesk", password: "Lab-only 4711", lab.kerberos)

            await #expect(processExitsWith: .success) { [lab = lab as Lab, without = without as Lab] in
                for (lab, remedy) in [(lab, "own full name"), (without, "kinit")] {
                    let error = await #expect(throws: LDAPError.self) { try await lab.apply("title", "Head") }
                    let trouble = try #require(error.flatMap { DirectoryTrouble($0) })
                    #expect(trouble.remedy.contains(remedy), "\(trouble)")
                }
            }
            try await controller.addServiceName()
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                let values = try await lab.apply("title", "Head")
                #expect(values == ["title": "Head"])
                let failure = await #expect(throws: DelegatedChangeFailure.self) {
                    try await lab.apply("department", "R&D")
                }
                guard case .notPermitted(["department"], _) = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
            }
        }
    }
}

@Suite struct `A Kerberos ticket that is no good` {
    @Test(
        "comes with what to do",
        arguments: [
            ("(No Kerberos credentials available (default cache: FILE:/tmp/krb5cc_0))", -2, "kinit"),
            ("(Credentials cache file '/tmp/krb5cc_0' not found)", -2, "kinit"),
            ("(Ticket expired)", -2, "get a new one"),
            ("(Server not found in Kerberos database)", -2, "ldaps://dc1.corp.example.com"),
            ("(Server ldap/10.0.0.1@X not found in Kerberos database)", -2, "ldaps://dc1.corp.example.com"),
            ("(Cannot contact any KDC for realm 'X')", -2, "port 88"), ("(Clock skew too great)", -2, "clocks"),
            ("SASL(-4): no mechanism available: No worthy mechs found", -6, "libsasl2-modules-gssapi-mit"),
            ("(Cannot find key for X kvno 7 in keytab)", -2, "kvno ldap/dc1"),
            ("80090308: LdapErr: data 52e", 49, "klist"),
        ] as [(String, Int32, String)])
    func remedies(message: String, code: Int32, remedy: String) throws {
        let error = LDAPError(
            code: LDAPResultCode(rawValue: code), operation: .ticketBind, diagnosticMessage: message,
            server: try LDAPURL(parsing: "ldaps://dc1"))
        let trouble = try #require(DirectoryTrouble(error))
        #expect(trouble.remedy.contains(remedy) && trouble.cause.contains(message))
        #expect(!trouble.remedy.contains("bind_name"))
    }
}
