// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Testing

@testable import workmail_sync

/// Mail through real programs with sendmail's interface: good ones, and all kinds of others.
@Suite struct MailProgramTests {
    private func letter(_ details: [String] = ["one"]) -> Letter {
        Letter(notice: Notice(.test, "a test", details), organization: "local", at: Date())
    }

    @Test func `the message arrives whole on standard input, and the program gets -t -oi and nothing of our keys`()
        async throws
    {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram(NoticeFixture.keep + #"; env >"$DIR/environment""#)
            let lines = (0..<5000).map { "line \($0) \(String(repeating: "x", count: 60))" } + ["."]
            try await mail.deliver(letter(lines))
            let text = try #require(fixture.mails.first)
            #expect(text.contains("\nline 4999 ") && text.contains("\n.\n"))
            #expect(text.hasSuffix("workmail-sync on \(MailMessage.hostName)\n"))
            #expect(fixture.text("arguments") == "-t -oi\n")
            let environment = try #require(fixture.text("environment"))
            let names = environment.split(separator: "\n").compactMap { $0.split(separator: "=").first }
            #expect(Set(names).isSubset(of: ["HOME", "USER", "LOGNAME", "PATH", "TMPDIR", "TZ", "PWD", "_", "OLDPWD"]))
        }
    }

    @Test(
        "a program that does not take it says why",
        arguments: [
            ("cat >/dev/null; exit 75", "ended with 75: it asks to try again later"),
            ("exit 1", "ended with 1"), ("cat >/dev/null; exit 77", "ended with 77: it may not"),
            ("kill -9 $$", "was ended by signal"), ("exit 78", "ended with 78: it is not configured"),
        ] as [(String, String)])
    func refuses(script: String, words: String) async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram(script)
            let failure = await #expect(throws: DeliveryFailure.self) { try await mail.deliver(letter()) }
            #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
        }
    }

    @Test func `a program that is not there is a failure and no crash`() async throws {
        let mail = MailProgram(.init(recipients: ["a@example.com"], program: "/nonexistent/sendmail"))
        let failure = await #expect(throws: DeliveryFailure.self) { try await mail.deliver(letter()) }
        #expect(failure?.description == "/nonexistent/sendmail ended with 127: there is no such program")
    }

    @Test func `one that ends without reading a large message is no trouble`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram("exit 69")
            let lines = (0..<5000).map { "line \($0) \(String(repeating: "x", count: 60))" }
            await #expect(throws: DeliveryFailure.self) { try await mail.deliver(letter(lines)) }
        }
    }

    @Test func `one that hangs is ended after its time, with what it started`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram(#"sleep 600 & echo $! >"$DIR/child"; sleep 600"#, seconds: 0.5)
            let start = ContinuousClock.now
            let failure = await #expect(throws: DeliveryFailure.self) { try await mail.deliver(letter()) }
            #expect(failure?.description.contains("did not end within") == true)
            #expect(start.duration(to: .now) < .seconds(20))
            let number = try #require(fixture.text("child"))
            let child = try #require(Int32(number.trimmingCharacters(in: .newlines)))
            for _ in 0..<100 where kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(kill(child, 0) != 0 || isZombie(child), "what it started is gone")
        }
    }

    @Test func `one that does not even obey SIGTERM is ended as well`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram("trap '' TERM; while :; do sleep 1; done", seconds: 0.5)
            let start = ContinuousClock.now
            await #expect(throws: DeliveryFailure.self) { try await mail.deliver(letter()) }
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }

    @Test func `one that goes on behind its back has taken the message`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram(#"cat >/dev/null; sleep 600 & echo $! >"$DIR/child"; exit 0"#)
            let start = ContinuousClock.now
            try await mail.deliver(letter())
            #expect(start.duration(to: .now) < .seconds(60))
            if let child = fixture.text("child").flatMap({ Int32($0.trimmingCharacters(in: .newlines)) }) {
                kill(child, SIGKILL)
            }
        }
    }

    @Test func `whoever is cancelled while it hangs comes back`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.mailProgram(#"touch "$DIR/begun"; sleep 600"#)
            let task = Task { try await mail.deliver(letter()) }
            for _ in 0..<500 where fixture.text("begun") == nil { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    private func isZombie(_ process: Int32) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
    }
}
