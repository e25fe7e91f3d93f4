// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy
import TestSupport
import Testing

@testable import Directory

/// A domain's policies as they are read, and which of them is whose: beside what the domain controller itself says.
@Suite(.tags(.server), .requiresSamba) struct `The password policy that is in force` {
    private static let users = [
        "plain", "direct", "twice", "tie", "grouped", "nested", "primary", "universal", "distribution", "mixed", "loop",
        "local",
    ]

    /// People in groups of every kind, and settings objects for some of them.
    private static func withPolicies(
        _ body: (SambaDomainController, [String: ObjectGUID]) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            var guids: [String: ObjectGUID] = [:]
            for name in users { guids[name] = try await controller.addUser(name, password: "Lab-only 4711 ß") }
            func user(_ name: String) -> String { "CN=\(name),CN=Users,\(controller.baseDN)" }
            func group(_ name: String, _ members: [String], type: Int32 = -2_147_483_646) async throws -> String {
                try await controller.addGroup(name, type: type, members: members)
            }
            let sales = try await group("Sales", [user("grouped"), user("mixed"), user("twice")])
            let inner = try await group("Inner", [user("nested")])
            let outer = try await group("Outer", [inner, user("mixed")])
            let first = try await group("First", [user("primary")])
            let everywhere = try await group("Everywhere", [user("universal")], type: -2_147_483_640)
            let list = try await group("List", [user("distribution")], type: 2)
            let here = try await group("Here", [user("local")], type: -2_147_483_644)
            let ring = try await group("Ring", [user("loop")])
            let chain = try await group("Chain", [ring])
            try await controller.modify(
                ldif: "dn: \(ring)\nchangetype: modify\nadd: member\nmember: \(chain)\n-\n")
            try await setPrimaryGroup("primary", to: first, controller)
            for (name, precedence, members) in [
                ("Direct", 90, [user("direct"), user("twice")]), ("Better", 80, [user("twice")]),
                ("Sales", 10, [sales]), ("Outer", 5, [outer]), ("First", 30, [first]),
                ("Kinds", 1, [everywhere, list, here]), ("Chain", 40, [chain]),
            ] + (1...5).map({ ("Tie \($0)", 7, [user("tie")]) }) {
                try await controller.addPasswordSettings(name, precedence: precedence, appliesTo: members)
            }
            try await body(controller, guids)
        }
    }

    private static func setPrimaryGroup(
        _ name: String, to group: String, _ controller: SambaDomainController
    ) async throws {
        let id = try await controller.withAdministrator { connection in
            try await connection.read(.text(group), attributes: ["objectSid"])?.first("objectSid")
        }
        let relativeID = ObjectSID(bytes: id ?? [])?.relativeID ?? 0
        try await controller.modify(
            ldif: "dn: CN=\(name),CN=Users,\(controller.baseDN)\nchangetype: modify\nreplace: primaryGroupID\n"
                + "primaryGroupID: \(relativeID)\n-\n")
    }

    @Test func `is found by the settings objects and groups alone as the domain controller finds it`() async throws {
        try await Self.withPolicies { controller, guids in
            try await ActiveDirectory.connect(try controller.administratorConfiguration()) { directory in
                let search = SettingsInForce(
                    connection: directory.connection, domain: directory.domain, server: directory.server)
                var found: [String: String] = [:]
                for (name, guid) in guids {
                    let entry = try await directory.connection.read(
                        .guid(guid.bytes), attributes: PolicyUser.attributes)
                    let user = PolicyUser(entry: try #require(entry))
                    let ours = try await search.resolve(for: user)
                    let expected: SettingsInForce.Answer =
                        user.resultantSettings.map { .settings(dn: $0) } ?? .domain
                    #expect(ours == expected, "\(name)")
                    #expect(try await search.find(for: user) == expected, "\(name)")
                    if let dn = user.resultantSettings { found[name] = String(dn.dropFirst(3).prefix { $0 != "," }) }
                }
                // What Samba says is itself as it should be.
                let tie = found.removeValue(forKey: "tie")
                #expect(tie?.hasPrefix("Tie") == true)
                #expect(
                    found == [
                        "direct": "Direct", "twice": "Better", "grouped": "Sales", "nested": "Outer",
                        "primary": "First", "mixed": "Outer", "loop": "Chain",
                        // To Active Directory these two would be of the wrong kind.
                        "universal": "Kinds", "local": "Kinds",
                    ])
            }
        }
    }

    @Test func `is read whole, with where each value comes from`() async throws {
        try await SambaDomainController.with { controller in
            let ana = try await controller.addUser("ana", ["displayName": "Ana Silva"])
            let pso = try await controller.addPasswordSettings(
                "Strict", precedence: 3, minimumLength: 20, isComplexityRequired: false,
                appliesTo: ["CN=ana,CN=Users,\(controller.baseDN)"])
            try await ActiveDirectory.connect(try controller.administratorConfiguration()) { directory in
                let own = try await directory.passwordPolicy(of: ana)
                #expect(own.subject?.displayName == "Ana Silva" && own.subject?.sAMAccountName == "ana")
                #expect(own.subject?.userPrincipalName == controller.upn("ana"))
                let policy = try #require(own.knowledge.policy)
                let origin = PolicyOrigin.settingsObject(name: "Strict", dn: pso, precedence: 3)
                #expect(
                    policy
                        == DomainPasswordPolicy(
                            origin: origin, algorithm: .samba, minimumLength: 20, requiresComplexity: false,
                            historyLength: 24, minimumAge: .seconds(86_400), lockoutThreshold: 3,
                            lockoutWindow: .seconds(1_800)))
                #expect(own.values.allSatisfy { $0.origin == origin && $0.attribute.hasPrefix("msDS-") })
                // As Samba makes an account without a password: one that needs none.
                #expect(own.warnings.count == 1 && own.warnings[0].contains("needs no password"))

                let domain = try await directory.passwordPolicy(of: nil)
                #expect(domain.subject == nil && domain.warnings.isEmpty)
                // Samba's own defaults.
                #expect(
                    domain.knowledge.policy
                        == DomainPasswordPolicy(
                            origin: .domain(dn: controller.baseDN), algorithm: .samba, minimumLength: 7,
                            requiresComplexity: true, historyLength: 24, minimumAge: .seconds(86_400),
                            maximumAge: .seconds(42 * 86_400), lockoutDuration: .seconds(1_800),
                            lockoutWindow: .seconds(1_800)))
                #expect(
                    domain.values.map { "\($0.name): \($0.text) (\($0.attribute))" } == [
                        "minimum length: 7 characters (minPwdLength)", "complexity: required (pwdProperties)",
                        "history: 24 passwords (pwdHistoryLength)", "minimum age: 1 day (minPwdAge)",
                        "maximum age: 42 days (maxPwdAge)", "reversible encryption: off (pwdProperties)",
                        "lockout: never (lockoutThreshold)", "lockout lasts: 30 minutes (lockoutDuration)",
                        "lockout counts for: 30 minutes (lockOutObservationWindow)",
                    ])
            }
        }
    }

    @Test func `is unknown to an account that may not read the settings object, and never the domain's`() async throws {
        try await Self.withPolicies { controller, guids in
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                for (name, guid) in guids {
                    let reading = try await directory.passwordPolicy(of: guid)
                    let hasSettings = !["plain", "distribution"].contains(name)
                    guard hasSettings else {
                        #expect(reading.knowledge.policy?.origin == .domain(dn: controller.baseDN), "\(name)")
                        continue
                    }
                    guard case .unknown(let reason) = reading.knowledge else {
                        Issue.record("\(name): \(reading.knowledge)")
                        continue
                    }
                    #expect(reason.contains("may not read") && reading.values.isEmpty)
                    #expect(reading.subject?.sAMAccountName == name)
                }
                let nobody = try #require(ObjectGUID(text: "00000000-0000-0000-0000-000000000001"))
                let reading = try await directory.passwordPolicy(of: nobody)
                #expect(reading.knowledge.policy == nil && reading.subject == nil)
            }
        }
    }
}
