// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import workmail_sync

@Suite struct ConfigurationNotificationsTests {
    private static func text(_ lines: String) -> String {
        soundConfiguration + "\nnotifications:\n" + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    @Test func `nobody is told of anything unless somebody wants it`() throws {
        let settings = try LoadedConfiguration(text: soundConfiguration, file: "f").settings.notifications
        #expect(!settings.isOn && settings.ways.isEmpty)
        #expect(settings.thresholds == NoticeThresholds(digestHours: 24, silentHours: 6, expiryDays: 21))
    }

    @Test func `every key is read`() throws {
        let settings = try LoadedConfiguration(
            text: Self.text(
                """
                mail_to: [ops@example.com, Boss.Person+x@mail.example.org]
                mail_from: sync@example.com
                sendmail: /usr/bin/msmtp
                webhook_url: https://chat.example.com:8443/hooks/a?b=c
                webhook_token_credential: hook
                webhook_ca_file: /ca.pem
                digest_hours: 1
                silent_hours: 2
                expiry_days: 3
                """), file: "f"
        ).settings.notifications
        #expect(
            settings.mail
                == .init(
                    recipients: ["ops@example.com", "Boss.Person+x@mail.example.org"], sender: "sync@example.com",
                    program: "/usr/bin/msmtp"))
        #expect(
            settings.webhook
                == .init(
                    url: "https://chat.example.com:8443/hooks/a?b=c", token: .credential("hook"), caFile: "/ca.pem"))
        #expect(settings.thresholds == NoticeThresholds(digestHours: 1, silentHours: 2, expiryDays: 3))
        #expect(settings.ways.map(\.name) == ["mail", "webhook"])
    }

    @Test(
        "what cannot be meant is refused with its line",
        arguments: [
            ("mail_to: ops@example.com", "f:9: notifications.mail_to: expected a list of mail addresses"),
            ("mail_to: [ops]", "f:9: notifications.mail_to[0]: “ops” is no mail address"),
            ("mail_to: [\"a@b.example, c@d.example\"]", "is no mail address"),
            ("mail_to: [\"Ana <a@b.example>\"]", "is no mail address"), ("mail_to: [\"a@b@c.example\"]", "is no mail"),
            ("mail_to: [\"a@b.example\\nBcc: c@d.example\"]", "contains the control character U+A"),
            ("mail_to: [\"ö@b.example\"]", "is no mail address"), ("mail_to: [\".a@b.example\"]", "is no mail address"),
            ("mail_to: [a@b.example, a@b.example]", "“a@b.example” is there twice"),
            ("mail_to: [a@b.example]\nmail_from: nobody", "f:10: notifications.mail_from: “nobody” is no mail address"),
            ("mail_to: [a@b.example]\nsendmail: sendmail", "is not an absolute path"),
            ("webhook_url: ftp://a.example/x", "is no URL such as"),
            ("webhook_url: http://a.example/x", "would send names in clear text to a.example"),
            ("webhook_url: https://me:pw@a.example/x", "holds a user name"),
            ("webhook_url: https://a.example/x#y", "has a part after #"),
            (
                "webhook_url: https://a.example/x\nwebhook_token_file: /t\nwebhook_token_credential: t",
                "f:11: notifications.webhook_token_credential: only one of webhook_token_file and"
            ),
            (
                "webhook_url: http://127.0.0.1:1/x\nwebhook_ca_file: /ca",
                "f:10: notifications.webhook_ca_file: contradicts webhook_url"
            ),
            ("mail_to: [a@b.example]\ndigest_hours: 0", "f:10: notifications.digest_hours: 0 is out of range"),
            ("mail_to: [a@b.example]\nsilent_hours: 169", "169 is out of range"),
            ("mail_to: [a@b.example]\nexpiry_days: 1", "1 is out of range"),
            ("mailto: [a@b.example]", "f:9: notifications.mailto: is not a key; did you mean mail_to?"),
        ] as [(String, String)])
    func refused(lines: String, expected: String) {
        let told = problems(Self.text(lines))
        #expect(told.count == 1 && told.first?.contains(expected) == true, "\(told)")
        #expect(told.allSatisfy { !$0.contains("pw") })
    }

    @Test func `hours of silence that the service needs between two runs are refused`() {
        let text = soundConfiguration + "\nservice:\n  interval_seconds: 14400\nnotifications:\n"
        #expect(problems(text + "  mail_to: [a@b.example]\n  silent_hours: 8\n").isEmpty)
        let told = problems(text + "  mail_to: [a@b.example]\n  silent_hours: 7\n")
        #expect(told.first?.hasPrefix("f:12: notifications.silent_hours: notifications.silent_hours is 7") == true)
        #expect(problems(text + "  mail_to: [a@b.example]\n").first?.hasPrefix("f:9: service.interval_seconds") == true)
    }

    @Test(
        "what says nothing by itself is a warning",
        arguments: [
            ("mail_from: a@b.example", 1), ("sendmail: /usr/bin/msmtp", 1), ("webhook_token_file: /t", 1),
            ("webhook_ca_file: /ca", 1), ("expiry_days: 5\nsilent_hours: 9\ndigest_hours: 9", 3),
            ("mail_to: [a@b.example]\nmail_from: a@b.example\ndigest_hours: 9", 0),
        ] as [(String, Int)])
    func warned(lines: String, count: Int) throws {
        let warnings = try LoadedConfiguration(text: Self.text(lines), file: "f").warnings
        #expect(warnings.count == count, "\(warnings)")
    }

    @Test func `of a webhook only the host is shown, by config show and by what a reload logs`() throws {
        let old = try LoadedConfiguration(text: Self.text("webhook_url: https://a.example/T0P/S3CRET"), file: "f")
        let new = try LoadedConfiguration(text: Self.text("webhook_url: https://a.example:8443/N3W"), file: "f")
        let shown = EffectiveSetting(.webhookURL, old.values[.webhookURL])
        #expect(shown.shown == "https://a.example/…")
        #expect(try !JSONDocument.text(shown).contains("S3CRET"))
        let difference = ConfigurationDifference(from: old.values, to: new.values)
        #expect(
            difference.lines == ["notifications.webhook_url: https://a.example/… → https://a.example:8443/…"])
        #expect(WebhookDelivery(try #require(old.settings.notifications.webhook)).destination == "a.example")
    }
}
