// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import LDAP
import Sync
import WorkMail

/// How soon a change of the directory is in `candidates` while the service runs, and what the service costs while nothing
/// happens.
@main
struct DaemonBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DaemonBenchmark",
        abstract: "Modifies people at a steady rate, and looks when the state database of a running service has them.")

    @Argument(help: "What `samba-dc start` printed.") var domainFile: String
    @Argument(help: "The state database of the service.") var state: String
    @Argument(help: "The service's process.") var process: Int
    @Option(help: "How many changes.") var changes = 1_000
    @Option(help: "Changes a second.") var rate = 20.0
    @Option(help: "For how long nothing happens, in seconds.") var idleSeconds = 60
    // A service that has just read everybody asks more often for ten seconds: until then something happens.
    @Option(help: "For how long nothing has happened before that, in seconds.") var calmSeconds = 15

    func run() async throws {
        let domain = try LabDomain(file: domainFile)
        let ready = try Self.cpuTicks(process)
        try await Task.sleep(for: .seconds(calmSeconds))
        let start = try Self.cpuTicks(process)
        let calming = Double(start - ready) / Double(calmSeconds)
        print("after the import: \(String(format: "%.2f", calming)) % of a core over \(calmSeconds) s")
        try await Task.sleep(for: .seconds(idleSeconds))
        let idle = Double(try Self.cpuTicks(process) - start) / Double(idleSeconds)
        print("idle: \(String(format: "%.2f", idle)) % of a core over \(idleSeconds) s")

        let busyFrom = ContinuousClock.now
        let busyStart = try Self.cpuTicks(process)
        let latencies = try await latencies(domain)
        let busy = Double(try Self.cpuTicks(process) - busyStart) / ((ContinuousClock.now - busyFrom) / .seconds(1))
        let sorted = latencies.sorted()
        func quantile(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
        }
        let (median, most) = (quantile(0.5), quantile(0.99))
        print(
            "from the modify's answer to the candidate: median \(Int(median * 1000)) ms, 99 % \(Int(most * 1000)) ms, "
                + "longest \(Int((sorted.last ?? 0) * 1000)) ms, of \(sorted.count) at \(Int(rate)) a second; "
                + "\(String(format: "%.0f", busy)) % of a core")
        let isMet = median < 0.4 && most < 1 && idle < 0.5
        print(isMet ? "all targets met" : "MISSED: median 400 ms, 99 % 1 s, idle 0.5 %")
        if !isMet { throw ExitCode.failure }
    }

    /// Writes at the rate, whatever the service does, and notes when each change was answered; another task looks.
    private func latencies(_ domain: LabDomain) async throws -> [Double] {
        let people = try await domain.people(changes)
        let stamp = String(UInt64(Date().timeIntervalSince1970), radix: 36)
        let wanted = people.enumerated().map { (person: $1, address: "b\($0).\(stamp)@example.com") }
        let watch = Watch()
        async let seen: [Double] = watch.latencies(of: wanted.count, in: try SyncStore(path: state))
        try await domain.administering { connection in
            let begin = ContinuousClock.now
            for (index, (person, address)) in wanted.enumerated() {
                try await Task.sleep(until: begin + .seconds(Double(index) / rate), clock: .continuous)
                let bytes = Array(address.utf8)
                try await connection.modify(.guid(person.bytes), [Modification(.replace, "mail", [bytes])])
                await watch.answered(person, address, at: .now)
            }
        }
        return try await seen
    }

    /// proc(5): user and system time in hundredths of a second, so a hundredth a second is a percent.
    private static func cpuTicks(_ process: Int) throws -> Int {
        let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
            throw BenchmarkFailure("there is no process \(process)")
        }
        return user + system
    }
}
