// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

@Suite(.tags(.server), .requiresAWSClients) struct CommandLineTests {
    @Test func `the AWS CLI calls every operation`() async throws {
        try await ServedFixture.with { fixture in
            try await LocalWorkMail.with(fixture.organization) { local in
                var tour = CommandLineTour(local: local)
                try await tour.run()
                let operations = Set(tour.commands.map { $0.replacingOccurrences(of: "-", with: "") })
                #expect(operations == Set(ServedOperation.all.keys.map { $0.lowercased() }))
            }
        }
    }
}

/// `aws workmail …`, one after the other.
private struct CommandLineTour {
    let local: LocalWorkMail
    var commands: Set<String> = []

    init(local: LocalWorkMail) { self.local = local }

    mutating func run() async throws {
        try await aws("describe-organization")
        try await aws("list-organizations", organization: false)
        try await aws("list-mail-domains")
        try await aws("get-mail-domain", "--domain-name", "example.com")
        let ana = try await made("UserId", "create-user", "--name", "ana", "--display-name", "Ana Silva")
        let bert = try await made("UserId", "create-user", "--name", "bert", "--display-name", "Bert")
        for (id, email) in [(ana, "ana@example.com"), (bert, "bert@example.com")] {
            try await aws("register-to-work-mail", "--entity-id", id, "--email", email)
        }
        let told = try await aws("describe-user", "--user-id", "ana")
        #expect(told["Email"] as? String == "ana@example.com" && told["EnabledDate"] != nil)
        let listed = try await aws("list-users", "--filters", "State=ENABLED", "--max-items", "1")
        #expect((listed["Users"] as? [Any])?.count == 1)
        try await aws("update-user", "--user-id", ana, "--job-title", "Bäckerin")
        try await aws("reset-password", "--user-id", ana, "--password", "Correct-Horse-7")
        try await addresses(ana)
        try await mailboxes(ana, bert)
        try await groups(ana)
        try await devices(ana)
        try await exports(ana)
        try await aws("deregister-from-work-mail", "--entity-id", "ana")
        try await aws("delete-user", "--user-id", ana)
    }

    private mutating func addresses(_ ana: String) async throws {
        try await aws("create-alias", "--entity-id", ana, "--alias", "silva@example.com")
        try await aws("update-primary-email-address", "--entity-id", ana, "--email", "ana.silva@example.com")
        let aliases = try await aws("list-aliases", "--entity-id", ana)["Aliases"] as? [String]
        #expect(aliases?.contains("silva@example.com") == true)
        try await aws("describe-entity", "--email", "silva@example.com")
        try await aws("delete-alias", "--entity-id", ana, "--alias", "silva@example.com")
    }

    private mutating func mailboxes(_ ana: String, _ bert: String) async throws {
        try await aws("update-mailbox-quota", "--user-id", ana, "--mailbox-quota", "1024")
        #expect(try await aws("get-mailbox-details", "--user-id", ana)["MailboxQuota"] as? Int == 1024)
        try await aws(
            "put-mailbox-permissions", "--entity-id", ana, "--grantee-id", bert, "--permission-values", "SEND_AS")
        try await aws("list-mailbox-permissions", "--entity-id", ana)
        try await aws("delete-mailbox-permissions", "--entity-id", ana, "--grantee-id", bert)
    }

    private mutating func groups(_ ana: String) async throws {
        let sales = try await made("GroupId", "create-group", "--name", "sales")
        try await aws("associate-member-to-group", "--group-id", sales, "--member-id", ana)
        let members = try await aws("list-group-members", "--group-id", sales)["Members"] as? [Any]
        #expect(members?.count == 1)
        try await aws("list-groups-for-entity", "--entity-id", ana)
        try await aws("list-groups")
        try await aws("describe-group", "--group-id", "sales")
        try await aws("update-group", "--group-id", sales, "--hidden-from-global-address-list")
        try await aws("disassociate-member-from-group", "--group-id", sales, "--member-id", ana)
        try await aws("delete-group", "--group-id", sales)
    }

    private mutating func devices(_ ana: String) async throws {
        let device = ["--user-id", ana, "--device-id", "phone1"]
        try await aws("put-mobile-device-access-override", device + ["--effect", "DENY"])
        try await aws("get-mobile-device-access-override", device)
        try await aws("list-mobile-device-access-overrides")
        try await aws("delete-mobile-device-access-override", device)
    }

    private mutating func exports(_ ana: String) async throws {
        let job = try await made(
            "JobId", "start-mailbox-export-job", "--entity-id", ana, "--role-arn",
            "arn:aws:iam::111122223333:role/export", "--kms-key-arn",
            "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000000", "--s3-bucket-name",
            "exports", "--s3-prefix", "mail")
        try await aws("describe-mailbox-export-job", "--job-id", job)
        try await aws("list-mailbox-export-jobs")
        try await aws("cancel-mailbox-export-job", "--job-id", job)
    }

    private mutating func made(_ member: String, _ command: String, _ arguments: String...) async throws -> String {
        try #require(try await aws(command, arguments)[member] as? String)
    }

    @discardableResult
    private mutating func aws(
        _ command: String, _ arguments: String..., organization: Bool = true
    ) async throws -> [String: Any] {
        try await aws(command, arguments, organization: organization)
    }

    @discardableResult
    private mutating func aws(
        _ command: String, _ arguments: [String], organization: Bool = true
    ) async throws -> [String: Any] {
        commands.insert(command)
        let which = organization ? ["--organization-id", local.organizationID] : []
        let ended = try await AWSClients.cli([command] + which + arguments, local)
        #expect(ended.succeeded, "\(command): \(ended.error)")
        guard !ended.output.isEmpty else { return [:] }
        return try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any] ?? [:]
    }
}
