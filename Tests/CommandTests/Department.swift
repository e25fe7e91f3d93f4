// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// An OU in the suite's domain with people of one test's own: two to be changed, somebody who may change them, and somebody
/// who may not.
struct Department: Sendable {
    static let password = "Lab-only 4711 ß"

    let controller: SambaDomainController
    let unit: String
    /// Their user names.
    let person: String
    let other: String
    /// May write title, display name and telephone of whoever is in the OU. UPNs.
    let helpdesk: String
    let plain: String

    var dn: String { "CN=\(person),\(unit)" }
    var helpdeskAccount: String { String(helpdesk.prefix { $0 != "@" }) }

    /// In front of an organization behind AD Connector that has just seen them.
    static func with(_ body: (Department, Installation) async throws -> Void) async throws {
        let controller = try #require(SharedController.current)
        let tag = UUID().uuidString.prefix(6).lowercased()
        try await controller.addOU("Dept-\(tag)")
        let unit = "OU=Dept-\(tag),\(controller.baseDN)"
        for name in ["help", "plain"] { try await controller.addUser("\(name)-\(tag)", password: password) }
        for name in ["ana", "bob"] {
            try await controller.addUser(
                "\(name)-\(tag)", in: unit,
                ["title": "Clerk", "displayName": name, "mail": "\(name)-\(tag)@example.com"])
        }
        try await controller.grantWrite(
            of: ["title", "displayName", "telephoneNumber"], below: unit, to: "help-\(tag)")
        let department = Department(
            controller: controller, unit: unit, person: "ana-\(tag)", other: "bob-\(tag)",
            helpdesk: controller.upn("help-\(tag)"), plain: controller.upn("plain-\(tag)"))
        try await Installation.with { installation in
            let installation = installation.changing(["directory.kind": "ad-connector"])
            try await installation.succeed("sync")
            try await body(department, installation)
        }
    }

    /// What the directory has, as its administrator reads it.
    func value(of attribute: String, other isOther: Bool = false) async throws -> String? {
        try await controller.value(of: attribute, at: isOther ? "CN=\(other),\(unit)" : dn)
    }

    func title() async throws -> String? { try await value(of: "title") }
}

extension Installation {
    /// Runs the program with a password waiting at file descriptor 3, which no file holds.
    func run(_ arguments: [String], password: String) async throws -> Outcome {
        let quoted = arguments.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
        return try await run(
            "/bin/sh", ["-c", "exec 3<&0 </dev/null; exec \"$0\" \(quoted)", Self.program], input: password)
    }
}
