// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import Sync

/// Notices of the real program, in front of a real domain controller.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct NotificationServerTests {
    /// An installation that sends mail into a folder.
    private static func with(
        _ controller: SambaDomainController? = nil, _ body: (Installation) async throws -> Void
    ) async throws {
        try await Installation.with(controller ?? #require(SharedController.current)) { original in
            let script = "#!/bin/sh\ncat >'\(original.folder)/mail.'$$\n"
            let program = try original.write(Array(script.utf8), to: "sendmail", mode: 0o700)
            try await body(
                original.changing([
                    "notifications.mail_to": "[ops@example.com]", "notifications.sendmail": program,
                    "service.socket": original.folder + "/control.sock",
                ]))
        }
    }

    private static func mails(_ installation: Installation) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: installation.folder).filter { $0.hasPrefix("mail.") }
            .sorted().map { try String(contentsOfFile: "\(installation.folder)/\($0)", encoding: .utf8) }
            .map(text)
    }

    /// Headers and the body as it was written.
    private static func text(_ mail: String) -> String {
        guard mail.contains("Content-Transfer-Encoding: base64"), let end = mail.range(of: "\n\n") else { return mail }
        let body = mail[end.upperBound...].filter { $0 != "\n" }
        return mail[..<end.upperBound] + String(decoding: Data(base64Encoded: body) ?? Data(), as: UTF8.self)
    }

    @Test func `a sync with new candidates sends one mail, and the second none`() async throws {
        try await Self.with { installation in
            let rehearsal = try await installation.run("sync", "--dry-run")
            #expect(try Self.mails(installation).isEmpty, "\(rehearsal.error)")
            let first = try await installation.run("sync")
            #expect(first.code == 0 && first.error.isEmpty, "\(first.error)")
            let mails = try Self.mails(installation)
            #expect(mails.count == 1)
            let mail = try #require(mails.first)
            #expect(mail.contains("new candidates to decide about") && mail.contains("ana, ana@example.com"))
            // The one with the hostile name is told of by a name that moves no cursor.
            #expect(mail.contains("eve (Eve\\u{1B}[2J"))
            try await installation.succeed("sync")
            #expect(try Self.mails(installation).count == 1)
        }
    }

    @Test func `a hold is told once and once that it is over, and a program that takes nothing breaks no sync`()
        async throws
    {
        try await Self.with { installation in
            let first = try await installation.changing(["notifications.sendmail": "/bin/false"]).run("sync")
            #expect(first.code == 0, "\(first.error)")
            #expect(first.error.contains("warning: not told by mail: 9 new candidates"), "\(first.error)")
            try await installation.succeed("approve", "ana")
            let strict = installation.changing(["safety.max_enables": "0"])
            for _ in 0..<2 { #expect(try await strict.run("sync").code == 3) }
            try await installation.succeed("sync")
            let mails = try Self.mails(installation)
            let subjects = ["new candidates", "a safety limit holds all changes", "no safety limit holds the changes"]
            for subject in subjects {
                #expect(mails.count { $0.contains("[workmail-sync local]") && $0.contains(subject) } == 1, "\(mails)")
            }
            #expect(mails.count == 3)
        }
    }

    @Test func `the command sends a test by each way and says what came of it`() async throws {
        try await ScriptedServer.with([.answer(200), .answer(403, [], "who are you")]) { server in
            try await Self.with { mailing in
                let installation = mailing.changing(["notifications.webhook_url": server.url + "hook/S3CRET"])
                let good = try await installation.run("notifications", "test", "--output", "json")
                #expect(good.code == 0, "\(good.error)")
                #expect(try good.json().texts("way") == ["mail", "webhook"])
                #expect(!good.output.contains("S3CRET"))
                #expect(try Self.mails(installation).count == 1)
                #expect(server.requests.count == 1)
                let refused = try await installation.run("notifications", "test")
                #expect(refused.code == 1 && refused.output.contains("status 403: who are you"), "\(refused.output)")
                let off = try await installation.changing([
                    "notifications.webhook_url": nil, "notifications.mail_to": nil, "notifications.sendmail": nil,
                ]).run("notifications", "test")
                #expect(off.code == 1 && off.error.contains("nobody is told of anything"), "\(off.error)")
            }
        }
    }

    @Test func `the service tells by itself, once also over a restart, and a way that hangs holds up nothing`()
        async throws
    {
        try await ScriptedServer.with([.silence]) { server in
            try await Self.with { mailing in
                let installation = mailing.changing(["notifications.webhook_url": server.url])
                for number in 1...2 {
                    // What the first one said is no sign of the second.
                    try? FileManager.default.removeItem(atPath: installation.folder + "/service.log")
                    var end = ContinuousClock.now
                    let code = try await RunningDaemon.with(installation) { daemon in
                        for _ in 0..<3000 where try Self.mails(installation).isEmpty {
                            try await Task.sleep(for: .milliseconds(20))
                        }
                        // The webhook hangs by now, and runs and requests go on.
                        for _ in 0..<3000 where server.requests.count < number {
                            try await Task.sleep(for: .milliseconds(20))
                        }
                        let asked = try await installation.run("sync", "--output", "json")
                        #expect(asked.code == 0 && asked.error.isEmpty, "\(asked.error)")
                        #expect(daemon.said.contains("asked to run by"))
                        end = .now
                    }
                    #expect(code == 0 && end.duration(to: .now) < .seconds(8), "it ends although a way hangs")
                }
                #expect(try Self.mails(installation).count == 1)
                #expect(!server.requests.isEmpty)
            }
        }
    }

    @Test func `the end of certificate and password is told and shown, and a password that never ends is not`()
        async throws
    {
        try await SambaDomainController.with { controller in
            let account = "CN=svc-workmail,CN=Users,\(controller.baseDN)"
            let change = "changetype: modify\nreplace: "
            // Ten days ([MS-ADTS] maxPwdAge: 100 ns, negative), for an account whose password may end.
            try await controller.modify(
                ldif: "dn: \(controller.baseDN)\n\(change)maxPwdAge\nmaxPwdAge: -8640000000000\n")
            try await controller.modify(ldif: "dn: \(account)\n\(change)userAccountControl\nuserAccountControl: 512\n")
            // The domain was made on some day before; 0 and -1 make the password one of today.
            for value in ["0", "-1"] {
                try await controller.modify(ldif: "dn: \(account)\n\(change)pwdLastSet\npwdLastSet: \(value)\n")
            }
            let ends = try await Self.ends(controller)
            #expect(ends.text.contains("\nworkmail_sync_certificate_expiry_timestamp_seconds 1"), "\(ends.text)")
            #expect(ends.text.contains("\nworkmail_sync_password_expiry_timestamp_seconds 1"), "\(ends.text)")
            let told = try #require(ends.mails.first { $0.contains("things expire soon") }, "\(ends.mails)")
            #expect(told.contains("password \(controller.serviceUPN) expires in 10 days"), "\(told)")
            #expect(Self.tellsOfCertificate(told), "\(told)")

            try await controller.modify(
                ldif: "dn: \(account)\n\(change)userAccountControl\nuserAccountControl: 66048\n")
            let never = try await Self.ends(controller)
            #expect(never.text.contains("\nworkmail_sync_certificate_expiry_timestamp_seconds 1"), "\(never.text)")
            #expect(!never.text.contains("password_expiry"))
            #expect(never.mails.contains(where: Self.tellsOfCertificate), "\(never.mails)")
            #expect(!never.mails.contains { $0.contains("password ") })
        }
    }

    @Test func `that nothing succeeds is told while the directory is away, and once, and that it does again`()
        async throws
    {
        try await Self.with { reachable in
            let installation = reachable.changing(["directory.url": "ldaps://127.0.0.1:9"])
            let long = Date(timeIntervalSinceNow: -7 * 3600)
            try await SyncStore(path: installation.stateFile).keep(
                RunRecord(started: long, finished: long, outcome: .done, detail: ""))
            try await RunningDaemon.with(installation) { daemon in
                try await daemon.says("told by mail: no run has succeeded for 6 hours")
            }
            #expect(try await installation.run("sync").code == 75)
            let mails = try Self.mails(installation)
            #expect(mails.count == 1 && mails[0].contains("no run has succeeded for 6 hours"), "\(mails)")

            try? FileManager.default.removeItem(atPath: installation.folder + "/service.log")
            try await RunningDaemon.with(reachable) { daemon in
                try await daemon.says("told by mail: runs succeed again")
            }
            #expect(try Self.mails(installation).count { $0.contains("no run has succeeded") } == 1)
        }
    }

    @Test func `somebody with a mailbox who leaves is told of by the service, with the days left, and once`()
        async throws
    {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            try await Self.with(controller) { mailing in
                let installation = mailing.changing(["leavers.action": "apply", "leavers.grace_days": "3"])
                try await RunningDaemon.with(installation) { daemon in
                    try await installation.succeed("approve", "ana")
                    try await daemon.says("RegisterToWorkMail")
                    try await controller.set("userAccountControl", of: "ana", to: "514")
                    try await daemon.says("told by mail: 1 leaver with a mailbox")
                    try await installation.succeed("sync")
                    // The next notice is about somebody else.
                    try await controller.addMailUser("ben")
                    try await installation.lists("ben")
                }
                let mails = try Self.mails(installation).filter { $0.contains("leaver with a mailbox") }
                let words = "ana, account switched off: 3 days left until the mailbox is disabled"
                #expect(mails.count == 1 && mails[0].contains(words), "\(mails)")
                let users = try await installation.run("users", "list", "--state", "enabled", "--output", "json")
                #expect(try users.json().texts("name") == ["ana"])
            }
        }
    }

    private static func tellsOfCertificate(_ mail: String) -> Bool {
        mail.contains("certificate 127.") && mail.contains(":636 expires in ")
    }

    /// What a service in front of it shows and tells.
    private static func ends(_ controller: SambaDomainController) async throws -> (text: String, mails: [String]) {
        var text = ""
        var mails: [String] = []
        try await with(controller) { mailing in
            let socket = mailing.folder + "/metrics.sock"
            let installation = mailing.changing(["service.metrics": socket, "notifications.expiry_days": "365"])
            try await RunningDaemon.with(installation) { daemon in
                for _ in 0..<3000 where try !Self.mails(installation).contains(where: tellsOfCertificate) {
                    try await Task.sleep(for: .milliseconds(20))
                }
                for _ in 0..<3000 where !text.contains("workmail_sync_certificate_expiry") {
                    text = try await installation.run(
                        "/usr/bin/curl", ["-s", "--unix-socket", socket, "http://x/metrics"], input: ""
                    ).output
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            mails = try Self.mails(installation)
        }
        return (text, mails)
    }
}
