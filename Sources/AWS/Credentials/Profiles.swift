// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The profiles of the config file and of the shared credentials file.
struct Profiles {
    /// `AWS_CONFIG_FILE`, else `~/.aws/config`.
    let configPath: String
    /// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    let credentialsPath: String
    /// By profile name; `[profile x]` is x, and `[default]` may be written either way.
    private var config: [String: [String: String]] = [:]
    private var shared: [String: [String: String]] = [:]
    /// Files that could not be read, in words.
    private(set) var unread: [String] = []

    /// - Throws: for a file that is there and cannot be understood. One that is not there has no profiles.
    init(_ environment: AWSEnvironment) throws(ServiceTrouble) {
        configPath = environment.expanded(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config")
        credentialsPath = environment.expanded(environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials")
        for (section, keys) in try read(configPath, environment).sections {
            let words = section.split(whereSeparator: \.isWhitespace)
            if words.count == 2, words[0] == "profile" {
                config[Self.unquoted(words[1]), default: [:]].merge(keys) { $1 }
            } else if section == "default" {
                config[section, default: [:]].merge(keys) { first, _ in first }
            }
        }
        shared = try read(credentialsPath, environment).sections
    }

    private mutating func read(_ path: String, _ environment: AWSEnvironment) throws(ServiceTrouble) -> ProfileFile {
        let data: Data
        do { data = try environment.readFile(path) } catch {
            let isAbsent = (error as? CocoaError)?.code == .fileReadNoSuchFile
            unread.append("\(path) \(isAbsent ? "is not there" : "cannot be read")")
            return ProfileFile()
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ServiceTrouble(path, "it is not in UTF-8", remedy: "correct the file", isTransient: false)
        }
        do { return try ProfileFile(text) } catch {
            throw ServiceTrouble(
                path, "line \(error.line) is neither a section nor a key with a value", remedy: "correct the file",
                isTransient: false)
        }
    }

    private static func unquoted(_ name: Substring) -> String {
        guard name.count > 1, let quote = name.first, quote == name.last, quote == "\"" || quote == "'" else {
            return String(name)
        }
        return String(name.dropFirst().dropLast())
    }

    func exists(_ name: String) -> Bool { config[name] != nil || shared[name] != nil }

    /// What both files have of a profile; the credentials file goes first, as in botocore.
    func settings(_ name: String) -> [String: String] {
        (config[name] ?? [:]).merging(shared[name] ?? [:]) { $1 }.filter { !$0.value.isEmpty }
    }

    /// A long-lived key of one file; `nil` where that has none.
    ///
    /// - Throws: for half of a key.
    func key(_ name: String, in file: File) throws(ServiceTrouble) -> AWSCredentials? {
        let (keys, path) = file == .shared ? (shared[name], credentialsPath) : (config[name], configPath)
        let source = "profile \"\(name)\" of \(path)"
        guard let keys, let id = keys["aws_access_key_id"], !id.isEmpty else { return nil }
        guard let secret = keys["aws_secret_access_key"], !secret.isEmpty else {
            throw ServiceTrouble(
                source, "aws_access_key_id is there and aws_secret_access_key is not", remedy: "complete the profile",
                isTransient: false)
        }
        let token = keys["aws_session_token"] ?? keys["aws_security_token"]
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token.flatMap { $0.isEmpty ? nil : $0 },
            source: source)
    }

    enum File { case config, shared }
}
