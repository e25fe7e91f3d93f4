// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Subprocess

/// A private name server (dnsmasq) on port 53 of a loopback address.
public struct NameServer: Sendable {
    /// Where programs find it: a file in the form of resolv.conf(5).
    public let resolverFile: String
    private let process: Int32

    /// Runs `body` with a server that knows these names and no others.
    /// - Parameters:
    ///   - hosts: names and their addresses.
    ///   - services: as `--srv-host` of dnsmasq has them: `_ldap._tcp.example.com,dc1.example.com,389,0,100`.
    ///   - folder: for its file.
    /// - Throws: ``LabFailure`` when it does not answer within 10 s; what `body` throws.
    public static func with(
        at address: String, hosts: [String: String], services: [String], in folder: String,
        _ body: (NameServer) async throws -> Void
    ) async throws {
        let file = folder + "/resolv.conf"
        try Data("nameserver \(address)\noptions timeout:1 attempts:1\n".utf8).write(to: URL(filePath: file))
        let arguments =
            [
                "/usr/sbin/dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                "--bind-interfaces", "--listen-address=\(address)", "--except-interface=none", "--user=root",
                "--pid-file=", "--local=/example.com/",
            ] + hosts.map { "--host-record=\($0.key),\($0.value)" } + services.map { "--srv-host=\($0)" }
        let ended = try await run(
            .name("env"), arguments: Arguments(arguments), input: .none, output: .discarded,
            error: .string(limit: 1 << 16)
        ) { execution in
            let server = NameServer(
                resolverFile: file, process: Int32(execution.processIdentifier.value))
            defer { server.end() }
            try await finished(
                "bash",
                [
                    "-c",
                    "for i in {1..200}; do (: </dev/tcp/\(address)/53) 2>/dev/null && exit; sleep 0.05; done; exit 1",
                ])
            try await body(server)
        }
        _ = ended
    }

    /// Ends it, so that nobody is there any more.
    public func end() {
        _ = kill(process, SIGTERM)
        // One that fell silent hears of it only so.
        _ = kill(process, SIGCONT)
    }

    /// Lets it take questions and answer none.
    public func fallSilent() { _ = kill(process, SIGSTOP) }
}
