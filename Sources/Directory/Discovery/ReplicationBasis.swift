// SPDX-License-Identifier: Apache-2.0
import LDAP

/// What the mirror was read from: the copies of the directory's database, each up to a USN. Of the domain controller that
/// was read it is where that one was, and of all others up to where it had got their changes.
///
/// Another domain controller may be asked only when it has all of this, for else it tells of people as they were: whoever
/// was disabled since would be enabled again, and whoever is new would be missing. USNs count on the controller that gave
/// them only, so the question is put in the terms of replication itself: each copy keeps a vector that says up to which USN
/// of every other copy it has everything (`replUpToDateVector`, [MS-DRSR] 5.166; [MS-ADTS] 3.1.1.1.9).
public struct ReplicationBasis: Hashable, Sendable, Codable {
    struct Copy: Hashable, Sendable, Codable {
        /// The controller's name; `nil` of those that were not read themselves.
        var server: String?
        var usn: Int64
    }

    private(set) var read: [ObjectGUID: Copy] = [:]

    public init() {}

    /// - Parameter usn: up to where the server was read.
    init(_ server: DirectoryServer, upTo usn: Int64?, vector: UpToDateVector) {
        for (invocationID, usn) in vector.cursors { read[invocationID] = Copy(server: nil, usn: usn) }
        add(server, upTo: usn)
    }

    /// With what was read of one more server, or of the same one up to a higher USN. Nobody replicates from one that is
    /// read-only: of what it has, the vector says where it is from.
    /// - Parameter usn: where it is not known, `.max`, and everything counts that was committed when the connection was made.
    public mutating func add(_ server: DirectoryServer, upTo usn: Int64?) {
        guard !server.isReadOnly, let invocationID = server.invocationID, let usn,
            let usn = usn == .max ? server.highestCommittedUSN : usn
        else { return }
        read[invocationID] = Copy(server: server.cursorName, usn: max(usn, read[invocationID]?.usn ?? usn))
    }

    /// With what was mirrored since by a read that has kept no cursor. A copy that was not there before comes without its
    /// controller: no cursor will object when that one is put back, so the basis has to.
    public func raised(by other: ReplicationBasis) -> ReplicationBasis {
        var both = self
        both.read.merge(other.read.mapValues { Copy(server: nil, usn: $0.usn) }) {
            Copy(server: $0.server, usn: max($0.usn, $1.usn))
        }
        return both
    }

    /// With what was read before of the same copy, too.
    public func merged(with before: ReplicationBasis?) -> ReplicationBasis {
        var both = self
        for (invocationID, copy) in before?.read ?? [:] {
            guard let known = both.read[invocationID] else { continue }
            both.read[invocationID]?.usn = max(known.usn, copy.usn)
        }
        return both
    }

    /// What a controller with this vector lacks; `nil` when it has everything. Pure.
    func lag(of server: DirectoryServer, vector: UpToDateVector) -> Lag? {
        for (invocationID, copy) in read.sorted(by: { $0.key < $1.key }) where !wasRead(copy, from: server) {
            let isOwn = invocationID == server.invocationID
            // Of its own changes a controller has no cursor: it has all of them, up to where it is.
            let has = isOwn ? server.highestCommittedUSN : vector[invocationID]
            if (has ?? -1) < copy.usn {
                return Lag(invocationID: invocationID, read: copy.usn, has: has, isPutBack: isOwn)
            }
        }
        return nil
    }

    /// What was read from the very controller is the cursor's matter (`DirectoryCursor.verdict`), also when it has a new
    /// database by now: there may be no other that has what was lost with the old one. What another one had got from it is
    /// not: with its old database in place of the present one it would tell of people as they were, and no cursor would object,
    /// since the one there is counts on the other controller.
    private func wasRead(_ copy: Copy, from server: DirectoryServer) -> Bool {
        copy.server.map { $0.utf8.elementsEqual(server.cursorName.utf8) } ?? false
    }

    func needsVector(of server: DirectoryServer) -> Bool {
        read.contains { $0.key != server.invocationID && !wasRead($0.value, from: server) }
    }
}

extension DirectoryServer {
    /// As cursors name it.
    var cursorName: String { dnsHostName ?? serviceName ?? "" }
}

/// `replUpToDateVector`: up to which USN of each other copy of the database this one has everything.
///
/// UPTODATE_VECTOR version 1 or 2 ([MS-DRSR] 5.166, 5.167), little-endian: version, four bytes of nothing, count, four bytes of
/// nothing; then per copy its invocationId, the USN, and in version 2 the time of the last replication. An ordinary account
/// may read it. Samba 4.17 has it in version 2, and not `msDS-NCReplCursors`, which says the same on Active Directory.
struct UpToDateVector: Hashable, Sendable {
    private(set) var cursors: [ObjectGUID: Int64] = [:]

    subscript(invocationID: ObjectGUID) -> Int64? { cursors[invocationID] }

    /// A copy that has never replicated has no vector.
    init(_ cursors: [ObjectGUID: Int64] = [:]) { self.cursors = cursors }

    /// `nil` when the bytes are no such vector.
    init?(_ bytes: [UInt8]) {
        func number(_ at: Int, _ count: Int) -> UInt64 {
            (0..<count).reduce(0) { $0 | UInt64(bytes[at + $1]) << (8 * UInt64($1)) }
        }
        guard bytes.count >= 16 else { return nil }
        let version = number(0, 4)
        guard version == 1 || version == 2 else { return nil }
        let size = version == 1 ? 24 : 32
        let count = Int(number(8, 4))
        guard bytes.count == 16 + count * size else { return nil }
        for index in 0..<count {
            let start = 16 + index * size
            guard let guid = ObjectGUID(bytes: Array(bytes[start..<(start + 16)])) else { return nil }
            cursors[guid] = Int64(clamping: number(start + 16, 8))
        }
    }
}

extension ActiveDirectory {
    /// What somebody has seen who has read this controller.
    /// - Parameter usn: the highest `uSNChanged` of what was read. What else was committed need not have reached another
    ///   controller: a logon, a name in DNS. Where that is not known, `.max`, and everything committed up to now counts.
    public func basis(upTo usn: Int64) async throws -> ReplicationBasis {
        let committed = try await highestCommittedUSN()
        return ReplicationBasis(
            server, upTo: committed.map { min($0, usn) }, vector: try await upToDateVector())
    }

    /// The same for a read that begins: what this controller has got from the others. What is read of its own is added.
    public func basisSoFar() async throws -> ReplicationBasis {
        ReplicationBasis(server, upTo: nil, vector: try await upToDateVector())
    }

    /// - Throws: `ControllerFailure.behind` when this controller has not yet got all that the mirror was read from.
    public func require(_ basis: ReplicationBasis) async throws {
        let vector = basis.needsVector(of: server) ? try await upToDateVector() : UpToDateVector()
        if let lag = basis.lag(of: server, vector: vector) {
            throw ControllerFailure.behind(connection.configuration.url, lag)
        }
    }

    /// Of a controller that does not tell it is empty, and so is that of one that has never replicated.
    func upToDateVector() async throws -> UpToDateVector {
        try await connection.read(.dn(domain), attributes: ["replUpToDateVector"])?
            .values("replUpToDateVector").first.flatMap { UpToDateVector($0) } ?? UpToDateVector()
    }
}
