// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory

/// What it costs to see that nothing changed, on a connection that is open.
struct EmptyDelta: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "empty-delta", abstract: "Looks whether anything changed, many times; milliseconds for once.")

    @Argument(help: "What `samba-dc start` printed.") var domainFile: String
    @Option(help: "How many times.") var count = 1_000

    func run() async throws {
        let domain = try LabDomain(file: domainFile)
        let configuration = try domain.directoryConfiguration()
        try await ActiveDirectory.connect(configuration) { directory in
            guard let cursor = try await directory.cursor(by: .dirSync) else {
                throw BenchmarkFailure("the server gives no cursor")
            }
            let start = ContinuousClock.now
            for _ in 0..<count {
                let verdict = cursor.verdict(on: try await directory.lookedAtAgain().server)
                guard verdict == .upToDate else { throw BenchmarkFailure("somebody changed the directory") }
            }
            let looked = (ContinuousClock.now - start) / count
            let asked = ContinuousClock.now
            for _ in 0..<20 {
                _ = try await directory.changes(since: cursor, in: ScopeDefinition()) { _ in }
            }
            let search = (ContinuousClock.now - asked) / 20
            print("nothing changed: \(Self.milliseconds(looked)) ms by highestCommittedUSN, which suffices;")
            print("                 \(Self.milliseconds(search)) ms by a DirSync search")
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return Figures.number(Double(seconds) * 1000 + Double(attoseconds) / 1e15, 3)
    }
}
