// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import Subprocess
import TestSupport
import Testing
import WorkMailEndpoint

/// The program `workmail-local`, running.
struct LocalProgram: Sendable {
    let url: String
    let organizationID: String
    let key: AccessKeys.Key
    let processIdentifier: Int32

    /// Where the build has put it.
    static func path() throws -> String {
        let folder = try #require(Bundle.main.executableURL?.deletingLastPathComponent())
        return folder.appending(path: "workmail-local").path
    }

    /// Serves `organization.db` of a folder on a free port, until the body returns.
    static func serving<R: Sendable>(
        _ arguments: [String], in folder: String, _ body: (LocalProgram) async throws -> R
    ) async throws -> R {
        let ended = try await run(
            .name("env"),
            arguments: Arguments(
                ["-C", folder, "sh", "-c", "exec \"$0\" \"$@\" >told 2>errors", try path()]
                    + ["--listen", "127.0.0.1:0", "--credentials", "keys"] + arguments),
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            let process = Int32(execution.processIdentifier.value)
            defer { _ = kill(process, SIGTERM) }
            let facts = try await facts(in: folder)
            let keys = try AccessKeys(file: folder + "/keys")
            return try await body(
                LocalProgram(
                    url: try #require(facts["endpoint"]), organizationID: try #require(facts["organization"]),
                    key: try #require(keys.keys.first), processIdentifier: process))
        }
        #expect(ended.terminationStatus == .exited(0))
        return ended.closureResult
    }

    /// Our own client, which tries once.
    func client() throws -> ServiceClient {
        try ServiceClient.plain(url: url, region: "eu-west-1", key: key) {
            ($0.attemptSeconds, $0.maxAttempts) = (20, 1)
        }
    }

    /// How much of it is in memory, in KiB.
    func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0
    }

    private static func facts(in folder: String) async throws -> [String: String] {
        for _ in 0..<500 {
            let told = (try? String(contentsOfFile: folder + "/told", encoding: .utf8)) ?? ""
            if told.contains("\naws workmail") {
                let pairs = told.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
                return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let errors = (try? String(contentsOfFile: folder + "/errors", encoding: .utf8)) ?? ""
        throw ProgramSilent(errors: errors)
    }

    private struct ProgramSilent: Error {
        let errors: String
    }
}
