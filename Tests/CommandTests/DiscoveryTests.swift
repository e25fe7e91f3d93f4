// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Domain controllers that DNS names: the system's resolver asks a name server of the test.
@Suite(.tags(.server), .requiresSamba, .requiresNameServer, .requiresMounting) struct `Domain controllers by DNS` {
    @Test func `are asked in the order of their records, those of the site first, and the site is learned`()
        async throws
    {
        try await SambaDomainController.withTwo { first, second in
            try await first.addMailUser("ana")
            try await second.replicate(from: first)
            let domain = "corp.example.com"
            let services = [
                "_ldap._tcp.dc._msdcs.\(domain),dc1.\(domain),389,0,100",
                "_ldap._tcp.dc._msdcs.\(domain),dc2.\(domain),389,10,100",
                "_ldap._tcp.Default-First-Site-Name._sites.dc._msdcs.\(domain),dc2.\(domain),389,0,100",
            ]
            try await Installation.with(first) { original in
                let byName = original.changing(["directory.url": nil, "directory.domain": domain])
                let hosts = ["dc1.\(domain)": first.address, "dc2.\(domain)": second.address]
                try await NameServer.with(
                    at: first.address, hosts: hosts, services: services, in: original.folder
                ) { names in
                    let asked = try await byName.run("sync", resolver: names)
                    #expect(asked.code == 0 && asked.output.contains("from dc1.\(domain)"), "\(asked)")
                    #expect(try await byName.run("candidates").output.contains("ana@example.com"))

                    let doctor = try await byName.run("doctor", resolver: names)
                    for (host, name) in [("dc1", "_ldap._tcp.dc."), ("dc2", "_ldap._tcp.dc.")] {
                        let line = doctor.output.split(separator: "\n").first { $0.contains("controller \(host).") }
                        #expect(line?.contains("named by \(name)") == true, "\(doctor)")
                        #expect(line?.contains("sees us in the site Default-First-Site-Name") == true, "\(doctor)")
                    }

                    let inSite = byName.changing(["directory.site": "Default-First-Site-Name"])
                    let near = try await inSite.run("sync", "--full", resolver: names)
                    #expect(near.code == 0 && near.output.contains("from dc2.\(domain)"), "\(near)")

                    // One that its name leads to and that is away is passed over.
                    try await second.kill()
                    let other = try await inSite.run("sync", "--full", resolver: names)
                    #expect(other.code == 0 && other.output.contains("from dc1.\(domain)"), "\(other)")
                    #expect(other.output.contains("ldaps://dc2.\(domain):636 was tried first"), "\(other)")

                    names.end()
                    let nobody = try await byName.run("sync", resolver: names)
                    #expect(nobody.code == 75 && nobody.error.contains("DNS"), "\(nobody)")
                }
            }
        }
    }

    @Test func `a domain without records is told apart from a name server that is away`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { original in
                let byName = original.changing(["directory.url": nil, "directory.domain": "corp.example.com"])
                try await NameServer.with(at: controller.address, hosts: [:], services: [], in: original.folder) {
                    names in
                    let asked = try await byName.run("sync", resolver: names)
                    #expect(asked.code != 0 && asked.error.contains("no SRV records"), "\(asked)")
                }
            }
        }
    }
}

extension Installation {
    /// Runs the program where a name server of the test is the system's: in a mount namespace of its own.
    func run(_ arguments: String..., resolver names: NameServer) async throws -> Outcome {
        let script = "mount --bind '\(names.resolverFile)' /etc/resolv.conf && exec \"$@\""
        return try await run(
            "/usr/bin/unshare", ["--mount", "sh", "-c", script, "sh", Self.program] + arguments, input: "")
    }
}
