// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What one run of the program cost and did.
struct SyncMeasurement {
    var process: Measurement
    var usersRead: Int
    var rowsWritten: Int
    var changesPlanned: Int
    var peakMiB: Double
    /// From connecting to the end of mirroring.
    var readingSeconds: Double

    /// Reads the line that `sync-once` prints.
    init(_ process: Measurement) throws {
        let numbers = process.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 5 else { throw BenchmarkFailure("sync-once said: \(process.output)") }
        self.process = process
        usersRead = numbers[0]
        rowsWritten = numbers[1]
        changesPlanned = numbers[2]
        peakMiB = Double(numbers[3]) / 1024
        readingSeconds = Double(numbers[4]) / 1000
    }
}

/// The figures of all rounds beside what they have to be.
struct Figures {
    static let mostImportRatio = 1.15
    static let mostRepeatRatio = 1.10
    static let mostDirSyncRatio = 0.8
    static let mostPeakMiB = 100.0

    var searches: [Measurement] = []
    var imports: [SyncMeasurement] = []
    var repeats: [SyncMeasurement] = []
    /// First imports by DirSync, and runs after them that find nothing changed.
    var dirSyncImports: [SyncMeasurement] = []
    var empties: [SyncMeasurement] = []

    /// The middle of the rounds' ratios: each round is compared with its own ldapsearch, since other work on the machine
    /// comes and goes.
    private func ratio(_ runs: [SyncMeasurement]) -> Double {
        zip(runs, searches).map { $0.process.wall / $1.wall }.median
    }

    private func peak(_ runs: [SyncMeasurement]) -> Double { runs.map(\.peakMiB).max() ?? 0 }
    private var rowsWrittenAgain: Int { repeats.map(\.rowsWritten).max() ?? 0 }

    var areAllMet: Bool {
        ratio(imports) <= Self.mostImportRatio && ratio(dirSyncImports) <= Self.mostDirSyncRatio
            && ratio(repeats) <= Self.mostRepeatRatio && rowsWrittenAgain == 0
            && highestPeak <= Self.mostPeakMiB
    }

    private var highestPeak: Double { [imports, repeats, dirSyncImports, empties].map(peak).max() ?? 0 }

    var lastRound: String {
        guard let search = searches.last, let first = imports.last, let again = repeats.last,
            let dirSync = dirSyncImports.last, let empty = empties.last
        else { return "" }
        let seconds = { (measurement: Measurement) in Self.number(measurement.wall, 2) + " s" }
        return "ldapsearch \(seconds(search)), import \(seconds(first.process)), again \(seconds(again.process)), "
            + "import by DirSync \(seconds(dirSync.process)), nothing changed \(seconds(empty.process))"
    }

    func table() throws -> String {
        guard let users = imports.first?.usersRead,
            (imports + dirSyncImports).allSatisfy({ $0.rowsWritten == $0.usersRead && $0.usersRead == users })
        else {
            throw BenchmarkFailure("a first import did not write everybody")
        }
        let verdict = { (isMet: Bool) in isMet ? "met" : "MISSED" }
        let (first, again, dirSync) = (ratio(imports), ratio(repeats), ratio(dirSyncImports))
        var lines = [Self.row("\(users) users, \(searches.count) rounds", "wall s", "CPU s", "peak MiB", "ratio")]
        lines.append(Self.row("ldapsearch", searches, peak: nil, ratio: nil))
        lines.append(Self.row("first import by pages", imports.map(\.process), peak: peak(imports), ratio: first))
        lines.append(Self.row("all read again by pages", repeats.map(\.process), peak: peak(repeats), ratio: again))
        lines.append(
            Self.row(
                "first import by DirSync", dirSyncImports.map(\.process), peak: peak(dirSyncImports), ratio: dirSync))
        lines.append(
            Self.row("run by changes, none", empties.map(\.process), peak: peak(empties), ratio: ratio(empties)))
        lines += [
            "",
            "first import by DirSync at most \(Self.mostDirSyncRatio) × ldapsearch: "
                + verdict(dirSync <= Self.mostDirSyncRatio),
            "first import by pages at most \(Self.mostImportRatio) × ldapsearch: \(verdict(first <= Self.mostImportRatio))",
            "all read again at most \(Self.mostRepeatRatio) × ldapsearch: \(verdict(again <= Self.mostRepeatRatio))",
            "all read again writes no row (\(rowsWrittenAgain)): \(verdict(rowsWrittenAgain == 0))",
            "peak memory at most \(Self.mostPeakMiB) MiB: "
                + verdict(highestPeak <= Self.mostPeakMiB),
            "wall and CPU are medians, the ratio is the median of the rounds' ratios, the peak is the highest",
        ]
        return lines.joined(separator: "\n")
    }

    private static func row(_ name: String, _ processes: [Measurement], peak: Double?, ratio: Double?) -> String {
        row(
            name, number(processes.map(\.wall).median, 2), number(processes.map(\.cpu).median, 2),
            peak.map { number($0, 1) } ?? "", ratio.map { number($0, 2) } ?? "1")
    }

    private static func row(_ name: String, _ cells: String...) -> String {
        name.padding(toLength: 32, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined()
    }

    static func number(_ value: Double, _ digits: Int) -> String {
        value.formatted(.number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_US_POSIX")))
    }
}

/// What the figures depend on.
enum Machine {
    static var description: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        return "\(ProcessInfo.processInfo.processorCount) processors"
            + (model.map { ",\($0)" } ?? "") + ", \(load)"
    }

    /// How many wanted to run in the last minute: more than the processors, and the figures are somebody else's too.
    static var load: String {
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return "load \(load.split(separator: " ").first ?? "unknown")"
    }
}
