// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What is wrong on the way to the directory gets a clear error, and nothing is changed by it.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `A directory that cannot be read` {
    struct Mistake: CustomTestStringConvertible {
        var testDescription: String
        var keys: [String: String?]
        var code: Int32 = 1
        /// What the message has to name.
        var names: [String]
    }

    static let mistakes = [
        Mistake(
            testDescription: "an unknown authority", keys: ["directory.ca_file": nil],
            names: ["Lab CA of corp.example.com", "not trusted", "directory.ca_file"]),
        Mistake(
            testDescription: "no server", keys: ["directory.url": "ldaps://127.0.0.9:9"], code: 75,
            names: ["ldaps://127.0.0.9:9", "refused"]),
        Mistake(
            testDescription: "no such host", keys: ["directory.url": "ldaps://dc1.invalid"], code: 75,
            names: ["ldaps://dc1.invalid", "directory.url"]),
        Mistake(
            testDescription: "no such account", keys: ["directory.bind_name": "nobody@corp.example.com"],
            names: ["bind", "directory.bind_name"]),
        Mistake(
            testDescription: "a base that does not exist",
            keys: ["scope.bases": #"["OU=Nowhere,DC=corp,DC=example,DC=com"]"#],
            names: ["OU=Nowhere,DC=corp,DC=example,DC=com", "scope"]),
        Mistake(
            testDescription: "a base in another domain", keys: ["scope.bases": #"["DC=other,DC=example"]"#],
            names: ["DC=other,DC=example", "scope"]),
        Mistake(
            testDescription: "a group that is none",
            keys: ["scope.groups": #"["CN=ana,CN=Users,DC=corp,DC=example,DC=com"]"#],
            names: ["CN=ana,CN=Users,DC=corp,DC=example,DC=com", "group"]),
        Mistake(
            testDescription: "a malformed filter", keys: ["scope.filter": #""(&(mail=*)""#],
            names: ["workmail-sync.yaml:", "scope.filter", "(&(mail=*)"]),
        Mistake(
            testDescription: "a malformed DN", keys: ["scope.bases": #"["OU=a,,DC=b"]"#],
            names: ["workmail-sync.yaml:", "scope.bases[0]", "OU=a,,DC=b"]),
        Mistake(
            testDescription: "an unknown key", keys: ["directory.bind_nam": "x"],
            names: ["workmail-sync.yaml:", "directory.bind_nam", "did you mean bind_name?"]),
        Mistake(
            testDescription: "the global catalog", keys: ["directory.url": "ldaps://127.0.0.9:3269"],
            names: ["directory.url", "global catalog"]),
    ]

    @Test("is told of, and changes nothing", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        try await Installation.withPeople { installation in
            for command in ["sync", "sync --dry-run"] {
                let words = command.split(separator: " ").map { String($0) }
                let outcome = try await installation.changing(mistake.keys).run(words)
                #expect(outcome.code == mistake.code, "\(outcome.error)")
                #expect(outcome.output.isEmpty)
                for name in mistake.names { #expect(outcome.error.contains(name), "\(name) in \(outcome.error)") }
                #expect(outcome.error.contains("what to do: "))
            }
            try await installation.expectUnchanged()
        }
    }

    @Test(
        "a password file that will not do is named with the reason",
        arguments: [
            ("wrong", 0o600, "the user name or the password is wrong"), ("right", 0o644, "its mode is 0644"),
            ("", 0o600, "it is empty"), ("two\nlines", 0o600, "it has more than one line"),
        ] as [(String, Int, String)])
    func password(text: String, mode: Int, reason: String) async throws {
        try await Installation.withPeople { installation in
            let file = try installation.write(text.utf8, to: "password", mode: mode)
            let outcome = try await installation.changing(["directory.password_file": file]).run("sync")
            #expect(outcome.code == 1 && outcome.error.contains(reason), "\(outcome.error)")
            #expect(outcome.error.contains(file) || outcome.error.contains("directory.bind_name and the password file"))
            #expect(!outcome.error.contains("wrong)") && !outcome.error.contains("lines\n"), "the secret is not shown")
            let doctor = try await installation.changing(["directory.password_file": file]).run(
                "doctor", "--output", "json")
            #expect(doctor.code == 1)
            #expect(try doctor.json().texts("verdict").contains("failed"))
            try await installation.expectUnchanged()
        }
    }

    @Test func `a server that is cut off in the middle of the read plans no disable`() async throws {
        let controller = try #require(SharedController.current)
        try await FaultProxy.with(to: controller.address) { proxy in
            try await Installation.withPeople { original in
                let installation = original.changing([
                    "directory.url": "ldaps://localhost:\(proxy.port)", "directory.page_size": "10",
                    "leavers.action": "apply",
                ])
                let all = proxy.bytesFromServer
                _ = try await installation.run("sync")
                let run = proxy.bytesFromServer - all
                for part in [3, 2] {
                    proxy.fault = .cut(afterServerBytes: run * (part - 1) / part)
                    let outcome = try await installation.run("sync", "--output", "json")
                    #expect(outcome.code == 75 && outcome.output.isEmpty, "\(outcome.error)")
                    #expect(outcome.error.contains("nothing was concluded"))
                }
                proxy.fault = .none
                try await installation.expectUnchanged()
                let next = try await installation.run("sync", "--output", "json")
                #expect(next.code == 0)
                #expect(try next.json()["planned"]?.items == [])
            }
        }
    }

    @Test func `of two runs at once the second is sent away`() async throws {
        let controller = try #require(SharedController.current)
        try await Installation.withPeople { original in
            let first = try await FaultProxy.with(to: controller.address, fault: .stall(afterServerBytes: 0)) { proxy in
                let installation = original.changing([
                    "directory.url": "ldaps://localhost:\(proxy.port)", "directory.connect_timeout_seconds": "60",
                ])
                let first = Task { try await installation.run("sync") }
                while proxy.connections == 0 { try await Task.sleep(for: .milliseconds(20)) }
                for command in [["sync"], ["users", "enable", "dan"], ["users", "disable", "ana"]] {
                    let second = try await original.run(command)
                    #expect(second.code == 75, "\(second.error)")
                    #expect(second.error.contains("another run is under way"))
                }
                return first
            }
            // The proxy has gone, and with it the connection on which the first run waited.
            #expect(try await first.value.code == 75)
            try await original.expectUnchanged()
            // The lock is free again.
            try await original.succeed("sync")
        }
    }
}

@Suite(.tags(.server), .requiresSamba, .sharedController(certificate: .expired)) struct `An expired certificate` {
    @Test func `is refused and said to be expired`() async throws {
        try await refused("expired")
    }
}

@Suite(.tags(.server), .requiresSamba, .sharedController(certificate: .otherHost))
struct `A certificate of another host` {
    @Test func `is refused and the names are told`() async throws {
        try await refused("elsewhere.example.net")
    }
}

private func refused(_ reason: String) async throws {
    try await Installation.with { installation in
        let outcome = try await installation.run("sync")
        #expect(outcome.code == 1 && outcome.error.contains(reason), "\(outcome.error)")
        #expect(outcome.error.contains("what to do: "))
        let findings = try await installation.run("doctor", "--output", "json")
        #expect(findings.code == 1)
        #expect(try findings.json().first("check", "TLS")?["verdict"]?.text == "failed", "\(findings.output)")
        #expect(try await installation.run("candidates", "--output", "json").json() == .list([]))
    }
}
