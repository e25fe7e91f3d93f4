// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Sync

/// One run in a process of its own, so that its peak memory is nobody else's.
struct SyncOnce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync-once", abstract: "One run; what it did and used in one line.")

    @Argument(help: "What `samba-dc start` printed.") var domainFile: String
    @Argument(help: "The folder of the state and of the organization.") var folder: String
    @Option(help: "dirSync, usn or fullRead; the cheapest unless told.", transform: Self.method)
    var method: TrackingMethod?
    @Flag(help: "Reads everybody, whatever changed.") var full = false

    func run() async throws {
        var parts = try LabDomain(file: domainFile).parts(in: folder)
        parts.tracking = TrackingSettings(method: method, readsEverybody: full)
        let report = try await SyncRun(parts).once()
        let observation = try report.observation.unwrapped("the directory was not read")
        let milliseconds = Int((observation.seconds * 1000).rounded(.up))
        print(
            observation.usersRead, observation.rowsWritten, report.plan.changes.count, try Self.peakKiB(), milliseconds)
    }

    private static func method(_ name: String) throws -> TrackingMethod {
        guard let method = TrackingMethod(rawValue: name) else { throw ValidationError("no such method: \(name)") }
        return method
    }

    /// `VmHWM` of proc(5): the most that was resident at any moment, since this program was started.
    private static func peakKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return try (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
            .unwrapped("the system does not tell the peak memory")
    }
}

extension Optional {
    func unwrapped(_ problem: String) throws -> Wrapped {
        guard let self else { throw BenchmarkFailure(problem) }
        return self
    }
}
