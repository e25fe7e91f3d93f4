// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import workmail_sync

@Suite struct ConfigurationExampleTests {
    private static let text: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "Config/workmail-sync.example.yaml"), encoding: .utf8))
            ?? ""
    }()

    @Test func `the example is a sound configuration`() throws {
        let example = try LoadedConfiguration(text: Self.text, file: "example")
        #expect(example.warnings.isEmpty)
    }

    @Test func `the example with every optional key switched on says nothing unknown`() {
        let on = Self.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("  #") && !line.hasPrefix("  # ") ? "  " + line.dropFirst(3) : String(line)
        }
        // What excludes something else stays a problem; nothing is unknown, mistyped or out of range.
        let told = problems(on.joined(separator: "\n"))
        #expect(
            told.count == 3 && told[0].contains("only one of url, urls and domain")
                && told[1].contains("only one of password_file and password_credential")
                && told[2].contains("only one of webhook_token_file and webhook_token_credential"), "\(told)")
    }

    @Test("the example documents every key with its range and default", arguments: ConfigurationKey.all.map(\.path))
    func documented(path: String) throws {
        let key = try #require(ConfigurationKey.all.first { $0.path == path })
        let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: key.section + ":"))
        let end = lines[(start + 1)...].firstIndex { $0.first?.isLetter == true } ?? lines.endIndex
        let section = lines[start..<end]
        let place = try #require(
            section.firstIndex { $0.hasPrefix("  \(key.name):") || $0.hasPrefix("  #\(key.name):") })
        #expect(lines[place - 1] == "  # \(key.summary)")
        #expect(section[..<place].contains("  # \(key.documentation)"))
    }

    @Test func `every key has its own path and a sentence`() {
        #expect(Set(ConfigurationKey.all.map(\.path)).count == ConfigurationKey.all.count)
        #expect(ConfigurationKey.all.allSatisfy { $0.documentation.hasSuffix(".") })
    }

    @Test func `config show names the secret's place and never more`() throws {
        let loaded = try LoadedConfiguration(text: soundConfiguration, file: "f")
        let shown = ConfigurationKey.all.map { EffectiveSetting($0, loaded.values[$0]) }
        let secret = try #require(shown.first { $0.key == "directory.password_file" })
        #expect(secret.shown == "/etc/workmail-sync/password" && secret.origin == "line 5" && secret.isSecret)
        #expect(shown.first { $0.key == "directory.page_size" }?.origin == "default")
        #expect(shown.first { $0.key == "scope.filter" }?.origin == "not set")
        #expect(
            try JSONDocument.text(shown[0]) == """
                {
                  "key" : "directory.kind",
                  "line" : 2,
                  "origin" : "file",
                  "value" : "simple-ad"
                }
                """)
    }
}
