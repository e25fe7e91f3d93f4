// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Sync
@testable import workmail_sync

/// Twelve hours of a company, of its directory and of the service, in a minute and a half. `LIFE_SEED` chooses the life,
/// `LIFE_HOURS` makes it longer. `make life` lives as many as one likes, of seeds that chance chooses.
@Suite(.tags(.server), .requiresSamba) struct LifeTests {
    /// - Returns: `nil` where it is not set; what is set has to be a number.
    private static func number(_ name: String) throws -> UInt64? {
        guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
        let number = try #require(UInt64(text), "\(name)=\(text)")
        try #require(number > 0, "\(name)=\(text)")
        return number
    }

    /// The same for everybody who runs all tests: whether those pass is to say something about what was changed, and not
    /// about which life it was. Between two domain controllers, with seven outages.
    private static let usualSeed: UInt64 = 1_001

    @Test func `whenever all is quiet, the organization is what a full sync would make of the directory`() async throws
    {
        var chance = Chance(seed: try Self.number("LIFE_SEED") ?? Self.usualSeed)
        let hours = Double(try Self.number("LIFE_HOURS") ?? 12)
        let seed = chance.seed
        let hasTwo = chance.isOne(in: 2)
        print(
            "life: LIFE_SEED=\(seed) LIFE_HOURS=\(Int(hours)), \(hasTwo ? "two domain controllers" : "one domain controller")"
        )
        if hasTwo {
            try await SambaDomainController.withTwo { try await Self.live([$0, $1], chance, hours) }
        } else {
            try await SambaDomainController.with { try await Self.live([$0], chance, hours) }
        }
    }

    private static func live(_ controllers: [SambaDomainController], _ chance: Chance, _ hours: Double) async throws {
        var chance = chance
        let book = LifeBook(
            baseDN: controllers[0].baseDN, hasGroup: chance.isOne(in: 2), seesTombstones: !chance.isOne(in: 3),
            graceDays: chance.isOne(in: 2) ? 1 : 0)
        print(
            "life: \(book.hasGroup ? "members of a group" : "everybody"), tombstones "
                + "\(book.seesTombstones ? "seen" : "hidden"), \(book.graceDays) days of grace")
        try await FaultProxy.with(to: controllers[0].address) { proxy in
            try await Installation.with(controllers[0]) { installation in
                let urls = ["ldaps://127.0.0.1:\(proxy.port)"] + controllers.dropFirst().map(\.url)
                let life = Life(
                    controllers, proxy,
                    LifeProgram(Self.configured(installation, urls, book), SimulatedClock(from: Date())), chance, book)
                do {
                    try await life.begin()
                    try await life.live(for: hours)
                    try await life.end(after: hours)
                } catch {
                    print("life: LIFE_SEED=\(chance.seed) failed; what happened last:")
                    print((life.trace.suffix(12) + life.program.log.lines.suffix(15)).joined(separator: "\n"))
                    print("life: what it complained of:")
                    print(life.program.log.lines.filter { $0.contains(" error: ") }.joined())
                    Issue.record("LIFE_SEED=\(chance.seed), \(life.moment): \(error)")
                }
                await life.program.end()
                print(life.summary)
            }
        }
    }

    private static func configured(_ installation: Installation, _ urls: [String], _ book: LifeBook) -> Installation {
        let company = book.dn(ofUnit: LifeBook.company)
        let contractors = book.dn(ofUnit: LifeBook.contractors)
        return installation.changing([
            "directory.url": nil, "directory.urls": "[\(urls.map { "\"\($0)\"" }.joined(separator: ", "))]",
            "directory.connect_timeout_seconds": "5", "directory.bind_timeout_seconds": "10",
            "directory.operation_timeout_seconds": "10",
            "scope.bases": "[\"\(company)\"]", "scope.excluded_subtrees": "[\"\(contractors)\"]",
            "scope.groups": book.hasGroup ? "[\"\(book.group)\"]" : nil,
            "leavers.action": "apply", "leavers.grace_days": "\(book.graceDays)",
            // A small company in which much happens, and nobody to answer.
            "safety.max_disables": "1000", "safety.max_disables_percent": "100", "safety.max_missing": "1000",
            "safety.max_missing_percent": "100",
        ])
    }
}
