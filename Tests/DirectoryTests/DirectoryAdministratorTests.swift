// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

/// What an administrator changes in a real domain, and what the domain refuses.
@Suite(.tags(.server), .requiresSamba) struct `An administrator of the directory` {
    private typealias Failure = DelegatedChangeFailure

    /// A person in an OU, whom `body` may change as the domain's administrator.
    private static func withAna(
        _ attributes: [String: String],
        _ body: (SambaDomainController, DirectoryAdministrator, DelegatedChange) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            try await controller.addOU("Staff")
            let unit = "OU=Staff,\(controller.baseDN)"
            let guid = try await controller.addUser("ana", in: unit, attributes)
            let change = DelegatedChange(guid: guid, dn: "CN=ana,\(unit)", changes: [])
            try await DirectoryAdministrator.connect(
                try controller.configuration(), as: try controller.administrator()
            ) { administrator in
                try await body(controller, administrator, change)
            }
        }
    }

    private static func apply(
        _ changes: [(String, old: String?, new: String?)], to person: DelegatedChange,
        as administrator: DirectoryAdministrator
    ) async throws -> ObservedAttributes {
        var change = person
        change.changes = changes.map { AttributeChange(attribute: $0, old: $1, new: $2) }
        return try await administrator.apply(change)
    }

    /// The attributes as they are.
    private static func values(
        _ attributes: [String], of guid: ObjectGUID, _ administrator: DirectoryAdministrator
    ) async throws -> [String?] {
        let entry = try await administrator.connection.read(.guid(guid.bytes), attributes: attributes)
        return attributes.map { entry?.string($0) }
    }

    @Test func `changes, adds and deletes, several at once, and letter case alone`() async throws {
        try await Self.withAna(["title": "Head", "l": "Berlin"]) { _, administrator, ana in
            var observed = try await Self.apply(
                [("title", "Head", "Head of R&D"), ("department", nil, "R&D"), ("l", "Berlin", nil)], to: ana,
                as: administrator)
            #expect(observed.values == ["title": "Head of R&D", "department": "R&D"])
            #expect(observed.dn == ana.dn && observed.guid == ana.guid)
            observed = try await Self.apply([("title", "Head of R&D", "HEAD of r&d")], to: ana, as: administrator)
            #expect(observed.values == ["title": "HEAD of r&d"])
            // Composed to decomposed: other bytes for the same letter.
            observed = try await Self.apply([("l", nil, "M\u{fc}nchen")], to: ana, as: administrator)
            observed = try await Self.apply([("l", "M\u{fc}nchen", "Mu\u{308}nchen")], to: ana, as: administrator)
            #expect(observed.values["l"].map { Array($0.utf8) } == Array("Mu\u{308}nchen".utf8))
            // Nothing to do is done, if it is true.
            observed = try await Self.apply([("department", "R&D", "R&D")], to: ana, as: administrator)
            #expect(observed.values == ["department": "R&D"])
            observed = try await Self.apply([("pager", nil, nil)], to: ana, as: administrator)
            #expect(observed.values.isEmpty)
        }
    }

    @Test func `does not overwrite what somebody else changed, not even its letter case`() async throws {
        try await Self.withAna(["title": "Boss"]) { _, administrator, ana in
            for (old, actual) in [("Head", "Boss"), (nil, "Boss"), ("boss", "Boss")] as [(String?, String)] {
                await #expect(
                    throws: Failure.changedMeanwhile([
                        AttributeConflict(attribute: "title", expected: old, actual: actual)
                    ])
                ) {
                    try await Self.apply(
                        [("department", nil, "R&D"), ("title", old, "Chief")], to: ana, as: administrator)
                }
            }
            await #expect(
                throws: Failure.changedMeanwhile([
                    AttributeConflict(attribute: "department", expected: "R&D", actual: nil)
                ])
            ) { try await Self.apply([("department", "R&D", "IT")], to: ana, as: administrator) }
            try await #expect(Self.values(["title", "department"], of: ana.guid, administrator) == ["Boss", nil])
        }
    }

    @Test func `is refused by the server itself when the change comes between reading and writing`() async throws {
        try await Self.withAna(["title": "Boss"]) { _, administrator, ana in
            let table: [(old: String?, new: String?)] = [("Head", "Chief"), (nil, "Chief"), ("Head", nil)]
            for (old, new) in table {
                let write = GuardedWrite(
                    connection: administrator.connection, target: .guid(ana.guid.bytes), guid: ana.guid,
                    changes: [
                        AttributeChange(attribute: "department", old: nil, new: "R&D"),
                        AttributeChange(attribute: "title", old: old, new: new),
                    ], hasAssertion: false)
                // As if `title` had been `old` when it was read.
                await #expect(
                    throws: Failure.changedMeanwhile([
                        AttributeConflict(attribute: "title", expected: old, actual: "Boss")
                    ])
                ) { try await write.write(write.modifications) }
            }
            try await #expect(Self.values(["title", "department"], of: ana.guid, administrator) == ["Boss", nil])
        }
    }

    @Test func `follows an object that moves, and finds one that is deleted gone`() async throws {
        try await Self.withAna(["title": "Head"]) { controller, administrator, ana in
            try await controller.modify(
                ldif: "dn: \(ana.dn)\nchangetype: modrdn\nnewrdn: CN=Ana Silva\ndeleteoldrdn: 1\n"
                    + "newsuperior: CN=Users,\(controller.baseDN)\n")
            let observed = try await Self.apply([("title", "Head", "Boss")], to: ana, as: administrator)
            #expect(observed.dn == "CN=Ana Silva,CN=Users,\(controller.baseDN)")
            try await controller.modify(ldif: "dn: \(observed.dn)\nchangetype: delete\n")
            await #expect(throws: Failure.gone) {
                try await Self.apply([("title", "Boss", "Head")], to: ana, as: administrator)
            }
            // The same between reading and writing.
            let write = GuardedWrite(
                connection: administrator.connection, target: .guid(ana.guid.bytes), guid: ana.guid,
                changes: [AttributeChange(attribute: "title", old: "Boss", new: "Head")], hasAssertion: false)
            await #expect(throws: Failure.gone) { try await write.write(write.modifications) }
        }
    }

    @Test func `is told what the directory does not take`() async throws {
        try await Self.withAna(["title": "Head", "otherTelephone": "1"]) { controller, administrator, ana in
            func failure(_ attribute: String, _ old: String?, _ new: String?) async -> Failure? {
                await #expect(throws: Failure.self) {
                    try await Self.apply([(attribute, old, new)], to: ana, as: administrator)
                }
            }
            for (attribute, old, new, code) in [
                ("title", "Head", String(repeating: "x", count: 129), 21), ("title", "Head", "", 21),
                ("nonesuch", nil, "x", 16),
            ] as [(String, String?, String?, Int32)] {
                guard case .refused(code, let words) = await failure(attribute, old, new) else {
                    Issue.record("\(attribute)")
                    continue
                }
                #expect(words.contains(attribute))
                let trouble = DirectoryTrouble(Failure.refused(code: code, serverWords: words))
                #expect(
                    trouble?.cause.contains(words) == true && trouble?.remedy.contains("nothing was changed") == true)
            }
            try await controller.modify(
                ldif: "dn: \(ana.dn)\nchangetype: modify\nadd: otherTelephone\notherTelephone: 2\n")
            let several = await failure("otherTelephone", "1", "3")
            #expect(several == .unsuitable(attribute: "otherTelephone", problem: "has 2 values"))
            let binary = await failure("objectGUID", nil, "3")
            #expect(binary == .unsuitable(attribute: "objectGUID", problem: "is not text"))
            try await #expect(Self.values(["title"], of: ana.guid, administrator) == ["Head"])
        }
    }
}
