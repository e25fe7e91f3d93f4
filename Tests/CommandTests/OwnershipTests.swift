// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import TestSupport
import Testing

@testable import workmail_sync

/// Who may change what: every directory type, every command that edits.
@Suite(.tags(.server), .requiresSamba, .serialized, .sharedController) struct `Ownership at the command line` {
    /// A directory type, and what the table in `WORKMAIL.md` comes to there, written out: a wrong table in the program
    /// would agree with itself.
    struct Kind: CustomTestStringConvertible {
        var testDescription: String
        var keys: [String: String?]
        var facts: OwnershipFacts
        /// Whether `users set` of text comes to a change of the directory, shown and not made.
        var delegates = true
        /// Who owns what is refused.
        var refused: [String: Owner]
    }

    static let lifecycle = ["users create", "users delete", "groups create", "groups delete"]
    static let mailbox = [
        "quota set", "devices block", "devices unblock", "devices wipe", "devices remove", "permissions grant",
        "permissions revoke", "permissions revoke-all",
    ]
    static let addresses = [
        "email add", "email remove", "email set-primary", "users enable --email", "approve --email",
    ]

    static func owned(_ owner: Owner, _ names: [String]...) -> [String: Owner] {
        Dictionary(uniqueKeysWithValues: names.joined().map { ($0, owner) })
    }

    static let kinds = [
        Kind(
            testDescription: "workmail", keys: ["directory.kind": "workmail"],
            facts: OwnershipFacts(directoryKind: .workmail), delegates: false, refused: [:]),
        Kind(
            testDescription: "simple-ad", keys: ["directory.kind": "simple-ad"],
            facts: OwnershipFacts(directoryKind: .simpleAD),
            refused: owned(.directory, lifecycle, ["users set --hidden"])),
        Kind(
            testDescription: "managed-ad", keys: ["directory.kind": "managed-ad"],
            facts: OwnershipFacts(directoryKind: .managedAD),
            refused: owned(.directory, lifecycle, ["users set --hidden"])
        ),
        Kind(
            testDescription: "ad-connector", keys: ["directory.kind": "ad-connector"],
            facts: OwnershipFacts(directoryKind: .adConnector),
            refused: owned(.directory, lifecycle, ["users set --hidden"], mailbox)),
        Kind(
            testDescription: "ad-connector, mailbox settings here",
            keys: ["directory.kind": "ad-connector", "ad_connector.mailbox_settings": "workmail"],
            facts: OwnershipFacts(directoryKind: .adConnector, connectorMailboxSettings: .workmail),
            refused: owned(.directory, lifecycle, ["users set --hidden"])),
        Kind(
            testDescription: "ad-connector with interoperability",
            keys: ["directory.kind": "ad-connector", "organization.interoperability": "true"],
            facts: OwnershipFacts(directoryKind: .adConnector, isInteroperable: true), delegates: false,
            refused: owned(
                .exchange, lifecycle, addresses, EditingCommand.personalOptions.map { "users set \($0.option[0])" }
            )
            .merging(owned(.directory, mailbox)) { a, _ in a }),
    ]

    static let commands =
        EditingCommand.editing("ana", grantee: "bob") + [
            EditingCommand(
                ["users", "enable", "dan", "--email", "daniel@example.com"], .primaryEmail, name: "users enable --email"
            ),
            EditingCommand(["approve", "eve", "--email", "eva@example.com"], .primaryEmail, name: "approve --email"),
            EditingCommand(["users", "create", "walker", "--no-password"], .creation),
            EditingCommand(["users", "delete", "walker", "--yes"], .deletion),
            EditingCommand(["groups", "create", "Walkers"], .groups),
            EditingCommand(["groups", "delete", "Walkers", "--yes"], .groups),
        ]

    @Test("says of every command who owns what it edits, and asks nobody where that is not us", arguments: kinds)
    func walk(_ kind: Kind) async throws {
        let controller = try #require(SharedController.current)
        try await Self.withPeople(kind) { installation in
            try await FaultProxy.with(to: controller.address) { proxy in
                let installation = installation.changing(["directory.url": "ldaps://127.0.0.1:\(proxy.port)"])
                for command in Self.commands {
                    // What only an allowed deletion needs.
                    if command.name == "users delete", kind.refused.isEmpty {
                        try await installation.succeed("users", "disable", "walker")
                    }
                    let connections = proxy.connections
                    let before = try installation.databases()
                    let outcome = try await installation.run(command.words + ["--output", "json"])
                    let isPersonal = AccountField.personalData.contains { command.fields == [$0] }
                    if let owner = kind.refused[command.name] {
                        try Self.expectRefusal(outcome, command, owner: owner, kind, installation)
                    } else if isPersonal, kind.delegates {
                        try Self.expectDelegation(outcome, command)
                    } else {
                        #expect(outcome.code == 0, "\(command): \(outcome.error)")
                        continue
                    }
                    #expect(proxy.connections == connections, "\(command) opened a connection")
                    #expect(try installation.databases() == before, "\(command) wrote something")
                }
            }
        }
    }

    /// The table in the program is the one that is written out above.
    @Test("is in the program's table as it is written here", arguments: kinds)
    func table(_ kind: Kind) async throws {
        let table = OwnershipTable(kind.facts)
        for command in Self.commands {
            let owner = table.firstRefused(command.fields)?.owner
            let expected = kind.refused[command.name]
            let isDelegated = kind.delegates && command.fields.allSatisfy { table[$0].isDelegable }
            #expect(owner == (isDelegated ? .directory : expected), "\(command)")
        }
        try await Installation.with { installation in
            let shown = try await installation.changing(kind.keys).run("ownership", "--output", "json").json()
            for field in AccountField.allCases {
                let entry = shown.first("field", field.rawValue)
                #expect(entry?["owner"]?.text == table[field].owner.rawValue, "\(field)")
                #expect(entry?["delegable"] == .bool(table[field].isDelegable))
            }
        }
    }

    private static func expectRefusal(
        _ outcome: Outcome, _ command: EditingCommand, owner: Owner, _ kind: Kind, _ installation: Installation
    ) throws {
        #expect(outcome.code == 1, "\(command): \(outcome.output)")
        #expect(outcome.error.contains("the owner is \(owner.words). "), "\(command): \(outcome.error)")
        let ownership = try #require(OwnershipTable(kind.facts).firstRefused(command.fields))
        let reason = ownership.reason
        let origin = installation.line(of: reason.key).map { "line \($0)" } ?? "default"
        #expect(
            outcome.error.contains("\(reason.key): \(reason.value) (\(origin)): \(reason.explanation)"),
            "\(command): \(outcome.error)")
        let isAction = [.creation, .deletion, .groups].contains(ownership.field)
        #expect(outcome.error.contains("Nothing was asked or changed\n"), "\(command): \(outcome.error)")
        #expect(outcome.error.contains("\nwhat to do: \(isAction ? "do" : "change") it "), "\(outcome.error)")
        let place = owner == .exchange ? "Exchange admin center" : "directory"
        #expect(outcome.error.contains(place), "\(outcome.error)")

        let document = try outcome.json()
        #expect(document["owner"]?.text == owner.rawValue && document["field"]?.text == ownership.field.rawValue)
        #expect(document["key"]?.text == reason.key && document["value"]?.text == reason.value)
        #expect(document["origin"]?.text == origin && document["explanation"]?.text == reason.explanation)
        #expect(document["whatToDo"]?.text?.contains(place) == true, "\(command): \(outcome.output)")
    }

    private static func expectDelegation(_ outcome: Outcome, _ command: EditingCommand) throws {
        #expect(outcome.code == 1, "\(command): \(outcome.error)")
        let document = try #require(try outcome.json().items.first)
        #expect(document["owner"]?.text == "directory" && document["isDone"] == .bool(false))
        #expect(document["dn"]?.text == "CN=ana,CN=Users,DC=corp,DC=example,DC=com")
        #expect(document["attributes"]?.items.count == 1)
        let change = document["attributes"]?.items.first
        #expect(change?["field"]?.text == command.fields.first?.rawValue)
        #expect(change?["attribute"]?.text == command.fields.first?.directoryAttributes.first)
        #expect(change?["wanted"]?.text == command.words.last)
        let ldif = "add: \(change?["attribute"]?.text ?? "")\n"
        #expect(document["ldif"]?.text?.contains(ldif) == true, "\(outcome.output)")
    }

    /// Ana and bob have mailboxes, ana a device; dan and eve wait for a decision.
    private static func withPeople(_ kind: Kind, _ body: (Installation) async throws -> Void) async throws {
        func prepared(_ installation: Installation) async throws {
            try await installation.succeed("devices", "rehearse", "ana", "Phone1")
            try await body(installation)
        }
        guard kind.facts.directoryKind == .workmail else {
            return try await Installation.withPeople { try await prepared($0.changing(kind.keys)) }
        }
        // An organization is of one kind for good.
        try await Installation.with { installation in
            let installation = installation.changing(kind.keys)
            for words in [["sync"], ["approve", "ana", "bob"], ["sync"]] {
                try await installation.succeed(words)
            }
            try await prepared(installation)
        }
    }
}
