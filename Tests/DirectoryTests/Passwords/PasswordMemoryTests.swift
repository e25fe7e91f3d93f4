// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy
import TestSupport
import Testing

@testable import Directory

@Suite(.tags(.server), .requiresSamba) struct `The memory of a password reset` {
    @Test func `holds the password in its own buffer, and nowhere when that has gone`() async throws {
        try await SambaDomainController.with { controller in
            let ana = try await controller.addUser("ana", password: "Lab-only 4711")
            try await DirectoryAdministrator.connect(
                try controller.configuration(), as: try controller.administrator()
            ) { administrator in
                let search = try await Self.reset(ana, administrator)
                let after = try await search.count()
                #expect(after.utf8 == 0 && after.utf16 == 0, "after it: \(after)")
            }
        }
    }

    /// Once taken and once refused, with the connection still open.
    private static func reset(
        _ user: ObjectGUID, _ administrator: DirectoryAdministrator
    ) async throws -> MemorySearch {
        let password = PasswordGenerator.generate(for: PasswordSubject(sAMAccountName: "ana")).password
        let search = MemorySearch(for: password)
        try await administrator.resetPassword(of: user, to: password, mustChangeAtNextLogon: true)
        let nobody = try #require(ObjectGUID(text: "00000000-0000-0000-0000-000000000001"))
        await #expect(throws: PasswordResetFailure.gone) {
            try await administrator.resetPassword(of: nobody, to: password)
        }
        let during = try await search.count()
        #expect(during.utf8 == 1 && during.utf16 == 0, "during it: \(during)")
        #expect(!password.isEmpty)
        return search
    }
}
