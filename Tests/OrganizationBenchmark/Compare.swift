// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Subprocess

/// Both readers in turns, and the figures as medians.
struct Compare: AsyncParsableCommand {
    @Argument var url: String
    @Argument var organization: String
    @Option var entities: Int
    @Option var rounds: Int
    @Option var python: String
    @Option var script: String

    private struct Reading {
        var seconds: Double
        var peakMiB: Double
    }

    func run() async throws {
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        var (ours, theirs): ([Reading], [Reading]) = ([], [])
        for round in 1...rounds {
            theirs.append(try await reading(python, [script, url, organization]))
            ours.append(try await reading(program, ["read", url, organization]))
            if let a = theirs.last, let b = ours.last {
                print(
                    "round \(round): botocore \(a.seconds.shown) s, ours \(b.seconds.shown) s, \(b.peakMiB.shown) MiB")
            }
        }
        let ratio = median(ours.map(\.seconds)) / median(theirs.map(\.seconds))
        let peak = ours.map(\.peakMiB).max() ?? 0
        print(
            "\(entities) users: botocore's paginator \(median(theirs.map(\.seconds)).shown) s, ours "
                + "\(median(ours.map(\.seconds)).shown) s (\(ratio.shown) ×, at most 1.2), peak \(peak.shown) MiB (at most 120)"
        )
        if ratio > 1.2 || peak > 120 { throw ExitCode.failure }
    }

    /// GNU time tells the peak of a process that is over.
    private func reading(_ program: String, _ arguments: [String]) async throws -> Reading {
        let start = ContinuousClock.now
        let result = try await Subprocess.run(
            .name("time"), arguments: Arguments(["-f", "%M", program] + arguments),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard result.terminationStatus.isSuccess, Int(result.standardOutput.trimmed) == entities,
            let kilobytes = Double(result.standardError.split(separator: "\n").last ?? "")
        else { throw ValidationError("\(program) failed: \(result.standardOutput)\(result.standardError)") }
        return Reading(seconds: seconds, peakMiB: kilobytes / 1024)
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

extension Double {
    fileprivate var shown: String { String(format: "%.2f", self) }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
