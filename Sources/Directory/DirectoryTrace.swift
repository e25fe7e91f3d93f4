// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Lets somebody listen to what the directory is asked, as `ldapsearch` lines without the password.
public enum DirectoryTrace {
    /// Runs `body` and tells `receive` of every search in it; `nil` listens to nothing.
    public static func told<Result>(
        to receive: (@Sendable (String) -> Void)?, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await SearchTrace.$receive.withValue(receive, operation: body)
    }
}
