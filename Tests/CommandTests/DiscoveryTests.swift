// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Domain controllers that DNS names: the system's resolver asks a name server of the test.
@Suite(.tags(.server), .requiresSamba, .requiresNameServer, .requiresMounting) struct `Domain controllers by DNS` {
    @Test func `are asked in the order of their records, those of the site first, learned where it is not set`()
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
                    // There the site is learned, and left for the one that is in it.
                    let asked = try await byName.run("sync", resolver: names)
                    #expect(asked.code == 0 && asked.output.contains("from dc2.\(domain)"), "\(asked)")
                    #expect(!asked.output.contains("not the preferred one"), "\(asked)")
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
                    let elsewhere = byName.changing(["directory.site": "Dublin"])
                    let far = try await elsewhere.run("sync", "--full", resolver: names)
                    #expect(far.code == 0 && far.output.contains("from dc1.\(domain)"), "\(far)")

                    // One that its name leads to and that is away is passed over.
                    try await second.kill()
                    let learned = try await byName.run("sync", "--full", resolver: names)
                    #expect(learned.code == 0 && learned.output.contains("from dc1.\(domain)"), "\(learned)")
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

    @Test(.requiresKerberos) func `are reached by SASL's own encryption where that is said`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            let domain = "corp.example.com"
            // Elsewhere a domain controller registers that itself.
            try await controller.addServiceName("dc1.\(domain)")
            try await Installation.with(controller) { original in
                let keytab = original.folder + "/svc.keytab"
                try await controller.exportKeytab(to: keytab)
                let sealed = original.changing([
                    "directory.url": nil, "directory.ca_file": nil, "directory.domain": domain,
                    "directory.bind": "gssapi", "directory.principal": "svc-workmail@CORP.EXAMPLE.COM",
                    "directory.keytab": keytab, "directory.sealed": "true",
                ])
                try await NameServer.with(
                    at: controller.address, hosts: ["dc1.\(domain)": controller.address],
                    services: ["_ldap._tcp.dc._msdcs.\(domain),dc1.\(domain),389,0,100"], in: original.folder
                ) { names in
                    let kerberos = ["KRB5_CONFIG": try controller.kerberos().configurationFile]
                    let asked = try await sealed.run("sync", resolver: names, environment: kerberos)
                    #expect(asked.code == 0 && asked.output.contains("from dc1.\(domain)"), "\(asked)")
                    let doctor = try await sealed.run("doctor", resolver: names, environment: kerberos)
                    #expect(doctor.output.contains("SASL encrypts what follows the bind"), "\(doctor)")
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
                    #expect(asked.code == 1 && asked.error.contains("no SRV records"), "\(asked)")
                    names.end()
                    let unasked = try await byName.run("sync", resolver: names)
                    #expect(unasked.code == 75 && !unasked.error.contains("no SRV records"), "\(unasked)")
                }
            }
        }
    }

    /// libldap asks for this host's own name, which no limit of a connection may be used up by. (Debian's nsswitch.conf asks
    /// DNS for it where /etc/hosts does not have it.)
    @Test func `a name server that is silent costs time and no run`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { original in
                try await NameServer.with(at: controller.address, hosts: [:], services: [], in: original.folder) {
                    names in
                    names.fallSilent()
                    try original.write(
                        "nameserver \(controller.address)\noptions timeout:12 attempts:1\n".utf8, to: "resolv.conf")
                    let limited = original.changing(["directory.connect_timeout_seconds": "10"])
                    let sync = try await limited.run("sync", resolver: names, host: "nowhere")
                    #expect(sync.code == 0, "\(sync)")
                    let doctor = try await limited.run("doctor", resolver: names, host: "nowhere")
                    #expect(doctor.code == 0 && doctor.output.contains("127.0.1.1 nowhere"), "\(doctor)")
                }
            }
        }
    }
}

extension Installation {
    /// Runs the program where a name server of the test is the system's: in namespaces of its own.
    /// - Parameter host: what this machine is called there.
    func run(
        _ arguments: String..., resolver names: NameServer, host: String? = nil, environment: [String: String] = [:]
    ) async throws -> Outcome {
        let naming = host.map { "hostname '\($0)' && " } ?? ""
        let script = naming + "mount --bind '\(names.resolverFile)' /etc/resolv.conf && exec \"$@\""
        return try await run(
            "/usr/bin/unshare", ["--mount", "--uts", "sh", "-c", script, "sh", Self.program] + arguments, input: "",
            environment: environment)
    }
}
