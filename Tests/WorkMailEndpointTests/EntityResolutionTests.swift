// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

@testable import WorkMailEndpoint

/// Whom an identifier means, by operation.
@Suite struct EntityResolutionTests {
    enum Kind: CaseIterable { case id, name, address }

    static let everyKind = Set(Kind.allCases)

    /// Operations with the member that says who it is, and what that may be.
    @Test(
        arguments: [
            ("DescribeUser", "UserId", everyKind), ("UpdateUser", "UserId", everyKind),
            ("GetMailboxDetails", "UserId", everyKind), ("UpdateMailboxQuota", "UserId", everyKind),
            ("ListMailboxPermissions", "EntityId", everyKind), ("DeregisterFromWorkMail", "EntityId", everyKind),
            ("UpdatePrimaryEmailAddress", "EntityId", everyKind), ("ListGroupsForEntity", "EntityId", everyKind),
            ("PutMobileDeviceAccessOverride", "UserId", everyKind),
            ("DeleteMobileDeviceAccessOverride", "UserId", everyKind), ("StartMailboxExportJob", "EntityId", everyKind),
            ("ListAliases", "EntityId", [.id]), ("CreateAlias", "EntityId", [.id]), ("DeleteAlias", "EntityId", [.id]),
            ("ResetPassword", "UserId", [.id]),
        ] as [(String, String, Set<Kind>)])
    func `an enabled user is found by what the operation takes`(
        operation: String, member: String, taken: Set<Kind>
    ) async throws {
        for kind in Kind.allCases {
            try await ServedFixture.with { fixture in
                let served = fixture.served()
                let (id, name) = try await Self.enabledUser(served)
                var members = ValidationTests.good[operation, default: [:]]
                members[member] = kind == .id ? id : kind == .name ? name : "ana.silva@example.com"
                let code = try await served.refusal(operation, members)
                #expect(code == (taken.contains(kind) ? nil : "EntityNotFoundException"), "\(kind)")
            }
        }
    }

    /// Those that want another state than ENABLED.
    @Test func `enabling and deleting take id or name, and no address`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let (id, name) = try await Self.enabledUser(served)
            for operation in ["RegisterToWorkMail", "DeleteUser"] {
                let member = operation == "DeleteUser" ? "UserId" : "EntityId"
                var members = ValidationTests.good[operation, default: [:]]
                members[member] = "ana.silva@example.com"
                #expect(try await served.refusal(operation, members) == "EntityNotFoundException")
                let other = operation == "DeleteUser" ? "EntityStateException" : "EntityAlreadyRegisteredException"
                for identifier in [id, name, name.uppercased()] {
                    members[member] = identifier
                    #expect(try await served.refusal(operation, members) == other)
                }
            }
        }
    }

    @Test func `an id never means somebody who is called like it`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let (id, _) = try await Self.enabledUser(served)
            // Hyphens and hexadecimal digits are fit for a name.
            _ = try await served.call("CreateUser", ["Name": id, "DisplayName": "Impostor"])
            let told = try await served.call("DescribeUser", ["UserId": id])
            #expect(told["DisplayName"] as? String == "Ana")
        }
    }

    @Test func `the name of somebody deleted is the next one's`() async throws {
        try await ServedFixture.with { fixture in
            let served = fixture.served()
            let first = try await served.call("CreateUser", ["Name": "ana", "DisplayName": "First"])["UserId"]
            _ = try await served.call("DeleteUser", ["UserId": "ana"])
            #expect(try await served.refusal("DescribeUser", ["UserId": "ana"]) == "EntityNotFoundException")
            _ = try await served.call("CreateUser", ["Name": "ana", "DisplayName": "Second"])
            let told = try await served.call("DescribeUser", ["UserId": "ana"])
            #expect(told["DisplayName"] as? String == "Second" && told["UserId"] as? String != first as? String)
        }
    }

    @Test func `what the directory owns is refused where users come from one`() async throws {
        try await ServedFixture.with(.directoryBacked) { fixture in
            let person = ServedFixture.people(1)[0]
            try await fixture.organization.directoryHolds([person])
            try await fixture.organization.directoryHolds(groups: ServedFixture.teams(1))
            let served = fixture.served()
            let writes: [(String, [String: Any])] = [
                ("CreateUser", [:]), ("UpdateUser", ["UserId": person.name]), ("DeleteUser", ["UserId": person.name]),
                ("ResetPassword", ["UserId": person.id.value]), ("CreateGroup", [:]),
                ("DeleteGroup", ["GroupId": "team0000000"]),
                ("AssociateMemberToGroup", ["GroupId": "team0000000", "MemberId": person.name]),
            ]
            for (operation, who) in writes {
                let members = ValidationTests.good[operation, default: [:]].merging(who) { _, new in new }
                #expect(
                    try await served.refusal(operation, members) == "UnsupportedOperationException", "\(operation)")
            }
        }
    }

    private static func enabledUser(_ served: ServedOrganization) async throws -> (id: String, name: String) {
        let name = "ana.maria.silva"
        let made = try await served.call("CreateUser", ["Name": name, "DisplayName": "Ana"])
        let id = try #require(made["UserId"] as? String)
        _ = try await served.call("RegisterToWorkMail", ["EntityId": id, "Email": "ana.silva@example.com"])
        return (id, name)
    }
}
