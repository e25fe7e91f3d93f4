// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import LDAP
import Logging
import Sync
import Synchronization
import Testing

@testable import workmail_sync

/// The small parts of the service, each by itself.
struct DaemonPartsTests {
    @Test func `pauses after failures grow, up to the longest, and are never the same for all`() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        var generator = SystemRandomNumberGenerator()
        for whole in [1.0, 2, 4, 8, 16, 32, 60, 60] {
            let pause = backoff.next(using: &generator) / .seconds(1)
            #expect(pause >= whole / 2 && pause <= whole)
        }
        backoff.succeeded()
        #expect(backoff.next(using: &generator) <= .seconds(1))
    }

    @Test func `the watchdog hears of progress, not too often, and of nothing else`() {
        let start = ContinuousClock.now
        let moment = Mutex(start)
        let signs = Mutex(0)
        let watchdog = Watchdog(limit: .seconds(80), now: { moment.withLock { $0 } }) { signs.withLock { $0 += 1 } }
        moment.withLock { $0 = start + .seconds(1000) }
        #expect(signs.withLock { $0 } == 0)
        for _ in 0..<5 { watchdog.progressed() }
        #expect(signs.withLock { $0 } == 1)
        moment.withLock { $0 += .seconds(10) }
        watchdog.progressed()
        #expect(signs.withLock { $0 } == 2)
    }

    @Test(
        arguments: [
            // The defaults, and what the unit says.
            (5, 60, 360, nil),
            (5, 30, 180, nil), (120, 60, nil, nil), (40, 24, 180, nil),
            (60, 24, 180, "directory.connect_timeout_seconds lets one step take 180 s"),
            (5, 32, 180, "directory.operation_timeout_seconds lets one step take 160 s"),
            (5, 31, 180, nil), (5, 120, 180, "WatchdogSec= at least 686"), (5, 120, 686, nil),
        ] as [(Int, Int, Int?, String?)])
    func `a step that may take longer than the watchdog waits is objected to`(
        connect: Int, operation: Int, limit: Int?, words: String?
    ) throws {
        let text = """
            directory: {kind: simple-ad, url: "ldaps://dc1.example.com", bind_name: a@example.com, password_file: /p,
              connect_timeout_seconds: \(connect), operation_timeout_seconds: \(operation)}
            organization: {domains: [example.com]}
            """
        let directory = try LoadedConfiguration(text: text, file: "a").settings.directory
        let objection = SlowestStep(directory).objection(to: limit.map { .seconds($0) })
        #expect((objection == nil) == (words == nil), "\(String(describing: objection))")
        #expect(words.map { objection?.contains($0) == true } ?? true, "\(String(describing: objection))")
    }

    @Test func `whom the directory refuses is not tried again soon, so that nobody is locked out`() {
        func error(_ code: LDAPResultCode, _ operation: LDAPError.Operation) -> LDAPError {
            LDAPError(code: code, operation: operation, server: LDAPURL(scheme: .ldaps, host: "dc1"))
        }
        let refusals = [error(.invalidCredentials, .bind), error(.localError, .ticket)]
        var generator = SystemRandomNumberGenerator()
        for refusal in refusals {
            var pauses = ReconnectPause()
            for longest in [600.0, 1_200, 2_400, 3_600, 3_600] {
                let pause = pauses.next(after: refusal, using: &generator) / .seconds(1)
                #expect(pause >= longest / 2 && pause <= longest)
            }
            #expect(pauses.next(after: error(.serverDown, .connect), using: &generator) <= .seconds(1))
            pauses.succeeded()
            #expect(pauses.next(after: refusal, using: &generator) <= .seconds(600))
        }
    }

    @Test func `each domain controller that is tried is progress of the service`() async throws {
        let folder = NSTemporaryDirectory() + "workmail-sync-daemon-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("secret".utf8).write(to: URL(filePath: folder + "/password"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/password")
        let text = """
            directory: {kind: simple-ad, url: "ldaps://dc1.example.com", bind_name: a@example.com,
              password_file: \(folder)/password, operation_timeout_seconds: 600}
            organization: {domains: [example.com], file: \(folder)/organization.db}
            state: {file: \(folder)/state.db}
            """
        let lines = Mutex<[[UInt8]]>([])
        var handler = DaemonLog(.text)
        handler.write = { bytes in lines.withLock { $0.append(bytes) } }
        let template = handler
        let configuration = try LoadedConfiguration(text: text, file: folder + "/a.yaml")
        let daemon = SyncDaemon(
            options: try ConfigurationOptions.parse([]), configuration: configuration, bell: Bell(),
            manager: ServiceManager(environment: ["WATCHDOG_USEC": "180000000"]), record: DaemonRecord(),
            log: Logger(label: "test") { _ in template }, notifications: NotificationDesk())
        let signs = Mutex(0)
        let watchdog = Watchdog(limit: .seconds(180)) { signs.withLock { $0 += 1 } }
        let parts = try DaemonLoop.assemble(configuration, daemon, watchdog).1
        #expect(signs.withLock { $0 } == 0)
        parts.directory.progress()
        #expect(signs.withLock { $0 } == 1)
        // The listener has a task of its own, whose progress is none of the loop's.
        var own = parts.directory
        own.progress = { signs.withLock { $0 += 1 } }
        own.only(own.connection.url).progress()
        #expect(signs.withLock { $0 } == 1)
        let said = lines.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) }
        #expect(said.contains { $0.contains("WatchdogSec=") }, "\(said)")
    }

    @Test func `the journal gets fields, also of several lines`() {
        let entry = JournalEntry(level: .warning, text: "two\nlines", fields: ["MESSAGE_ID": "ab", "error.code": "7"])
        var expected = Array("PRIORITY=4\nSYSLOG_IDENTIFIER=workmail-sync\nMESSAGE\n".utf8)
        expected += [9, 0, 0, 0, 0, 0, 0, 0]
        expected += Array("two\nlines\nMESSAGE_ID=ab\nERROR_CODE=7\n".utf8)
        #expect(entry.bytes == expected)
    }

    @Test func `whoever wanted a run is named in the journal, all of them and each once`() {
        let ana = Peer(user: 4_000_000_001, group: 1, process: 11)
        let ben = Peer(user: 4_000_000_002, group: 1, process: 12)
        #expect(Peer.actor(for: []) == SyncRun.actor)
        #expect(Peer.actor(for: [ana]) == "\(SyncRun.actor), for uid 4000000001 (uid 4000000001, pid 11)")
        let both = Peer.actor(for: [ana, ben, ana])
        #expect(both.hasSuffix("(uid 4000000001, pid 11) and uid 4000000002 (uid 4000000002, pid 12)"))
    }

    @Test func `no two kinds of message have one id`() {
        let ids = DaemonMessage.allCases.map(\.rawValue)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.count == 32 })
    }

    @Test func `a line of the log as JSON is one document`() throws {
        let lines = Mutex<[[UInt8]]>([])
        var handler = DaemonLog(.json)
        handler.write = { bytes in lines.withLock { $0.append(bytes) } }
        handler.now = { Date(timeIntervalSince1970: 0) }
        let template = handler
        Logger(label: "test") { _ in template }.say(.ran, .info, "“done”", ["WORKMAIL_SERVER": "dc1"])
        let line = try #require(lines.withLock { $0.first })
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"fields":{"MESSAGE_ID":"e8b66dcfa89e41a2989a637b524576fc","WORKMAIL_SERVER":"dc1"},"#
                + #""level":"info","message":"“done”","time":"1970-01-01T00:00:00Z"}"# + "\n")
    }

    @Test(
        "metrics are served on this machine only",
        arguments: [
            ("127.0.0.1:9464", true), ("127.0.0.9:1", true), ("[::1]:9464", true), ("/run/w/metrics.sock", true),
            ("0.0.0.0:9464", false), ("192.0.2.1:80", false), ("localhost:80", false), ("127.0.0.1", false),
            ("127.0.0.1:0", false), ("127.0.0:80", false),
        ] as [(String, Bool)])
    func listens(text: String, isTaken: Bool) {
        #expect(((try? ListenAddress(text)) != nil) == isTaken)
    }

    @Test func `metrics have a help and a type for each, and name nobody`() {
        var content = DaemonRecord.Content()
        content.lastRun = Date(timeIntervalSince1970: 1_800_000_000)
        content.safetyStop = "too many"
        let moment = Date(timeIntervalSince1970: 1_800_000_000)
        content.deadlines = Deadlines(
            certificateEnds: moment, passwordEnds: moment, credentialsEnd: moment,
            mailboxes: [6, 8, -1].map { days in
                Deadlines.Mailbox(
                    id: "S-1", user: "ana", disabledSince: moment,
                    deletedOn: moment.addingTimeInterval(days * 86_400))
            })
        let text = MetricsText(content, at: moment).text
        #expect(text.contains("workmail_sync_certificate_expiry_timestamp_seconds 1800000000\n"))
        #expect(text.contains("workmail_sync_mailboxes_ending 2\n") && !text.contains("ana"))
        #expect(text.contains("workmail_sync_held 1\n"))
        #expect(text.contains("workmail_sync_last_success_timestamp_seconds 1800000000\n"))
        let lines = text.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("# TYPE") } == lines.count { !$0.hasPrefix("#") })
        #expect(lines.count { $0.hasPrefix("# HELP") } == lines.count { !$0.hasPrefix("#") })
    }

    @Test func `the difference of two configurations is said key by key`() throws {
        let text = """
            directory: {kind: simple-ad, url: "ldaps://dc1.example.com", bind_name: a@example.com, password_file: /p}
            organization: {domains: [example.com]}
            """
        let old = try LoadedConfiguration(text: text, file: "a")
        let new = try LoadedConfiguration(
            text: text + "\nleavers: {grace_days: 7}\nstate: {file: /var/lib/other.db}\n", file: "a")
        let difference = ConfigurationDifference(from: old.values, to: new.values)
        #expect(
            difference.lines == [
                "leavers.grace_days: 0 → 7", "state.file: /var/lib/workmail-sync/state.db → /var/lib/other.db",
            ])
        #expect(difference.needingRestart == ["state.file"])
        #expect(ConfigurationDifference(from: old.values, to: old.values).lines.isEmpty)
    }

    @Test func `a bell that was rung before does not let anybody sleep`() async {
        let bell = Bell()
        bell.ring(.reload)
        await bell.sleep(for: .seconds(3600)) { try? await Task.sleep(for: $0) }
        #expect(bell.take().count == 1)
        #expect(bell.take().isEmpty)
    }
}
