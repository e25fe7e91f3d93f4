// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct Modifications {
    private static let person = "cn=person 0,ou=people,dc=example,dc=org"
    private static let target = SearchBase.text(person)

    private static func values(_ attribute: String, _ connection: LDAPConnection) async throws -> [[UInt8]] {
        try await connection.read(target, attributes: [attribute])?.values(attribute) ?? []
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A signal is not there at once, and whatever comes before it is answered.
    private static func untilItIsFrozen() async throws { try await Task.sleep(for: .milliseconds(50)) }

    @Test func `add, delete and replace values, and delete an attribute`() async throws {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin { connection in
                let dn = SearchBase.dn(try DN(parsing: Self.person.uppercased()))
                try await connection.modify(
                    dn, [Modification(.add, "title", [Self.text("Head"), Self.text("Zoë 👩‍👩‍👧")])])
                try await connection.modify(dn, [Modification(.delete, "TITLE", [Self.text("Head")])])
                try await #expect(Self.values("title", connection) == [Self.text("Zoë 👩‍👩‍👧")])
                try await connection.modify(
                    dn,
                    [
                        Modification(.replace, "title", [Self.text("head")]), Modification(.delete, "mail", []),
                        Modification(.replace, "employeeType", []),
                    ])
                try await #expect(Self.values("title", connection) == [Self.text("head")])
                try await #expect(Self.values("mail", connection).isEmpty)
            }
        }
    }

    @Test(arguments: [[0, 0x61, 0, 0xFF, 0x0A], [], Array(repeating: 0xC3, count: 70_000)] as [[UInt8]])
    func `carry any bytes`(value: [UInt8]) async throws {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin { connection in
                // An octet string, so no syntax is in the way.
                try await connection.modify(Self.target, [Modification(.replace, "userPassword", [value])])
                try await #expect(Self.values("userPassword", connection) == [value])
            }
        }
    }

    @Test func `are done all or none`() async throws {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin { connection in
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.modify(
                        Self.target,
                        [
                            Modification(.replace, "sn", [Self.text("other")]),
                            Modification(.delete, "title", [Self.text("Head")]),
                        ])
                }
                #expect(error?.code == .noSuchAttribute && error?.operation == .modify)
                #expect(error?.leavesOutcomeUnknown == false)
                try await #expect(Self.values("sn", connection) == [Self.text("0")])
                let nobody = await #expect(throws: LDAPError.self) {
                    try await connection.modify(
                        .text("cn=nobody,dc=example,dc=org"), [Modification(.replace, "sn", [[0x61]])])
                }
                #expect(nobody?.code == .noSuchObject)
            }
        }
    }

    @Test(
        arguments: [
            (.rootDSE, [Modification(.replace, "sn", [])]), (.text(""), [Modification(.replace, "sn", [])]),
            (.text("cn=a\u{0},dc=b"), [Modification(.replace, "sn", [])]), (target, []),
            (target, [Modification(.replace, "", [])]), (target, [Modification(.replace, "s n", [])]),
            (target, [Modification(.replace, "sn\u{0}", [])]), (target, [Modification(.add, "sn", [])]),
        ] as [(SearchBase, [Modification])])
    func `that would not mean what they say are refused here`(target: SearchBase, modifications: [Modification])
        async throws
    {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin { connection in
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.modify(target, modifications)
                }
                #expect(error?.code == .paramError && error?.operation == .modify)
            }
        }
    }

    @Test func `without an answer have an outcome that nobody knows, and it is said`() async throws {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin(timeouts: .init(operationSeconds: 2)) { connection in
                let isInTime = try await isBelow(.seconds(4)) {
                    server.freeze()
                    defer { server.thaw() }
                    try await Self.untilItIsFrozen()
                    let (duration, error) = await timeToThrow {
                        try await connection.modify(Self.target, [Modification(.replace, "sn", [[0x61]])])
                    }
                    let failure = try #require(error as? LDAPError)
                    #expect(failure.code == .timeout && failure.operation == .modify && failure.leavesOutcomeUnknown)
                    #expect(failure.description.contains("not known"))
                    return duration
                }
                #expect(isInTime)
                // The server had the request all the same, and an abandoned one may well be done.
                _ = try await connection.rootDSE(attributes: ["namingContexts"])
                try await #expect([[[0x61]], [[0x30]]].contains(Self.values("sn", connection)))
            }
        }
    }

    @Test func `end soon after cancellation`() async throws {
        try await Slapd.with(people: 1) { server in
            try await server.withAdmin { connection in
                let isSoon = try await isBelow(.seconds(3)) {
                    server.freeze()
                    defer { server.thaw() }
                    try await Self.untilItIsFrozen()
                    let task = Task {
                        try await connection.modify(Self.target, [Modification(.replace, "sn", [[0x61]])])
                    }
                    try await Task.sleep(for: .milliseconds(200))
                    let start = ContinuousClock.now
                    task.cancel()
                    await #expect(throws: CancellationError.self) { try await task.value }
                    return start.duration(to: .now)
                }
                #expect(isSoon)
            }
        }
    }
}
