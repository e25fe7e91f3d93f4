// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A domain as one bound connection sees it. Reads only: this program never writes to a directory under the
/// configuration's account. What an administrator changes under their own name is ``DirectoryAdministrator``'s.
public struct ActiveDirectory: Sendable {
    public internal(set) var server: DirectoryServer
    let connection: LDAPConnection
    let domain: DN
    let pageSize: Int

    /// Connects, binds, looks at the server, runs `body` and disconnects, whatever happens.
    /// - Throws: `LDAPError` and TLS failures from the connection, `DirectoryFailure` when it is no domain controller.
    public static func connect<Result: Sendable>(
        _ configuration: DirectoryConfiguration, _ body: (ActiveDirectory) async throws -> Result
    ) async throws -> Result {
        let port = configuration.connection.url.port
        guard port != 3268, port != 3269 else { throw DirectoryFailure.globalCatalog(port: port) }
        return try await LDAPConnection.withConnection(configuration.connection) { connection in
            try await connection.bind(as: configuration.bindName, password: configuration.bindPassword)
            let directory = try await ActiveDirectory(connection: connection, pageSize: configuration.pageSize)
            return try await body(directory)
        }
    }

    private init(connection: LDAPConnection, pageSize: Int) async throws {
        guard let root = try await connection.read(.rootDSE, attributes: DirectoryServer.attributes) else {
            throw DirectoryFailure.notADirectory
        }
        var invocationID: ObjectGUID?
        if let service = root.values("dsServiceName").first,
            let dn = try? DN(parsing: String(decoding: service, as: UTF8.self)),
            let entry = try? await connection.read(.dn(dn), attributes: ["invocationId"])
        {
            invocationID = ObjectGUID(bytes: entry.values("invocationId").first ?? [])
        }
        let server = try DirectoryServer(rootDSE: root, invocationID: invocationID)
        guard let domain = try? DN(parsing: server.domainDN) else { throw DirectoryFailure.notADirectory }
        self.server = server
        self.connection = connection
        self.domain = domain
        self.pageSize = pageSize
    }
}
