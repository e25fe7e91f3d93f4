// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP

/// What the domain controller says about itself in its root entry (rootDSE, [MS-ADTS] 3.1.1.3.2).
public struct DirectoryServer: Hashable, Sendable {
    /// The domain's DN, for example `DC=corp,DC=example,DC=com`.
    public var domainDN: String
    public var dnsHostName: String?
    /// `dsServiceName`: the object whose `invocationId` names this copy of the database.
    public var serviceName: String?
    public var invocationID: ObjectGUID?
    /// The highest USN committed when it was asked: a later read sees at least everything up to it.
    public var highestCommittedUSN: Int64?
    /// How far the server's clock was ahead of this machine's when it told it, in seconds; `nil` when it does not tell.
    public var secondsAhead: Double?
    /// For example `Samba Team (https://www.samba.org)`; Active Directory gives none.
    public var vendorName: String?
    public var vendorVersion: String?
    /// Whether it is Samba, which Simple AD is too.
    var isSamba: Bool { vendorName?.hasPrefix("Samba") == true }
    public var supportedControls: Set<String>
    /// Whether the server calls itself an Active Directory (capability 1.2.840.113556.1.4.800).
    public var isActiveDirectory: Bool
    /// Whether it is a read-only domain controller (capability 1.2.840.113556.1.4.1920): nobody replicates from it, so no
    /// other one's vector has its copy.
    public var isReadOnly: Bool

    static let attributes =
        [
            "defaultNamingContext", "dnsHostName", "dsServiceName", "vendorName", "vendorVersion", "supportedControl",
            "supportedCapabilities",
        ] + moving

    /// - Throws: `DirectoryFailure.notADirectory` when there is no default naming context.
    init(rootDSE: LDAPEntry, invocationID: ObjectGUID?) throws(DirectoryFailure) {
        func texts(_ name: String) -> [String] { rootDSE.values(name).map { String(decoding: $0, as: UTF8.self) } }
        guard let domain = texts("defaultNamingContext").first else { throw .notADirectory }
        domainDN = domain
        dnsHostName = texts("dnsHostName").first
        serviceName = texts("dsServiceName").first
        self.invocationID = invocationID
        vendorName = texts("vendorName").first
        vendorVersion = texts("vendorVersion").first
        supportedControls = Set(texts("supportedControl"))
        let capabilities = texts("supportedCapabilities")
        isActiveDirectory = capabilities.contains("1.2.840.113556.1.4.800")
        isReadOnly = capabilities.contains("1.2.840.113556.1.4.1920")
        look(at: rootDSE)
    }

    /// What is another at each look.
    static let moving = ["highestCommittedUSN", "currentTime"]

    /// `highestCommittedUSN`; `nil` also for a number that no database comes to, with which we could not count on.
    static func usn(_ rootDSE: LDAPEntry) -> Int64? {
        rootDSE.string("highestCommittedUSN").flatMap { Int64($0) }.flatMap { (0..<(1 << 59)).contains($0) ? $0 : nil }
    }

    /// Takes over what ``moving`` names.
    mutating func look(at rootDSE: LDAPEntry) {
        highestCommittedUSN = Self.usn(rootDSE)
        secondsAhead = rootDSE.string("currentTime").flatMap(GeneralizedTime.date)?.timeIntervalSinceNow
    }
}

/// Why a server cannot be used as the directory.
public enum DirectoryFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case notADirectory
    /// Port 3268 or 3269: the global catalog has no `member` of other domains' groups and only some attributes.
    case globalCatalog(port: Int)

    public var description: String {
        switch self {
        case .notADirectory: "the server has no defaultNamingContext: it is no Active Directory domain controller"
        case .globalCatalog(let port):
            "port \(port) is a global catalog, which holds only some of the attributes; use 636 (or 389 with StartTLS)"
        }
    }
}
