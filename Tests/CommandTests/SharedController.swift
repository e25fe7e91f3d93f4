// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// One domain controller for all tests of a suite, with the same few people in it, whom no test changes, and an installation
/// of which each test gets a copy.
struct SharedController: SuiteTrait, TestScoping {
    @TaskLocal static var current: SambaDomainController?
    @TaskLocal static var prepared: Prepared?

    /// An installation with something to lose, and what its facts are.
    struct Prepared: Sendable {
        var folder: String
        var facts: [JSONValue]
    }

    private let certificate: SambaDomainController.Certificate

    init(certificate: SambaDomainController.Certificate = .valid) { self.certificate = certificate }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await SambaDomainController.with(certificate: certificate) { controller in
            // Nobody can be added or read behind a broken certificate.
            guard certificate == .valid else {
                return try await Self.$current.withValue(controller) { try await function() }
            }
            try await controller.addTheUsualPeople()
            try await Installation.with(controller) { installation in
                let prepared = Prepared(folder: installation.folder, facts: try await installation.prepare())
                try await Self.$current.withValue(controller) {
                    try await Self.$prepared.withValue(prepared) { try await function() }
                }
            }
        }
    }
}

extension Trait where Self == SharedController {
    static var sharedController: Self { SharedController() }
    static func sharedController(certificate: SambaDomainController.Certificate) -> Self {
        SharedController(certificate: certificate)
    }
}

extension SambaDomainController {
    /// A display name that would clear the screen, set the window's title, add a line, go backwards and switch to bold,
    /// if a terminal ever got it raw.
    static let hostileName = "Eve\u{1B}[2J\u{1B}]0;owned\u{7}\nroot \u{202E}gpj.\u{9B}1m\u{7F}\u{200B}"

    func addTheUsualPeople() async throws {
        for name in ["ana", "bob", "cem", "dan"] { try await add(name, mail: "\(name)@example.com") }
        try await add("eve", mail: "eve@example.com", ["displayName": Self.hostileName])
        try await add("off", mail: "off@example.com", ["userAccountControl": "546"])
        try await add("old", mail: "old@example.com", ["accountExpires": "130000000000000000"])
        try await add("tom", mail: "o'tom@example.com")
        // Two people whom one text means.
        for name in ["one", "two"] { try await add(name, mail: "pair@example.com") }
        let group = "dn: CN=Sales Team,CN=Users,\(baseDN)\nchangetype: add\nobjectClass: group\n"
        try await modify(ldif: group + "sAMAccountName: Sales Team\n")
    }

    /// Adds a person to `CN=Users`.
    func add(_ name: String, mail: String, _ attributes: [String: String] = [:]) async throws {
        try await modify(ldif: ldif(adding: name, mail: mail, attributes))
    }

    func ldif(adding name: String, mail: String, _ attributes: [String: String] = [:]) -> String {
        var all = [
            "sAMAccountName": name, "userPrincipalName": "\(name)@corp.example.com", "userAccountControl": "544",
            "mail": mail,
        ]
        all.merge(attributes) { $1 }
        let lines = all.map { "\($0):: \(Data($1.utf8).base64EncodedString())\n" }.joined()
        return "dn: CN=\(name),CN=Users,\(baseDN)\nchangetype: add\nobjectClass: user\n\(lines)"
    }

    func delete(_ name: String) async throws {
        try await modify(ldif: "dn: CN=\(name),CN=Users,\(baseDN)\nchangetype: delete\n")
    }
}
