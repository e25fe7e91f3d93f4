// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A domain as one bound connection sees it. Reads only: this program never writes to a directory under the
/// configuration's account. What an administrator changes under their own name is ``DirectoryAdministrator``'s.
public struct ActiveDirectory: Sendable {
    public internal(set) var server: DirectoryServer
    let connection: LDAPConnection
    let domain: DN
    let pageSize: Int

    /// Why this domain controller was chosen.
    public let choice: ControllerChoice

    /// Connects to the domain controller that is to be asked, binds, looks at it, runs `body` and disconnects, whatever
    /// happens.
    ///
    /// When it cannot be used, or breaks off within `body`, `body` is run again from its start on the next one: what was read
    /// on two of them is not a whole. With a wrong password nobody else is tried, since that locks accounts.
    /// - Parameter continuing: whether this belongs to a run that has begun, which stays with its domain controller.
    /// - Throws: what `body` throws; where only one could be tried, what went wrong there (`LDAPError`, TLS failures,
    ///   `DirectoryFailure` when it is no domain controller), else `ControllerFailure`.
    public static func connect<Result: Sendable>(
        _ configuration: DirectoryConfiguration, continuing: Bool = false,
        _ body: (ActiveDirectory) async throws -> Result
    ) async throws -> Result {
        let memory = configuration.memory
        var generator = SystemRandomNumberGenerator()
        let named = try await configuration.candidates(using: &generator)
        let order = memory.change { $0.order(named, continuing: continuing, at: memory.now()) }
        var attempts: [ControllerFailure.Attempt] = []
        for candidate in order {
            var connection = configuration.connection
            connection.url = candidate.url
            do {
                guard candidate.url.port != 3268, candidate.url.port != 3269 else {
                    throw DirectoryFailure.globalCatalog(port: candidate.url.port)
                }
                return try await LDAPConnection.withConnection(connection) { connection in
                    try await configuration.bind(connection)
                    let choice = ControllerChoice(
                        url: candidate.url, namedBy: candidate.namedBy, isPreferred: candidate == named.first,
                        failed: attempts)
                    let directory = try await ActiveDirectory(
                        connection: connection, pageSize: configuration.pageSize, choice: choice)
                    memory.change { $0.succeeded(candidate.url) }
                    if configuration.learnsSite, let site = try await directory.clientSite() {
                        memory.change { $0.site = site }
                    }
                    return try await body(directory)
                }
            } catch {
                guard ControllerFailure.isOfController(error) else { throw error }
                memory.change {
                    $0.failed(
                        candidate.url, because: DirectoryTrouble(error)?.cause ?? "\(error)", at: memory.now(),
                        jitter: .random(in: ControllerHealth.jitters))
                }
                attempts.append(ControllerFailure.Attempt(url: candidate.url, error: error))
            }
        }
        if attempts.count == 1 { throw attempts[0].error }
        throw ControllerFailure.noneUsable(attempts)
    }

    private init(connection: LDAPConnection, pageSize: Int, choice: ControllerChoice) async throws {
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
        self.choice = choice
    }
}
