// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Glibc
import Testing

@testable import workmail_sync

@Suite struct ConfigurationSecretTests {
    @Test(
        "one line end is not part of the password, blanks are",
        arguments: [
            ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), (" se cret \n", " se cret "),
            ("secret\r", "secret\r"),
        ] as [(String, String)])
    func line(file: String, expected: String) throws {
        #expect(try SecretSource.line(of: Array(file.utf8), "f") == Array(expected.utf8))
    }

    @Test(
        "an empty password and one of several lines are refused",
        arguments: ["", "\n", "\r\n", "a\nb", "a\n\n", "a\0b"])
    func refused(file: String) {
        let failure = #expect(throws: SecretFailure.self) { try SecretSource.line(of: Array(file.utf8), "/etc/pw") }
        #expect(failure?.thing == "/etc/pw")
    }

    @Test(
        "a file that others can read is refused with its mode and the command that mends it",
        arguments: [
            0o644, 0o640, 0o604, 0o660, 0o602, 0o700, 0o4600,
        ] as [UInt32])
    func mode(mode: UInt32) {
        var status = cposix_file()
        status.owner = geteuid()
        status.mode = mode
        let isSetuidOnly = mode & 0o177 == 0
        if isSetuidOnly {
            #expect(throws: Never.self) { try PrivateFile.check(status, "/etc/p w") }
        } else {
            let failure = #expect(throws: SecretFailure.self) { try PrivateFile.check(status, "/etc/p w") }
            #expect(failure?.cause.contains(PrivateFile.octal(mode)) == true)
            #expect(failure?.remedy == "chmod 0600 '/etc/p w'")
        }
    }

    @Test("modes of 0600 and less will do", arguments: [0o600, 0o400, 0o200, 0] as [UInt32])
    func privateMode(mode: UInt32) throws {
        var status = cposix_file()
        status.owner = geteuid()
        status.mode = mode
        try PrivateFile.check(status, "f")
    }

    @Test func `a file of somebody else is refused, one of root is not`() throws {
        var status = cposix_file()
        status.mode = 0o600
        status.owner = 0
        try PrivateFile.check(status, "f")
        status.owner = geteuid() + 1
        let failure = #expect(throws: SecretFailure.self) { try PrivateFile.check(status, "f") }
        #expect(failure?.cause.contains("belongs to user") == true)
    }

    @Test func `a credential without systemd says so`() {
        let failure = #expect(throws: SecretFailure.self) { try SecretSource.credential("pw").read(environment: [:]) }
        #expect(failure?.cause.contains("CREDENTIALS_DIRECTORY") == true)
    }
}
