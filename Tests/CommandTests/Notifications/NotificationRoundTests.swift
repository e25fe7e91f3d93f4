// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Sync
@testable import workmail_sync

/// Telling with a real state database and a real program that takes mail.
@Suite struct NotificationRoundTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test
    func `new candidates are one mail, the first twenty by name, and neither a restart nor a second look repeats it`()
        async throws
    {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.keepingMail()
            try await fixture.mirror(1...25) { "p" + String(format: "%02d", $0) }
            let outcome = try await fixture.tell(by: mail, at: now)
            #expect(outcome.told.map(\.summary) == ["25 new candidates to decide about"] && outcome.failure == nil)
            let text = try #require(fixture.mails.first)
            #expect(fixture.mails.count == 1)
            #expect(fixture.text("arguments") == "-t -oi\n")
            #expect(text.contains("To: ops@example.com\n") && text.contains("p01, p1@example.com\n"))
            #expect(text.contains("p20, p20@example.com\nand 5 more\n") && !text.contains("p21"))
            for days in [0.0, 2, 40] {
                let later = try await fixture.reopened().tell(by: mail, at: now.addingTimeInterval(days * 86_400))
                #expect(later.told.isEmpty)
            }
            #expect(fixture.mails.count == 1)
        }
    }

    @Test func `who comes later waits for the next digest, and is alone in it`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.keepingMail()
            try await fixture.mirror(1...3)
            #expect(try await fixture.tell(by: mail, at: now).told.count == 1)
            try await fixture.mirror(1...4)
            #expect(try await fixture.tell(by: mail, at: now.addingTimeInterval(3600)).told.isEmpty)
            let next = try await fixture.tell(by: mail, at: now.addingTimeInterval(25 * 3600))
            #expect(next.told.first?.details.first == "person4, p4@example.com")
        }
    }

    @Test func `a mail that was not taken is told the next time, with whoever came meanwhile`() async throws {
        try await NoticeFixture.with { fixture in
            let broken = try fixture.mailProgram("exit 75")
            try await fixture.mirror(1...2)
            let outcome = try await fixture.tell(by: broken, at: now)
            #expect(outcome.failure?.reason.description.hasSuffix("ended with 75: it asks to try again later") == true)
            #expect(outcome.told.isEmpty)
            try await fixture.mirror(1...3)
            let mail = try fixture.keepingMail()
            let again = try await fixture.reopened().tell(by: mail, at: now.addingTimeInterval(60))
            #expect(again.told.first?.summary == "3 new candidates to decide about")
        }
    }

    @Test func `whoever was decided about meanwhile is in no digest, and somebody who is gone is forgotten`()
        async throws
    {
        try await NoticeFixture.with { fixture in
            try await fixture.mirror(1...2)
            let mail = try fixture.keepingMail()
            #expect(try await fixture.store.offerCandidates(by: "mail", names: 20).count == 2)
            let bob = try #require(try await fixture.store.undecided().last)
            let no = Decision(verdict: .rejected, email: nil, by: "root", at: now, isSettled: true)
            try await fixture.store.record([(bob, no)])
            #expect(try await fixture.tell(by: mail, at: now).told.first?.summary == "1 new candidate to decide about")
        }
    }

    @Test func `what begins is told with the rest, and what fails keeps what comes after it`() async throws {
        try await NoticeFixture.with { fixture in
            try await fixture.mirror(1...1)
            try await fixture.store.keep(
                RunRecord(started: now, finished: now, outcome: .stopped, detail: "12 people are missing"))
            // Takes the first and no more.
            let picky = try fixture.mailProgram(#"mkdir "$DIR/once" || exit 69; "# + NoticeFixture.keep)
            let first = try await fixture.tell(by: picky, at: now)
            #expect(first.told.map(\.kind) == [.hold] && first.failure?.notice.kind == .candidates)
            try FileManager.default.removeItem(atPath: fixture.folder + "/once")
            let second = try await fixture.reopened().tell(by: picky, at: now)
            #expect(second.told.map(\.kind) == [.candidates] && second.failure == nil)
            try await fixture.store.keep(RunRecord(started: now, finished: now, outcome: .done, detail: ""))
            try FileManager.default.removeItem(atPath: fixture.folder + "/once")
            #expect(try await fixture.tell(by: picky, at: now).told.map(\.kind) == [.holdOver])
        }
    }

    @Test func `each way remembers for itself`() async throws {
        try await NoticeFixture.with { fixture in
            try await fixture.mirror(1...1)
            let mail = try fixture.keepingMail()
            struct Other: NotificationWay {
                let name = "other"
                let destination = ""
                func deliver(_ letter: Letter) async throws {}
            }
            #expect(try await fixture.tell(by: Other(), at: now).told.count == 1)
            #expect(try await fixture.tell(by: mail, at: now).told.count == 1)
            #expect(try await fixture.tell(by: Other(), at: now).told.isEmpty)
        }
    }

    @Test func `a failed run says why nothing succeeds, and runs of the future count for nothing`() async throws {
        try await NoticeFixture.with { fixture in
            let mail = try fixture.keepingMail()
            func run(_ hours: Double, _ outcome: RunRecord.Outcome) -> RunRecord {
                let moment = now.addingTimeInterval(hours * 3600)
                return RunRecord(
                    started: moment, finished: moment, outcome: outcome, detail: "dc1: no route\r\nBcc: x@y")
            }
            for record in [run(-20, .done), run(-7, .waiting), run(1000, .done), run(-0.1, .failed)] {
                try await fixture.store.keep(record)
            }
            #expect(try await fixture.tell(by: mail, at: now).told.map(\.kind) == [.silence])
            let text = try #require(fixture.mails.first)
            #expect(text.contains(#"failed: dc1: no route\r\nBcc: x@y"#) && !text.contains("\nBcc"))
        }
    }

    @Test func `what was found is told although the next run forgot it`() async throws {
        try await NoticeFixture.with { fixture in
            try await fixture.mirror(1...1)
            let person = try #require(try await fixture.store.undecided().first)
            let guid = person.guid
            let no = Decision(verdict: .rejected, email: nil, by: "root", at: now, isSettled: true)
            try await fixture.store.record([(person, no)])
            let broken = try fixture.mailProgram("exit 1")
            let leaver = NotificationFacts.Leaver(
                guid: guid, name: "person1", cause: .disabled, since: now, disables: now)
            #expect(try await fixture.tell(by: broken, at: now) { $0.leavers = [leaver] }.failure != nil)
            let mail = try fixture.keepingMail()
            let told = try await fixture.reopened().tell(by: mail, at: now).told
            #expect(told.first?.details.first?.hasPrefix("person1: is none any more") == true)
            #expect(try await fixture.tell(by: mail, at: now).told.isEmpty)
        }
    }
}
