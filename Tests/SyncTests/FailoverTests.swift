// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import LDAP
import Testing
import WorkMail

@testable import Sync
@testable import TestSupport

/// One of two domain controllers dies or lags. Leavers are disabled without asking, so whatever is believed wrongly shows.
@Suite(.tags(.server), .requiresSamba) struct `Of two domain controllers` {
    private static func rehearsal(
        _ first: SambaDomainController, _ second: SambaDomainController, urls: [String], in folder: String? = nil
    ) async throws -> SyncRehearsal {
        let folder = folder ?? first.directory + "/state-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var parts = try SyncRehearsal.parts(
            in: folder, first, scope: ScopeDefinition(),
            rules: PlanningRules(directoryKind: .simpleAD, leaverAction: .apply))
        parts.limits.maxDisablesPercent = 100
        parts.limits.maxMissingPercent = 100
        parts.directory.source = .urls(try urls.map { try LDAPURL(parsing: $0) })
        parts.directory.connection.timeouts.operationSeconds = 10
        return SyncRehearsal(folder: folder, controller: first, parts: parts)
    }

    private static func enableTwo(_ rehearsal: SyncRehearsal) async throws {
        try await rehearsal.sync()
        try await rehearsal.approve("ana", "ben")
        try await rehearsal.sync()
        #expect(try await rehearsal.mailboxes().count == 2)
    }

    private static func addTwo(_ first: SambaDomainController) async throws {
        for name in ["ana", "ben"] {
            try await first.addUser(name, password: "Lab-only 4711", ["mail": "\(name)@example.com"])
        }
    }

    private static func bind(_ connection: LDAPConnection, _ first: SambaDomainController) async throws {
        let password = Array(try Data(contentsOf: URL(filePath: first.servicePasswordFile)))
        try await connection.bind(as: first.serviceUPN, password: Secret(password))
    }

    /// How many bytes the server has sent at the end of an undisturbed handshake, and at the end of the bind after it.
    private static func bytes(
        of first: SambaDomainController, _ proxy: FaultProxy
    ) async throws -> (handshake: Int, bind: Int) {
        let start = proxy.bytesFromServer
        let settings = try first.configuration(through: proxy).connection
        return try await LDAPConnection.withConnection(settings) { connection in
            let handshake = proxy.bytesFromServer - start
            try await bind(connection, first)
            return (handshake, proxy.bytesFromServer - start)
        }
    }

    /// The answer to a bind is a record of TLS of at least 36 bytes, and a signature makes a handshake a few bytes longer or
    /// shorter: so many of them miss that it breaks off within that answer.
    private static func expectBind(
        _ first: SambaDomainController, _ proxy: FaultProxy, brokenAfter count: Int
    ) async throws {
        proxy.fault = .cut(afterServerBytes: count)
        let error = await #expect(throws: LDAPError.self) {
            let settings = try first.configuration(through: proxy).connection
            try await LDAPConnection.withConnection(settings) { try await bind($0, first) }
        }
        #expect(error?.operation == .bind && error?.code == .serverDown, "\(String(describing: error))")
    }

    /// Two with the same people, the first one behind a proxy, and two mailboxes.
    private static func withBothInStep(
        _ body: (SambaDomainController, SambaDomainController, FaultProxy, SyncRehearsal) async throws -> Void
    ) async throws {
        try await SambaDomainController.withTwo(people: .bulk(600)) { first, second in
            try await addTwo(first)
            try await second.replicate(from: first)
            try await FaultProxy.with(to: first.address) { proxy in
                let rehearsal = try await rehearsal(
                    first, second, urls: ["ldaps://127.0.0.1:\(proxy.port)", second.url])
                try await enableTwo(rehearsal)
                try await body(first, second, proxy, rehearsal)
            }
        }
    }

    @Test func `one that breaks off anywhere costs nobody anything, and the run ends on the other`() async throws {
        try await Self.withBothInStep { first, _, proxy, prepared in
            var rehearsal = prepared
            rehearsal.parts.tracking.readsEverybody = true
            let start = proxy.bytesFromServer
            let full = try await rehearsal.sync()
            #expect(full.observation?.server.dnsHostName == "dc1.corp.example.com")
            let whole = proxy.bytesFromServer - start

            // Before and in the handshake, in the bind, in the pages; and one that is silent from the middle on.
            let (handshake, bind) = try await Self.bytes(of: first, proxy)
            var faults = [0, handshake / 2].map { FaultProxy.Fault.cut(afterServerBytes: $0) }
            try await Self.expectBind(first, proxy, brokenAfter: bind - 12)
            faults += [.cut(afterServerBytes: bind - 12)]
            #expect(whole / 4 > bind)
            faults += [1, 2, 3].map { .cut(afterServerBytes: whole * $0 / 4) }
            faults += [.stall(afterServerBytes: whole / 2), .refuse]
            for fault in faults {
                rehearsal.parts.directory.memory = ControllerMemory()
                proxy.fault = fault
                let report = try await rehearsal.sync()
                #expect(report.observation?.server.dnsHostName == "dc2.corp.example.com", "\(fault)")
                #expect(report.observation?.gone == 0 && report.plan == Plan(), "\(fault)")
                #expect(try await rehearsal.mailboxes().count == 2, "\(fault)")
            }
        }
    }

    @Test func `one that breaks off in the middle of changes costs nobody anything, and the other is read whole`()
        async throws
    {
        try await Self.withBothInStep { first, second, proxy, prepared in
            let urls = ["ldaps://127.0.0.1:\(proxy.port)", second.url]
            let people = try await prepared.store.read { db in
                try String.fetchAll(db, sql: "SELECT dn FROM person WHERE dn LIKE 'CN=%,OU=%' ORDER BY dn")
            }
            try #require(people.count >= 600)
            let changes = people.map { "dn: \($0)\nchangetype: modify\nreplace: title\ntitle: Head of something\n" }
            try await first.modify(ldif: changes.joined(separator: "\n"))
            try await second.replicate(from: first)

            func copy() async throws -> SyncRehearsal {
                let copy = try await Self.rehearsal(first, second, urls: urls)
                for name in ["state.db", "organization.db"] {
                    for file in [name, name + "-wal", name + "-shm"] {
                        let (from, to) = (prepared.folder + "/" + file, copy.folder + "/" + file)
                        guard FileManager.default.fileExists(atPath: from) else { continue }
                        try? FileManager.default.removeItem(atPath: to)
                        try FileManager.default.copyItem(atPath: from, toPath: to)
                    }
                }
                return try await Self.rehearsal(first, second, urls: urls, in: copy.folder)
            }
            let start = proxy.bytesFromServer
            let undisturbed = try await copy().sync().observation
            #expect(
                undisturbed?.extent == .changes(people.count, by: .dirSync), "\(String(describing: undisturbed))")
            let whole = proxy.bytesFromServer - start
            #expect(whole > 100_000)

            for part in 1...9 {
                let rehearsal = try await copy()
                proxy.fault = .cut(afterServerBytes: whole * part / 10)
                let report = try await rehearsal.sync()
                guard case .complete(.otherController, _) = report.observation?.extent else {
                    Issue.record("\(part): \(String(describing: report.observation))")
                    continue
                }
                #expect(report.observation?.server.dnsHostName == "dc2.corp.example.com")
                #expect(report.observation?.gone == 0 && report.plan == Plan(), "\(part)")
                #expect(try await rehearsal.mailboxes().count == 2)
                let titles = try await rehearsal.store.read { db in
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM person WHERE job_title = 'Head of something'")
                }
                #expect(titles == people.count, "\(part)")
            }
        }
    }

    @Test func `one that is killed while everybody is read is replaced by the other, which is read whole`()
        async throws
    {
        try await Self.withBothInStep { first, _, proxy, prepared in
            var prepared = prepared
            prepared.parts.tracking.readsEverybody = true
            let start = proxy.bytesFromServer
            try await prepared.sync()
            let whole = proxy.bytesFromServer - start

            let rehearsal = prepared
            let gate = proxy.gate(afterServerBytes: proxy.bytesFromServer + whole / 2)
            defer { gate.open() }
            async let running = rehearsal.sync()
            try await gate.reached()
            // All of its processes. What it sent before is still to come.
            try await first.kill()
            gate.open()
            let report = try await running
            let passed = proxy.bytesFromServer - start - whole
            #expect((whole / 2..<whole).contains(passed), "it died in the middle: \(passed) of \(whole) bytes")
            let observation = try #require(report.observation)
            #expect(observation.server.dnsHostName == "dc2.corp.example.com")
            #expect(observation.choice?.contains("was tried first") == true, "\(observation)")
            #expect(observation.gone == 0 && observation.usersRead > 600 && report.plan == Plan())
            #expect(try await rehearsal.mailboxes().count == 2)
        }
    }

    @Test func `one that dies between two runs is replaced, and one that lags undoes nothing`() async throws {
        try await SambaDomainController.withTwo { first, second in
            try await Self.addTwo(first)
            try await second.replicate(from: first)
            let rehearsal = try await Self.rehearsal(first, second, urls: [first.url, second.url])
            try await Self.enableTwo(rehearsal)

            // Ben leaves, and Cem comes; only the first one knows.
            try await rehearsal.set("userAccountControl", of: "ben", to: "514")
            try await first.addUser("cem", password: "Lab-only 4711", ["mail": "cem@example.com"])
            try await rehearsal.sync()
            #expect(try await rehearsal.mailboxes().keys.sorted() == ["ana"])
            try await first.kill()

            let failure = await #expect(throws: ControllerFailure.self) { try await rehearsal.sync() }
            let trouble = try #require(failure.flatMap { DirectoryTrouble($0) })
            #expect(trouble.isTransient && trouble.cause.contains("has not yet got all"), "\(trouble)")
            #expect(trouble.cause.contains(first.url) && trouble.cause.contains(second.url), "\(trouble)")
            #expect(try await rehearsal.mailboxes().keys.sorted() == ["ana"])
            #expect(try await rehearsal.person("cem").presence == .present)

            // It gets what it lacks, with one change more, and the first one is gone for good.
            try await first.start()
            try await rehearsal.set("mail", of: "cem", to: "cem.new@example.com")
            try await second.replicate(from: first)
            try await first.kill()
            let report = try await rehearsal.sync()
            #expect(report.observation?.server.dnsHostName == "dc2.corp.example.com")
            #expect(report.observation?.gone == 0)
            #expect(try await rehearsal.mailboxes().keys.sorted() == ["ana"])
            #expect(try await rehearsal.person("cem").user.mail == "cem.new@example.com")
            let next = try await rehearsal.sync()
            #expect(next.plan == Plan() && next.observation?.rowsWritten == 0)
        }
    }

    @Test func `that the other is lost for good is said once, by reading everybody`() async throws {
        try await SambaDomainController.withTwo { first, second in
            try await Self.addTwo(first)
            try await second.replicate(from: first)
            var rehearsal = try await Self.rehearsal(first, second, urls: [first.url, second.url])
            try await Self.enableTwo(rehearsal)
            try await first.addUser("cem", password: "Lab-only 4711", ["mail": "cem@example.com"])
            try await rehearsal.sync()
            try await first.kill()
            await #expect(throws: ControllerFailure.self) { try await rehearsal.sync() }

            rehearsal.parts.tracking.readsEverybody = true
            let full = try await rehearsal.sync()
            #expect(full.observation?.server.dnsHostName == "dc2.corp.example.com" && full.observation?.gone == 1)
            rehearsal.parts.tracking.readsEverybody = false
            let next = try await rehearsal.sync()
            #expect(next.observation?.server.dnsHostName == "dc2.corp.example.com")
            #expect(next.observation?.rowsWritten == 0 && next.plan == Plan())
            #expect(try await rehearsal.mailboxes().count == 2)
            // The first one is back after all, without what the second one has got since.
            try await second.addUser("dia", password: "Lab-only 4711", ["mail": "dia@example.com"])
            try await rehearsal.sync()
            try await second.kill()
            try await first.start()
            await #expect(throws: ControllerFailure.self) { try await rehearsal.sync() }
        }
    }
}
