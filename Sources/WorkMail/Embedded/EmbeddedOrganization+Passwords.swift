// SPDX-License-Identifier: Apache-2.0
import GRDB
public import PasswordPolicy

extension EmbeddedOrganization {
    public func resetPassword(_ id: EntityID, password: Password) async throws {
        let operation = "ResetPassword"
        guard settings.directoryKind == .workMail else {
            throw MailOrganizationError(
                .unsupportedOperation, operation: operation,
                message: "the passwords of a directory-backed organization are set in the directory")
        }
        let hash = try await hash(password, for: operation)
        try await write { db, _ in
            let row = try UserRow.of(id, for: operation, in: db)
            guard row.state != .deleted else { throw Self.isDeleted(row, operation) }
            try CredentialTable.put(hash, of: row.id, in: db)
        }
    }

    /// Whether this is the user's password. False for a user who has none, as every user of a directory has none here;
    /// whether the user is enabled, and so may sign in at all, is another question. Throws `entityNotFound`.
    public func verifies(_ password: Password, of id: EntityID) async throws -> Bool {
        let hash = try await read { db in
            let row = try UserRow.of(id, for: "VerifyPassword", in: db)
            return try CredentialTable.hash(of: row.id, in: db)
        }
        guard let hash else { return false }
        return try await Self.matches(password, hash)
    }

    /// The hash of a password that the policy of a WorkMail directory accepts. Throws `invalidPassword` with every rule
    /// that the password breaks. Away from the caller's actor: hashing is slow on purpose.
    @concurrent func hash(_ password: Password, for operation: String) async throws -> PasswordHash {
        let verdict = WorkMailDirectoryPolicy.judge(password, takes64: !settings.refusesPasswordOf64)
        guard verdict.isAccepted else {
            throw MailOrganizationError(
                .invalidPassword, operation: operation,
                message: "the password needs \(verdict.violations.map(\.description).joined(separator: "; "))")
        }
        return try PasswordHash(of: password)
    }

    @concurrent private static func matches(_ password: Password, _ hash: PasswordHash) async throws -> Bool {
        try hash.matches(password)
    }
}
