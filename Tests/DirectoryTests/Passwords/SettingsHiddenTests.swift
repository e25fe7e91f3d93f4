// SPDX-License-Identifier: Apache-2.0
import Directory
import PasswordPolicy
import TestSupport
import Testing

/// What the service account says of somebody's policy when rights are taken from it: never the domain's in place of what it
/// cannot see.
@Suite(.tags(.server), .requiresSamba) struct `A password settings object that is hidden` {
    private static let resultant = "b77ea093-88d0-4780-9a98-911f8e8b1dca"
    private static let applied = "5e6cf031-bda8-43c8-aca4-8fee4127005b"

    /// Ana is in a group that has a settings object, Bob has one himself, and Eve has none.
    private static func withPeople(
        hasSettings: Bool = true, _ body: (Lab) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            var guids: [String: ObjectGUID] = [:]
            for name in ["ana", "bob", "eve"] {
                guids[name] = try await controller.addUser(name, password: "Lab-only 4711")
            }
            if hasSettings {
                let group = try await controller.addGroup("Staff", members: ["CN=ana,CN=Users,\(controller.baseDN)"])
                try await controller.addPasswordSettings(
                    "Strict", precedence: 3, minimumLength: 20,
                    appliesTo: [group, "CN=bob,CN=Users,\(controller.baseDN)"])
            }
            try await body(Lab(controller: controller, guids: guids))
        }
    }

    private static let everybody = ["ana", "bob", "eve"]

    @Test(arguments: [true, false])
    func `is unknown where neither it nor what it comes to may be read`(hasSettings: Bool) async throws {
        try await Self.withPeople(hasSettings: hasSettings) { lab in
            for name in Self.everybody {
                try await lab.deny("OD;;RP;\(Self.resultant);", at: "CN=\(name),CN=Users")
                try await lab.deny("OD;;RP;\(Self.applied);", at: "CN=\(name),CN=Users")
            }
            try await lab.deny("D;;LCRPLO;;", at: "CN=Password Settings Container,CN=System")
            for name in Self.everybody {
                let reason = try await lab.reason(name)
                #expect(reason?.contains("needs the right to read its msDS-ResultantPSO") == true, "\(name)")
            }
        }
    }

    @Test func `is unknown where all that can be seen of it is its name`() async throws {
        try await Self.withPeople { lab in
            for name in Self.everybody {
                try await lab.deny("OD;;RP;\(Self.resultant);", at: "CN=\(name),CN=Users")
                try await lab.deny("OD;;RP;\(Self.applied);", at: "CN=\(name),CN=Users")
                let reason = try await lab.reason(name)
                #expect(reason?.contains("CN=Strict,CN=Password Settings") == true, "\(name)")
            }
        }
    }

    @Test func `is unknown where the container is hidden`() async throws {
        try await Self.withPeople { lab in
            try await lab.deny("D;;LC;;", at: "CN=System")
            for name in ["ana", "bob"] {
                let reason = try await lab.reason(name)
                #expect(reason?.contains("Strict") == true, "\(name)")
            }
            let reason = try await lab.reason("eve")
            #expect(reason?.contains("needs the right to list the contents of CN=System") == true)
        }
    }

    @Test(arguments: [true, false])
    func `leaves the domain's policy to everybody else`(hasSettings: Bool) async throws {
        try await Self.withPeople(hasSettings: hasSettings) { lab in
            for name in hasSettings ? ["eve"] : Self.everybody {
                let reason = try await lab.reason(name)
                #expect(reason == nil, "\(name)")
            }
        }
    }

    /// Somebody whose access list may not be read either: the right cannot be proven.
    @Test func `is unknown where it is not known what may be read`() async throws {
        try await Self.withPeople(hasSettings: false) { lab in
            try await lab.deny("D;;RC;;", at: "CN=eve,CN=Users")
            let reason = try await lab.reason("eve")
            #expect(reason?.contains("msDS-ResultantPSO") == true)
        }
    }
}

private struct Lab {
    let controller: SambaDomainController
    let guids: [String: ObjectGUID]

    /// Takes a right from the service account: an entry as in SDDL, without the account.
    func deny(_ entry: String, at name: String) async throws {
        try await controller.addAccess(entry, for: "svc-workmail", at: "\(name),\(controller.baseDN)")
    }

    /// Why somebody's policy is unknown; `nil` when it is the domain's.
    func reason(_ name: String) async throws -> String? {
        let guid = try #require(guids[name])
        let reading = try await ActiveDirectory.connect(try controller.configuration()) {
            try await $0.passwordPolicy(of: guid)
        }
        if case .unknown(let reason) = reading.knowledge {
            #expect(reading.values.isEmpty)
            return reason
        }
        #expect(reading.knowledge.policy?.origin == .domain(dn: controller.baseDN))
        return nil
    }
}
