// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import TestSupport
import Testing

/// What only Active Directory and Samba have.
@Suite(.tags(.server), .requiresSamba) struct `Against a domain controller` {
    private func password(_ file: String) throws -> Secret {
        Secret(Array(try Data(contentsOf: URL(filePath: file))))
    }

    @Test func `names, identities and controls of Active Directory work`() async throws {
        try await SambaDomainController.with(people: .demo) { server in
            let configuration = LDAPConfiguration(
                url: try LDAPURL(parsing: server.url), transport: .tls, trust: .file(server.caFile))
            try await LDAPConnection.withConnection(configuration) { connection in
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.bind(as: server.adminUPN, password: Secret("wrong"))
                }
                #expect(error?.activeDirectoryBindReason == .wrongPassword)
                try await connection.bind(as: server.adminUPN, password: try password(server.adminPasswordFile))

                // Samba's paging cookie is the same for every page.
                var entries: [LDAPEntry] = []
                let pages = connection.pages(
                    base: .text(server.baseDN), scope: .subtree, filter: .equal("objectCategory", "person"),
                    attributes: ["objectGUID", "cn"], pageSize: 10)
                for try await page in pages { entries += page.entries }
                #expect(entries.count > 200)
                #expect(Set(entries.map { Array($0.dn.utf8) }).count == entries.count)

                // Every name, odd ones included, leads back to its entry; by DN and by GUID.
                for (number, entry) in entries.enumerated() {
                    let guid = try #require(entry.first("objectGUID"))
                    let dn = try DN(parsing: entry.dn)
                    #expect(dn.rdns[0].attributes[0].value == entry.first("cn"))
                    for base in [SearchBase.dn(dn), .guid(guid)] {
                        let again = try await connection.read(base, attributes: ["objectGUID"])
                        #expect(again?.first("objectGUID") == guid, "\(entry.dn)")
                    }
                    // Samba takes 80 ms for this one.
                    guard number.isMultiple(of: 20) else { continue }
                    let found = try await connection.search(
                        base: .text(server.baseDN), scope: .subtree, filter: .equal("objectGUID", guid),
                        attributes: ["1.1"])
                    #expect(found.map { Array($0.dn.utf8) } == [Array(entry.dn.utf8)])
                }

                // A deleted user is found with the control, and only with it.
                let victim = entries[entries.count / 2]
                let guid = try #require(victim.first("objectGUID"))
                let utf8 = Data(victim.dn.utf8).base64EncodedString()
                try await server.modify(ldif: "dn:: \(utf8)\nchangetype: delete\n")
                let living = try await connection.read(.guid(guid), attributes: ["isDeleted"])
                #expect(living == nil)
                let tombstone = try await connection.read(
                    .guid(guid), attributes: ["isDeleted"], controls: [.showDeleted, .extendedDN(.string)])
                #expect(tombstone?.string("isDeleted") == "TRUE")
                #expect(tombstone?.dn.hasPrefix("<GUID=") == true)
            }
        }
    }
}
