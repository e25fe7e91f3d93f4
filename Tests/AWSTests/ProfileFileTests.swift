// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import AWS

@Suite struct `A profile file` {
    @Test(
        arguments: [
            ("", [:]), ("# c\n; c\n\n", [:]), ("[default]\nregion = eu-west-1\n", ["default": ["region": "eu-west-1"]]),
            ("[default]\r\nregion=a\r\n", ["default": ["region": "a"]]), ("[a]\nREGION: b", ["a": ["region": "b"]]),
            ("[profile x y]\nk = v", ["profile x y": ["k": "v"]]), ("[ a ] # c\nk=v", ["a": ["k": "v"]]),
            ("[a]\nk = v=w # c", ["a": ["k": "v=w"]]), ("[a]\nk = v#w;x", ["a": ["k": "v#w;x"]]),
            ("[a]\nk =", ["a": ["k": ""]]), ("[a]\ns3 =\n  region = x\nregion = y", ["a": ["s3": "", "region": "y"]]),
            ("[a]\n  k = 1\n  l = 2\n    m = 3", ["a": ["k": "1", "l": "2"]]),
            ("[a]\nk = 1\n[b]\nk = 2\n[a]\nl = 3", ["a": ["k": "1", "l": "3"], "b": ["k": "2"]]),
            ("[a]\nk=1\nk=2", ["a": ["k": "2"]]), ("[a]\nk = ü ", ["a": ["k": "ü"]]),
            ("[a]\ncredential_process = p \"a # b\"", ["a": ["credential_process": "p \"a # b\""]]),
        ] as [(String, [String: [String: String]])])
    func `is read`(text: String, expected: [String: [String: String]]) throws {
        #expect(try ProfileFile(text).sections == expected)
    }

    @Test(arguments: [("k = v", 1), ("[a]\nnonsense", 2), ("[a]\n\n= v", 3)] as [(String, Int)])
    func `that is none says which line`(text: String, line: Int) {
        #expect(throws: ProfileFile.Malformed(line: line)) { try ProfileFile(text) }
    }
}

@Suite struct `A command of a profile` {
    @Test(
        arguments: [
            ("a b  c", ["a", "b", "c"]), (#"a "b c" 'd "e'"#, ["a", "b c", #"d "e"#]), (#"a\ b"#, ["a b"]),
            (#""a\"b\c""#, [#"a"b\c"#]), ("a ''", ["a", ""]), ("", []), ("'a", nil), ("a\\", nil),
            (#"a$HOME `b`"#, ["a$HOME", "`b`"]),
        ] as [(String, [String]?)])
    func `is split into words`(line: String, words: [String]?) { #expect(CommandLineWords.words(line) == words) }
}

/// The world of a test: variables and files that are there nowhere else.
struct TestWorld {
    var variables: [String: String] = [:]
    var files: [String: String] = [:]
    var now = Date(timeIntervalSince1970: 1_773_500_966)

    var environment: AWSEnvironment {
        let (files, now) = (files, now)
        return AWSEnvironment(
            variables: ["AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin"].merging(variables) { $1 },
            home: "/home/x",
            readFile: { path in
                guard let text = files[path] else { throw CocoaError(.fileReadNoSuchFile) }
                return Data(text.utf8)
            }, now: { now })
    }

    static let shared = "/home/x/.aws/credentials"
    static let config = "/home/x/.aws/config"

    static func key(_ id: String) -> String { "aws_access_key_id = \(id)\naws_secret_access_key = s-\(id)\n" }

    func load(profile: String? = nil) async throws -> AWSCredentials {
        try await CredentialChain(environment, profile: profile, region: nil).load()
    }

    func trouble(profile: String? = nil) async -> ServiceTrouble? {
        do {
            _ = try await load(profile: profile)
            return nil
        } catch { return error as? ServiceTrouble }
    }
}
