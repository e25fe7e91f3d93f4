// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// One run in a process of its own, so that its peak memory is nobody else's.
struct SyncOnce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync-once", abstract: "One run; what it did and used in one line.")

    @Argument(help: "What `samba-dc start` printed.") var domainFile: String
    @Argument(help: "The folder of the state and of the organization.") var folder: String

    func run() async throws {
        let report = try await SyncRun(try LabDomain(file: domainFile).parts(in: folder)).once()
        let observation = try report.observation.unwrapped("the directory was not read")
        print(observation.usersRead, observation.rowsWritten, report.plan.changes.count, try Self.peakKiB())
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
