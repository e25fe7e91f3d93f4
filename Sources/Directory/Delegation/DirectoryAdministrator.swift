// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A domain as an administrator may change it, under the administrator's own name. The account of the configuration is
/// not used, and nothing but a ``DelegatedChange`` can be written.
public struct DirectoryAdministrator: Sendable {
    /// As whom: the name that was given, or the principal of the Kerberos ticket.
    public let name: String
    let connection: LDAPConnection
    let hasAssertion: Bool

    /// Connects to the domain controller that a run would ask, binds as the administrator, runs `body` and disconnects,
    /// whatever happens.
    ///
    /// One that cannot be used is passed over, but only as long as `body` has not begun: a change that was sent is never sent
    /// to another one. With a wrong password nobody else is tried.
    /// - Throws: `DelegatedChangeFailure.clearText` before anything is sent; where only one could be tried, what went wrong
    ///   there (`LDAPError`, TLS failures, `DirectoryFailure` when it is no domain controller), else `ControllerFailure`.
    public static func connect<Result: Sendable>(
        _ configuration: DirectoryConfiguration, as credential: AdministratorCredential,
        _ body: (DirectoryAdministrator) async throws -> Result
    ) async throws -> Result {
        guard configuration.connection.transport != .clear else { throw DelegatedChangeFailure.clearText }
        let memory = configuration.memory
        var round = try await ControllerRound(configuration, continuing: true)
        while let candidate = round.next() {
            var isBegun = false
            do {
                let connection = try round.connection(to: candidate)
                return try await LDAPConnection.withConnection(connection) { connection in
                    try await bind(connection, as: credential)
                    let root = try await connection.rootDSE(attributes: DirectoryServer.attributes)
                    let server = try DirectoryServer(rootDSE: root, invocationID: nil)
                    // Whoever looks afterwards at what was changed is to look here.
                    memory.change { $0.chose(candidate.url, at: memory.now()) }
                    isBegun = true
                    return try await body(
                        DirectoryAdministrator(
                            name: await connection.boundName, connection: connection,
                            hasAssertion: server.supportedControls.contains(LDAPControl.assertionOID)))
                }
            } catch {
                if isBegun { throw error }
                try round.failed(candidate, error)
            }
        }
        throw round.failure
    }

    private static func bind(_ connection: LDAPConnection, as credential: AdministratorCredential) async throws {
        switch credential {
        case .password(let name, let password):
            do {
                try await connection.bind(as: name, password: password.secret)
            } catch var error as LDAPError {
                error.account = name
                throw error
            }
        case .kerberosTicket:
            try await connection.bindWithTicket()
        }
    }

    /// Makes the change if the old values are still there, byte for byte; all of it or nothing.
    /// - Returns: the attributes of the change as they were read back.
    /// - Throws: `DelegatedChangeFailure`; `LDAPError` when the object could not even be read.
    public func apply(_ change: DelegatedChange) async throws -> ObservedAttributes {
        try await GuardedWrite(
            connection: connection, target: .guid(change.guid.bytes), guid: change.guid, changes: change.changes,
            hasAssertion: hasAssertion
        ).run()
    }
}

/// Attributes of one object as they were read.
public struct ObservedAttributes: Hashable, Sendable {
    public var guid: ObjectGUID
    /// Where the object is now.
    public var dn: String
    /// By the names that were asked for, without those that are absent.
    public var values: [String: String]

    public init(guid: ObjectGUID, dn: String, values: [String: String]) {
        self.guid = guid
        self.dn = dn
        self.values = values
    }
}
