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
    public internal(set) var choice: ControllerChoice

    /// Connects to the domain controller that is to be asked, binds, looks at it, runs `body` and disconnects, whatever
    /// happens.
    ///
    /// When it cannot be used, or breaks off within `body`, `body` is run again from its start on the next one: what was read
    /// on two of them is not a whole. One that breaks off after it has been well for minutes is tried once more itself: once,
    /// unless it was well for an hour. With a wrong password nobody else is tried, since that locks accounts.
    ///
    /// Where DNS names them and the site is not known, the first one is asked for it and left for one of the site.
    /// - Parameter continuing: whether this belongs to a run that has begun, which stays with its domain controller.
    /// - Throws: what `body` throws; where only one could be tried, what went wrong there (`LDAPError`, TLS failures,
    ///   `DirectoryFailure` when it is no domain controller), else `ControllerFailure`.
    public static func connect<Result: Sendable>(
        _ configuration: DirectoryConfiguration, continuing: Bool = false,
        _ body: (ActiveDirectory) async throws -> Result
    ) async throws -> Result {
        let memory = configuration.memory
        var round = try await ControllerRound(configuration, continuing: continuing)
        while let candidate = round.next() {
            var begun: ContinuousClock.Instant?
            do {
                let connection = try round.connection(to: candidate)
                // Nothing when there is one that is nearer.
                let result: Result? = try await LDAPConnection.withConnection(connection) { connection in
                    configuration.progress()
                    await connection.whenHeard(configuration.progress)
                    try await configuration.bind(connection)
                    configuration.progress()
                    var directory = try await ActiveDirectory(
                        connection: connection, pageSize: configuration.pageSize, choice: round.choice(of: candidate))
                    memory.change { $0.chose(candidate.url, at: memory.now()) }
                    if try await directory.learnSite(configuration) {
                        await round.orderAgain()
                        if let upcoming = round.upcoming, upcoming.url != candidate.url { return nil }
                        if let same = round.next() { directory.choice = round.choice(of: same) }
                    }
                    begun = memory.now()
                    return try await body(directory)
                }
                guard let result else { continue }
                memory.change { $0.wasWell(candidate.url) }
                return result
            } catch {
                if let begun, memory.now() - begun >= round.wellAfter, ControllerFailure.isOfController(error) {
                    memory.change { $0.wasWell(candidate.url) }
                    await round.beginAgain()
                } else {
                    try round.failed(candidate, error)
                }
            }
        }
        throw round.failure
    }

    init(connection: LDAPConnection, pageSize: Int, choice: ControllerChoice) async throws {
        guard let root = try await connection.read(.rootDSE, attributes: DirectoryServer.attributes) else {
            throw DirectoryFailure.notADirectory
        }
        let invocationID = try await Self.invocationID(of: root) { service in
            try await connection.read(service, attributes: ["invocationId"])
        }
        let server = try DirectoryServer(rootDSE: root, invocationID: invocationID)
        guard let domain = try? DN(parsing: server.domainDN) else { throw DirectoryFailure.notADirectory }
        self.server = server
        self.connection = connection
        self.domain = domain
        self.pageSize = pageSize
        self.choice = choice
    }

    /// Which copy of the database a server has; `nil` where it does not show that.
    ///
    /// Where it does not come for another reason, nobody may go on without it: everything would be read each time.
    /// - Parameter read: reads the entry that `dsServiceName` names; `nil` where that does not exist.
    static func invocationID(
        of rootDSE: LDAPEntry, reading read: (SearchBase) async throws -> LDAPEntry?
    ) async throws -> ObjectGUID? {
        guard let service = rootDSE.first("dsServiceName"),
            let dn = try? DN(parsing: String(decoding: service, as: UTF8.self))
        else { return nil }
        do {
            let entry = try await read(.dn(dn))
            return ObjectGUID(bytes: entry?.first("invocationId") ?? [])
        } catch LDAPResultCode.insufficientAccessRights {
            return nil
        }
    }
}
