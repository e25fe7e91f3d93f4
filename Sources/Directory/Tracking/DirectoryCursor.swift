// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// Up to where a domain was read, on which copy of its database.
///
/// Taken before anything is read: whatever changes meanwhile comes again with the next changes. Both kinds of cursor count
/// only on the domain controller that gave them; on another, or on another life of the same one, everything is read.
public struct DirectoryCursor: Hashable, Sendable, Codable {
    /// The domain's DN.
    public var domain: String
    public var server: String
    /// `invocationId` of the copy of the database ([MS-ADTS] 3.1.1.1.9): a new one after every restore that was done well.
    public var invocationID: ObjectGUID
    /// `highestCommittedUSN`: everything up to it has been read.
    public var usn: Int64
    public var method: TrackingMethod
    /// How DirSync is asked.
    public var flags: DirSyncFlags
    /// DirSync's; empty for `uSNChanged`.
    public var cookie: [UInt8]

    public init(
        domain: String, server: String, invocationID: ObjectGUID, usn: Int64, method: TrackingMethod,
        flags: DirSyncFlags = .objectSecurity, cookie: [UInt8] = []
    ) {
        self.domain = domain
        self.server = server
        self.invocationID = invocationID
        self.usn = usn
        self.method = method
        self.flags = flags
        self.cookie = cookie
    }

    /// Whether there is anything new, judged by what a server says of itself. Pure.
    public enum Verdict: Hashable, Sendable {
        /// Not a single change has been committed since.
        case upToDate
        case behind
        case unusable(FullReadReason)
    }

    public func verdict(on other: DirectoryServer) -> Verdict {
        let name = other.dnsHostName ?? other.serviceName ?? ""
        guard other.domainDN.utf8.elementsEqual(domain.utf8), name.utf8.elementsEqual(server.utf8) else {
            return .unusable(.otherController(was: server, is: name))
        }
        guard let invocation = other.invocationID, let highest = other.highestCommittedUSN else {
            return .unusable(.noTracking("\(name) no longer shows its invocationId or highestCommittedUSN"))
        }
        if invocation != invocationID { return .unusable(.databaseReplaced(server: name)) }
        if highest < usn { return .unusable(.wentBack(server: name, from: usn, to: highest)) }
        return highest == usn ? .upToDate : .behind
    }
}
