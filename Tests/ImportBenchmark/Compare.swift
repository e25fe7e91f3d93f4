// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Subprocess

/// Some rounds of ldapsearch, imports and runs after them, one after the other, so that all meet the same weather.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Rounds of all, and a table of the figures.")

    @Argument(help: "What `samba-dc start` printed.") var domainFile: String
    @Option(help: "How many rounds; the figures are medians.") var rounds = 5

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds must be at least 1") }
    }

    func run() async throws {
        let domain = try LabDomain(file: domainFile)
        print(Machine.description)
        _ = try await search(domain)  // A cold domain controller takes seconds for its first page.
        var figures = Figures()
        for round in 1...rounds {
            figures.searches.append(try await search(domain))
            try await withTemporaryFolder { folder in
                figures.imports.append(try await sync(in: folder, "--method", "fullRead"))
                figures.repeats.append(try await sync(in: folder, "--method", "fullRead"))
            }
            try await withTemporaryFolder { folder in
                figures.dirSyncImports.append(try await sync(in: folder, "--method", "dirSync"))
                figures.empties.append(try await sync(in: folder, "--method", "dirSync"))
            }
            print("round \(round) of \(rounds): \(figures.lastRound), \(Machine.load)")
        }
        print()
        print(try figures.table())
        let program = try Bundle.main.executablePath.unwrapped("the system does not tell where this program is")
        print(try await Measurement.running(program, ["empty-delta", domainFile]).output)
        if !figures.areAllMet { throw ExitCode.failure }
    }

    private func search(_ domain: LabDomain) async throws -> Measurement {
        try await .running(
            "ldapsearch", domain.ldapsearch,
            environment: .inherit.updating(["LDAPCONF": "/dev/null", "LDAPTLS_CACERT": domain.caFile]),
            discardingOutput: true)
    }

    private func sync(in folder: String, _ options: String...) async throws -> SyncMeasurement {
        let program = try Bundle.main.executablePath.unwrapped("the system does not tell where this program is")
        return try SyncMeasurement(try await .running(program, ["sync-once", domainFile, folder] + options))
    }

    private func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "import-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }
}
