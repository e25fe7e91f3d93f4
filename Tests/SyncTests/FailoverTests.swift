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
        parts.directory.connection.timeouts.operationSeconds = 3
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

    @Test func `one that breaks off anywhere costs nobody anything, and the run ends on the other`() async throws {
        try await SambaDomainController.withTwo(people: .bulk(600)) { first, second in
            try await Self.addTwo(first)
            try await second.replicate(from: first)
            try await FaultProxy.with(to: first.address) { proxy in
                var rehearsal = try await Self.rehearsal(
                    first, second, urls: ["ldaps://127.0.0.1:\(proxy.port)", second.url])
                try await Self.enableTwo(rehearsal)
                rehearsal.parts.tracking.readsEverybody = true
                let start = proxy.bytesFromServer
                let full = try await rehearsal.sync()
                #expect(full.observation?.server.dnsHostName == "dc1.corp.example.com")
                let whole = proxy.bytesFromServer - start

                // In the handshake, at the bind, in the pages; and one that is silent from the middle on.
                var faults = [0, 500, 2_000, 3_500].map { FaultProxy.Fault.cut(afterServerBytes: $0) }
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
    }

    @Test func `one that breaks off in the middle of changes costs nobody anything, and the other is read whole`()
        async throws
    {
        try await SambaDomainController.withTwo(people: .bulk(600)) { first, second in
            try await Self.addTwo(first)
            try await second.replicate(from: first)
            try await FaultProxy.with(to: first.address) { proxy in
                let urls = ["ldaps://127.0.0.1:\(proxy.port)", second.url]
                let prepared = try await Self.rehearsal(first, second, urls: urls)
                try await Self.enableTwo(prepared)
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
    }

    @Test func `one that is killed during the changes is replaced, and one that lags undoes nothing`() async throws {
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
