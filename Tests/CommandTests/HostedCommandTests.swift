// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

/// The real binary in front of a real domain controller and of the service's own protocol over TLS.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `The hosted service at the command line` {
    @Test func `from doctor to a mailbox, with the service's request in the journal`() async throws {
        try await Installation.withPeople { installation in
            try await installation.hosted { hosted in
                let doctor = try await hosted.run("doctor", "--output", "json")
                #expect(doctor.code == 0, "\(doctor.output)\(doctor.error)")
                let findings = try doctor.json()
                for check in [
                    "service", "credentials", "organization", "directory kind", "domains", "permissions", "joining",
                ] {
                    #expect(findings.first("check", check)?["verdict"] == .text("ok"), "\(check): \(doctor.output)")
                }
                #expect(findings.first("check", "end of service")?["detail"]?.text?.contains("2027-03-31") == true)
                #expect(!doctor.output.contains(hosted.local.key.secret))

                try await hosted.succeed("sync")
                try await hosted.succeed("approve", "dan")
                let sync = try await hosted.run("sync", "--output", "json")
                #expect(sync.code == 0, "\(sync.error)")
                #expect(try sync.json()["done"]?.items.count == 1)
                let users = try await hosted.run("users", "list", "--output", "json").json()
                #expect(users.first("name", "dan")?["state"] == .text("ENABLED"), "\(users)")

                let audit = try await hosted.run("audit", "list", "--user", "dan", "--output", "json").json()
                let register = try #require(audit.first("operation", "RegisterToWorkMail"))
                #expect(register["requests"]?.items.count == 1, "\(register)")
                try await hosted.succeed("audit", "verify")

                let status = try await hosted.run("status", "--output", "json").json()
                #expect(status["service"]?["rate"]?["calls"] != nil, "\(status)")
                try await hosted.succeed("users", "disable", "dan", "--reason", "left")
                try await hosted.succeed("sync")
            }
        }
    }

    @Test func `a dry run sends nothing that would change anything`() async throws {
        try await Installation.withPeople { installation in
            let operations = Mutex<Set<String>>([])
            try await installation.hosted { settings in
                settings.onAnswer = { answer in operations.withLock { _ = $0.insert(answer.operation) } }
            } _: { hosted in
                try await hosted.succeed("approve", "dan")
                operations.withLock { $0 = [] }
                let rehearsal = try await hosted.run("sync", "--dry-run", "--output", "json")
                #expect(rehearsal.code == 2, "\(rehearsal.error)")
                #expect(try rehearsal.json()["planned"]?.items.count == 1)
            }
            let reads = ["Describe", "List", "Get"]
            let writes = operations.withLock { $0.filter { name in !reads.contains { name.hasPrefix($0) } } }
            #expect(writes.isEmpty, "\(writes)")
        }
    }

    @Test func `the policy for IAM is printed without asking anybody`() async throws {
        try await Installation.withPeople { installation in
            let id = "m-0123456789abcdef0123456789abcdef"
            let aws = installation.changing([
                "organization.backend": "aws", "organization.id": id, "organization.domains": nil,
                "organization.file": nil,
            ])
            let policy = try await aws.run("doctor", "--iam-policy").json()
            let actions = policy["Statement"]?.items.flatMap { $0["Action"]?.items.compactMap(\.text) ?? [] } ?? []
            #expect(actions.contains("workmail:RegisterToWorkMail") && actions.contains("ds:DescribeDirectories"))
            #expect(!actions.contains("workmail:DeleteUser"))
            #expect(
                try await aws.run("doctor", "--iam-policy", "--with-deletion").output.contains("workmail:DeleteUser"))
        }
    }

    @Test func `a user is made in a WorkMail directory, in the domain that the service calls the default one`()
        async throws
    {
        try await Installation.withOwnDirectory { installation in
            try await installation.hosted { settings in
                settings.directoryService = nil
            } _: { hosted in
                let created = try await hosted.run(
                    "users", "create", "zoe", "--first-name", "Zoe", "--last-name", "Zett", "--generate")
                #expect(created.code == 0, "\(created.error)")
                let user = try await hosted.run("users", "show", "zoe", "--output", "json")
                #expect(user.output.contains("zoe@example.com") && user.output.contains("ENABLED"), "\(user.output)")
                try await hosted.succeed("email", "add", "zoe", "sales")
                #expect(try await hosted.run("email", "list", "zoe").output.contains("sales@example.com"))
            }
        }
    }

    @Test func `what may not be called is found out by doctor, and the rest is told all the same`() async throws {
        try await Installation.withPeople { installation in
            try await installation.hosted { settings in
                settings.faults.denied = ["ListMailDomains", "ListUsers", "RegisterToWorkMail", "DescribeOrganization"]
            } _: { hosted in
                let doctor = try await hosted.run("doctor", "--output", "json")
                #expect(doctor.code == 1)
                let findings = try doctor.json()
                #expect(findings.first("check", "credentials")?["verdict"] == .text("ok"))
                let missing = findings.first("check", "permissions")?["detail"]?.text ?? ""
                for operation in ["ListMailDomains", "ListUsers", "RegisterToWorkMail", "DescribeOrganization"] {
                    #expect(missing.contains("workmail:\(operation)"), "\(doctor.output)")
                }
                #expect(!missing.contains("DescribeUser"), "\(missing)")
            }
        }
    }
}
