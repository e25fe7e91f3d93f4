// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import workmail_sync

/// What is shipped for those who watch the service has the names that the service has.
struct ObservabilityTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// All that may ever be served.
    private static var served: Set<String> {
        var content = DaemonRecord.Content()
        content.lastObserved = Date()
        content.lastRun = Date()
        content.deadlines = Deadlines(
            certificateEnds: Date(), passwordEnds: Date(), credentialsEnd: Date(), mailboxes: [])
        return Set(names(in: MetricsText(content).text))
    }

    private static func names(in text: String) -> [String] {
        text.matches(of: /workmail_sync_[a-z_]+/).map { String($0.output) }
    }

    @Test(arguments: ["Observability/prometheus-alerts.yaml", "Observability/grafana-dashboard.json"])
    func `alerts and dashboard ask for what is served`(file: String) throws {
        let asked = Set(Self.names(in: try Self.text(file)))
        #expect(!asked.isEmpty && asked.isSubset(of: Self.served), "\(asked.subtracting(Self.served))")
    }

    @Test func `the README has every figure, every kind of message, and no other`() throws {
        let readme = try Self.text("README.md")
        let table = try #require(readme.split(separator: "| `workmail_sync_…` |").dropFirst().first)
        let rows = table.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
            .prefix { $0.hasPrefix("|") }
        let named = rows.compactMap { $0.split(separator: "|").first }
            .flatMap { $0.matches(of: /`([a-z_]+)`/).map { "workmail_sync_\($0.output.1)" } }
        #expect(named.count == Set(named).count && Set(named) == Self.served)
        let ids = readme.matches(of: /`([0-9a-f]{32})` \|/).map { String($0.output.1) }
        #expect(ids == DaemonMessage.allCases.map(\.rawValue))
    }
}
