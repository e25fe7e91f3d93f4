// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport
import Testing
import WorkMail

/// The program `workmail-local` itself.
@Suite(.tags(.server)) struct LocalProgramTests {
    @Test(
        arguments: [
            ["--listen", "0.0.0.0:8443"], ["--listen", "0.0.0.0:8443", "--listen-anywhere"], ["--listen", "8443"],
            ["--listen", "127.0.0.1:99999"], ["--tls-key", "x"], ["--throttled", "2"], ["--latency", "9-1"],
            ["--page-size", "0"], ["--directory-kind", "other"], ["--expired-token", "never"], ["--nonsense"],
            ["seed", "--url", "ldaps://x", "--bind-name", "x", "--password-file", "x"],
        ])
    func `usage errors end with 64`(arguments: [String]) async throws {
        try await Self.withFolder { folder in
            let ended = try await Self.program(arguments, folder)
            #expect(ended.status == .exited(64), "\(ended.error)")
            #expect(!ended.error.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func `a file of keys that others can read ends it with the reason`() async throws {
        try await Self.withFolder { folder in
            try Data("AKID secret\n".utf8).write(to: URL(filePath: folder + "/keys"))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/keys")
            let ended = try await Self.program(["--credentials", folder + "/keys"], folder)
            #expect(ended.status == .exited(1))
            #expect(ended.error.contains("chmod 600"))
        }
    }

    @Test(
        arguments: [
            (["--tls-certificate", "none.pem", "--tls-key", "none.key"], "none.pem"),
            (["--data", "none/organization.db"], "none/organization.db"),
        ] as [([String], String)])
    func `what cannot be used ends it with the name of it`(arguments: [String], name: String) async throws {
        try await Self.withFolder { folder in
            let ended = try await Self.program(["--listen", "127.0.0.1:0"] + arguments, folder)
            #expect(ended.status == .exited(1) && ended.error.contains(name), "\(ended.error)")
        }
    }

    @Test func `a port that is taken ends it with the name of it`() async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization, tls: false) { local in
                let taken = local.url.replacingOccurrences(of: "http://", with: "")
                let ended = try await Self.program(["--listen", taken], fixture.folder.path)
                #expect(ended.status == .exited(1) && ended.error.contains(taken), "\(ended.error)")
            }
        }
    }

    @Test(.requiresAWSClients, arguments: [true, false])
    func `what it prints is what the AWS CLI needs, and a signal ends it well`(tls: Bool) async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        let files = try await authority.issue()
        let options = ["--tls-certificate", files.certificateFile, "--tls-key", files.keyFile]
        try await Self.withFolder { folder in
            let script = """
                set -eu
                cd "$1"; program="$2"; clients="$3"; authority="$4"; signal="$5"; shift 5
                "$program" --data organization.db --alias rehearsal --domain example.com --listen 127.0.0.1:0 \
                    --credentials keys "$@" >told 2>errors &
                running=$!
                for _ in $(seq 100); do grep -q '^aws workmail' told && break; sleep 0.1; done
                eval "$(grep '^export' told)"
                export AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null AWS_PAGER= AWS_CA_BUNDLE="$authority"
                PATH="$("$clients"):$PATH"
                eval "$(grep '^aws workmail' told) --output json"
                kill -"$signal" "$running"
                wait "$running"
                cat errors >&2
                """
            let lab = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let clients = lab.appending(path: "Lab/aws-clients").path
            let ended = try await run(
                .name("bash"),
                arguments: Arguments(
                    ["-c", script, "bash", folder, try LocalProgram.path(), clients, authority.caFile]
                        + [tls ? "TERM" : "INT"] + (tls ? options : [])),
                output: .string(limit: 65_536), error: .string(limit: 65_536))
            #expect(ended.terminationStatus.isSuccess, "\(ended.standardError)")
            #expect(ended.standardOutput.contains("\"Users\": []"), "\(ended.standardOutput)")
            let told = try String(contentsOfFile: folder + "/told", encoding: .utf8)
            #expect(told.contains(tls ? "https://127.0.0.1:" : "http://127.0.0.1:"))
            let secret = try String(contentsOfFile: folder + "/keys", encoding: .utf8).split(separator: " ")[1]
            #expect(!told.contains(secret.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    @Test(.requiresSamba) func `seed tells the organization whom the directory has`() async throws {
        try await SambaDomainController.with(people: .demo) { controller in
            try await Self.withFolder { folder in
                let organization = [
                    "--data", folder + "/organization.db", "--directory-kind", "simple-ad", "--domain", "example.com",
                ]
                let directory = [
                    "--url", controller.url, "--ca-file", controller.caFile, "--bind-name", controller.serviceUPN,
                    "--password-file", controller.servicePasswordFile,
                ]
                for _ in 0..<2 {
                    let ended = try await Self.program(["seed"] + organization + directory, folder)
                    #expect(ended.status == .exited(0), "\(ended.error)")
                }
                let opened = try EmbeddedOrganization(
                    file: folder + "/organization.db",
                    settings: EmbeddedSettings(
                        alias: "local", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)]))
                var users: [MailUser] = []
                try await opened.forEachUser { users += $0 }
                #expect(users.count > 150 && users.allSatisfy { $0.state == .disabled })
                #expect(try await opened.listGroups().count > 1)
            }
        }
    }

    private struct Ended {
        let status: TerminationStatus
        let error: String
    }

    private static func program(_ arguments: [String], _ folder: String) async throws -> Ended {
        let result = try await run(
            .name("env"), arguments: Arguments(["-C", folder, try LocalProgram.path()] + arguments),
            output: .string(limit: 65_536), error: .string(limit: 65_536))
        return Ended(status: result.terminationStatus, error: result.standardError)
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "local-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
