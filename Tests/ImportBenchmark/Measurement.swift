// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess

/// What one process cost.
struct Measurement {
    /// Seconds from its start to its end.
    var wall: Double
    /// Seconds of the processors' time, in the program and in the kernel for it.
    var cpu: Double
    /// What it printed.
    var output: String

    /// Runs a program to its end. Only one at a time: the system counts the children's time together.
    /// - Throws: `BenchmarkFailure` with what it said, when it failed.
    static func running(
        _ program: String, _ arguments: [String], environment: Environment = .inherit,
        discardingOutput: Bool = false
    ) async throws -> Measurement {
        let (cpu, start) = (try childrensTime(), ContinuousClock.now)
        let (status, output, error) = try await finished(program, arguments, environment, discardingOutput)
        let wall = (ContinuousClock.now - start).components
        guard status.isSuccess else { throw BenchmarkFailure("\(program) failed (\(status)): \(error)") }
        return Measurement(
            wall: Double(wall.seconds) + Double(wall.attoseconds) / 1e18, cpu: try childrensTime() - cpu, output: output
        )
    }

    private static func finished(
        _ program: String, _ arguments: [String], _ environment: Environment, _ discardingOutput: Bool
    ) async throws -> (TerminationStatus, String, String) {
        // `env` looks for the program, be it a name or a path, and becomes it.
        let words = Arguments([program] + arguments)
        if discardingOutput {
            let result = try await Subprocess.run(
                .name("env"), arguments: words, environment: environment, output: .discarded,
                error: .string(limit: 10_000))
            return (result.terminationStatus, "", result.standardError)
        }
        let result = try await Subprocess.run(
            .name("env"), arguments: words, environment: environment, output: .string(limit: 10_000),
            error: .string(limit: 10_000))
        return (result.terminationStatus, result.standardOutput, result.standardError)
    }

    /// `cutime` and `cstime` of proc(5): what the children that have ended took, in hundredths of a second.
    private static func childrensTime() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
        // The second field is the program's name in parentheses and may hold anything.
        let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
        guard fields.count > 15, let user = Double(fields[14]), let system = Double(fields[15]) else {
            throw BenchmarkFailure("the system does not tell the children's time")
        }
        return (user + system) / 100
    }
}

extension [Double] {
    /// The middle one; the mean of the two in the middle. Not of an empty list.
    var median: Double {
        let sorted = self.sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
