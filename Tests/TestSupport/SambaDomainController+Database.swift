// SPDX-License-Identifier: Apache-2.0
import Foundation

extension SambaDomainController {
    /// Copies the stopped server's database, as a snapshot of a virtual machine does.
    public func copyDatabase(to folder: String) async throws {
        try await finished("cp", ["-a", directory + "/private", folder])
    }

    /// Puts the copy in the database's place, behind the directory's back: a USN rollback.
    public func putBackDatabase(from folder: String) async throws {
        try await finished("rm", ["-rf", directory + "/private"])
        try await finished("cp", ["-a", folder, directory + "/private"])
    }
}
