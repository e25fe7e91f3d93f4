// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

/// A sound file of the fewest lines; tests add to it or spoil it.
let soundConfiguration = """
    directory:
      kind: simple-ad
      url: ldaps://dc1.corp.example.com
      bind_name: agent@corp.example.com
      password_file: /etc/workmail-sync/password
    organization:
      domains: [example.com]
    """

/// What is wrong with a text, as it is printed.
func problems(_ text: String) -> [String] {
    do {
        _ = try LoadedConfiguration(text: text, file: "f")
        return []
    } catch { return error.problems.map { $0.description(in: "f") } }
}

@Suite struct ConfigurationParserTests {
    @Test func `a file of the required keys takes all defaults`() throws {
        let settings = try LoadedConfiguration(text: soundConfiguration, file: "f").settings
        #expect(settings.directory.kind == .simpleAD)
        #expect(settings.directory.transport == .tls)
        #expect(settings.directory.controllers.description == "ldaps://dc1.corp.example.com")
        #expect(settings.directory.pageSize == 1000)
        guard case .password(_, .file("/etc/workmail-sync/password")) = settings.directory.identity else {
            Issue.record("\(settings.directory.identity)")
            return
        }
        #expect(settings.scope.bases.isEmpty && settings.scope.filter == nil)
        #expect(settings.addresses.templates == ["{mail}"])
        #expect(settings.leavers.action == .propose)
        #expect(settings.safety.maxDisables == 10 && settings.safety.maxMissingPercent == 5)
        #expect(settings.organization.domains == ["example.com"])
        #expect(settings.state.file == "/var/lib/workmail-sync/state.db")
    }

    @Test func `values of the file win over defaults, and small letters over capitals in domains`() throws {
        let text =
            soundConfiguration.replacing("[example.com]", with: "[Example.COM, b.example.org]") + """

                scope:
                  bases: ["OU=Müller\\\\, Söhne,DC=corp,DC=example,DC=com"]
                  filter: (&(a=b)(!(c=\\28)))
                leavers:
                  action: apply
                safety:
                  max_disables: 0
                  max_disables_percent: 2.5
                """
        let settings = try LoadedConfiguration(text: text, file: "f").settings
        #expect(settings.organization.domains == ["example.com", "b.example.org"])
        #expect(settings.scope.bases == ["OU=Müller\\, Söhne,DC=corp,DC=example,DC=com"])
        #expect(settings.scope.filter == "(&(a=b)(!(c=\\28)))")
        #expect(settings.leavers.action == .apply)
        #expect(settings.safety.maxDisables == 0 && settings.safety.maxDisablesPercent == 2.5)
    }

    @Test func `all problems are told at once, in the order of the lines`() {
        let text = """
            directory:
              kind: simplead
              url: ldaps://dc1:3269
              bind_name: 12
              page_size: 99999
              conect_timeout_seconds: 3
            organization:
              domains: [foo, example.com, 7]
            """
        let told = problems(text)
        #expect(told.count == 8, "\(told)")
        #expect(told.map { $0.prefix(3) } == ["f:2", "f:3", "f:4", "f:5", "f:6", "f:8", "f:8", "f: "])
        #expect(told[0].contains("did you mean simple-ad?"))
        #expect(told[4] == "f:6: directory.conect_timeout_seconds: is not a key; did you mean connect_timeout_seconds?")
        #expect(told[6].hasPrefix("f:8: organization.domains[2]: expected a domain, found the number 7"))
        #expect(told[7] == "f: directory.password_file: is required, or directory.password_credential instead")
    }

    @Test(
        "a value of the wrong type is named with what was expected and what was found",
        arguments: [
            ("page_size: \"10\"", "expected an integer, 10…5000, found the text “10”; remove the quotes"),
            ("page_size: 0x20", "expected an integer, 10…5000, found the number 0x20"),
            ("page_size: 1_000", "expected an integer, 10…5000, found the number 1_000"),
            ("page_size: 010", "expected an integer, 10…5000, found the number 010"),
            ("page_size: 20.5", "expected an integer, 10…5000, found the number 20.5"),
            ("page_size: 9", "9 is out of range: expected an integer, 10…5000"),
            ("page_size: 99999999999999999999", "expected an integer, 10…5000, found the number 99999999999999999999"),
            ("page_size: -1", "-1 is out of range: expected an integer, 10…5000"),
            ("start_tls: 1", "expected true or false, found the number 1"),
            ("start_tls: [true]", "expected true or false, found a list"),
            ("ca_file:", "expected an absolute path, found nothing; remove the line to take what holds without it"),
            ("ca_file: yes", "expected an absolute path, found the truth value yes; put it in quotes"),
            ("ca_file: {a: b}", "expected an absolute path, found a section"),
            ("ca_file: ca.pem", "“ca.pem” is not an absolute path; the program may be started from anywhere"),
            ("ca_file: ~/ca.pem", "“~/ca.pem” is not an absolute path; the program may be started from anywhere"),
            ("ca_file: \"/a\\nb\"", "contains the control character U+A"),
        ] as [(String, String)])
    func wrongType(line: String, expected: String) throws {
        let text = soundConfiguration.replacing("organization:", with: "  \(line)\norganization:")
        let told = problems(text)
        #expect(told.count == 1)
        #expect(
            told.first?.hasPrefix("f:6: directory.") == true && told.first?.hasSuffix(": " + expected) == true,
            "\(told)")
    }

    @Test(
        "an unknown name comes with the one that was meant, and never with its value",
        arguments: [
            ("scopes:\n  bases: []", "f:8: scopes: is not a section; did you mean “scope”?"),
            ("page_size: 10", "f:8: page_size: is not a section; it belongs under “directory:”"),
            ("state.file: /a", "f:8: state.file: is not a section; write “file:” indented under “state:”"),
            ("scope:\n  base: []", "f:9: scope.base: is not a key; did you mean bases?"),
            ("scope:\n  templates: []", "f:9: scope.templates: is not a key; did you mean addresses.templates?"),
            (
                "scope:\n  quux: hunter2",
                "f:9: scope.quux: is not a key; there are bases, excluded_subtrees, filter, groups"
            ),
        ] as [(String, String)])
    func unknown(added: String, expected: String) {
        #expect(problems(soundConfiguration + "\n" + added) == [expected])
    }

    @Test func `a password in the file is refused without being repeated`() {
        let told = problems(
            soundConfiguration.replacing("password_file: /etc", with: "password: hunter2\n  password_file: /etc"))
        #expect(told.count == 1 && told[0].contains("password_file") && !told[0].contains("hunter2"))
        for password in ["hunter2", "471100", "[hunter2]", "\"hunter\\n2\""] {
            let misplaced = problems(soundConfiguration.replacing("/etc/workmail-sync/password", with: password))
            #expect(
                misplaced.count == 1
                    && misplaced[0].hasPrefix("f:5: directory.password_file: expected an absolute path"))
            #expect(!misplaced[0].contains("hunter") && !misplaced[0].contains("4711"))
        }
    }

    @Test(
        "a text that is no configuration at all is one clear problem",
        arguments: [
            ("", "f: the file is empty; directory.url and a few others are required"),
            ("# nothing\n", "f: the file is empty; directory.url and a few others are required"),
            ("- a\n- b\n", "f:1: expected sections such as “directory:”, found a list"),
            ("hello", "f:1: expected sections such as “directory:”, found the text “hello”"),
            ("a: [b\nc: d\n", "f:2:2: this is no YAML: did not find expected ',' or ']'"),
            ("directory:\n\tkind: x\n", "f:2:1: this is no YAML: found character that cannot start any token"),
            ("state:\n  file: /a\n  file: /b\n", "f:3: file: is there twice; the first is in line 2"),
            ("state: {file: /a, file: /b}\n", "f:1: file: is there twice"),
            ("state: 5\ndirectory:\n---\nx: y\n", "f:3:1: this is no YAML: but found another document"),
        ] as [(String, String)])
    func noConfiguration(text: String, expected: String) {
        let told = problems(text)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix(expected) == true, "\(told)")
    }

    @Test func `a section whose keys are all commented out is no mistake`() {
        #expect(problems(soundConfiguration + "\nscope:\n  # bases: []\n").isEmpty)
    }
}
