// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// The configuration file on disk.
enum ConfigurationFile {
    static let defaultPath = "/etc/workmail-sync/workmail-sync.yaml"
    /// Names the file where `--config` does not.
    static let environmentVariable = "WORKMAIL_SYNC_CONFIG"
    /// Of a megabyte of settings nobody wrote one.
    private static let largestSize = 1 << 20

    /// The text, and a warning when somebody else could change it.
    /// - Throws: when the file cannot be read, is no regular file, is too large or is not UTF-8.
    static func read(_ path: String) throws(ConfigurationProblems) -> (text: String, warnings: [ConfigurationProblem]) {
        func refuse(_ message: String) -> ConfigurationProblems {
            ConfigurationProblems(
                file: path, [ConfigurationProblem(message)],
                remedy:
                    "name another with --config or \(environmentVariable), or write it after workmail-sync.example.yaml"
            )
        }
        var status = cposix_file()
        guard unsafe cposix_file_at(path, &status) == 0 else {
            throw refuse("cannot be read: \(PrivateFile.reason(errno))")
        }
        guard status.is_regular != 0 else { throw refuse("is not a regular file") }
        guard status.size <= largestSize else { throw refuse("has more than \(largestSize) bytes") }
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            throw refuse("cannot be read: \(unsafe access(path, R_OK) == 0 ? "\(error)" : PrivateFile.reason(errno))")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            let line = firstLineThatIsNoUTF8(Array(data))
            throw ConfigurationProblems(file: path, [ConfigurationProblem(line: line, "is not UTF-8")])
        }
        return (text, warnings(status, path))
    }

    private static func warnings(_ status: cposix_file, _ path: String) -> [ConfigurationProblem] {
        var warnings: [ConfigurationProblem] = []
        if status.mode & 0o022 != 0 {
            let mode = PrivateFile.octal(status.mode)
            let remedy = "chmod go-w \(PrivateFile.quoted(path))"
            warnings.append(ConfigurationProblem("others than its owner may change it (mode \(mode)): \(remedy)"))
        }
        if status.owner != 0, status.owner != geteuid() {
            warnings.append(ConfigurationProblem("it belongs to user \(status.owner), who may change it"))
        }
        return warnings
    }

    private static func firstLineThatIsNoUTF8(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}
