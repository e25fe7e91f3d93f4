// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

@Suite struct `Which domain controller is asked` {
    private let start = ContinuousClock.now
    private let three = ["a", "b", "c"].enumerated().map {
        ControllerCandidate(
            url: LDAPURL(scheme: .ldaps, host: $0.element), namedBy: "directory.urls", rank: $0.offset)
    }

    private func hosts(_ health: ControllerHealth, continuing: Bool = false, after seconds: Double = 0) -> String {
        health.order(three, continuing: continuing, at: start + .seconds(seconds)).map(\.url.host).joined()
    }

    private func fail(_ health: inout ControllerHealth, _ index: Int, after seconds: Double = 0) {
        health.failed(three[index].url, because: "down", at: start + .seconds(seconds), jitter: 1)
    }

    @Test func `it is the preferred one, and one that rests comes last but is never left out`() {
        var health = ControllerHealth()
        #expect(hosts(health) == "abc")
        fail(&health, 0)
        #expect(hosts(health) == "bca" && hosts(health, after: 5) == "abc")
        fail(&health, 1)
        fail(&health, 2)
        fail(&health, 2, after: 1)
        #expect(hosts(health, after: 1) == "abc")
    }

    @Test func `each failure in a row makes the rest longer`() {
        var health = ControllerHealth()
        for (count, rest) in [5.0, 15, 60, 300, 900, 900].enumerated() {
            fail(&health, 0)
            #expect(hosts(health, after: rest - 0.1).hasSuffix("a"), "\(count)")
            #expect(hosts(health, after: rest) == "abc", "\(count)")
        }
        // That it lets us in again is no proof: it may fail at what it is asked for then, each time anew.
        health.chose(three[0].url, at: start)
        fail(&health, 0)
        #expect(hosts(health, after: 899).hasSuffix("a") && hosts(health, after: 900) == "abc")
        health.wasWell(three[0].url)
        fail(&health, 0)
        #expect(hosts(health, after: 5) == "abc")
    }

    @Test func `one that rested and is used all the same is the one that a run stays with`() {
        var health = ControllerHealth()
        for index in three.indices { fail(&health, index) }
        health.chose(three[1].url, at: start)
        #expect(hosts(health, continuing: true).hasPrefix("b"))
    }

    @Test func `the site that was learned is that of its domain`() {
        var health = ControllerHealth()
        health.learned(site: "Dublin", in: "corp.example.com")
        #expect(health.site(in: "CORP.example.com") == "Dublin" && health.site(in: "other.example.com") == nil)
    }

    @Test func `within a run it stays; between runs it is the preferred one again when that has been well for a while`()
    {
        var health = ControllerHealth()
        fail(&health, 0)
        health.chose(three[1].url, at: start)
        #expect(hosts(health, continuing: true, after: 4000) == "bac")
        #expect(hosts(health, after: 299) == "bac")
        #expect(hosts(health, after: 300) == "abc")
    }

    @Test func `nobody is left for one that only chance put before it`() {
        var health = ControllerHealth()
        health.chose(three[1].url, at: start)
        let equals = three.map { ControllerCandidate(url: $0.url, namedBy: "SRV", rank: 0) }
        #expect(health.order(equals, continuing: false, at: start).map(\.url.host) == ["b", "a", "c"])
    }

    @Test func `the rest has a part of chance`() {
        var health = ControllerHealth()
        health.failed(three[0].url, because: "", at: start, jitter: 1.5)
        #expect(hosts(health, after: 7.4) == "bca" && hosts(health, after: 7.5) == "abc")
    }
}
