// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// Why no domain controller could be used.
public enum ControllerFailure: Error, Sendable, CustomStringConvertible {
    /// DNS was asked, and names none.
    case noneNamed(by: String)
    /// Each was tried.
    case noneUsable([Attempt])
    /// It has not yet got everything that was read from another.
    case behind(LDAPURL, Lag)

    /// One that was tried, and why it could not be used.
    public struct Attempt: Sendable {
        public var url: LDAPURL
        public var error: any Error
    }

    public var description: String {
        switch self {
        case .noneNamed(let name): "DNS has no SRV records of \(name)"
        case .noneUsable(let attempts):
            attempts.map { "\($0.url): \(DirectoryTrouble($0.error)?.cause ?? "\($0.error)")" }
                .joined(separator: "; ")
        case .behind(let url, let lag): "\(url) \(lag)"
        }
    }
}

extension ControllerFailure {
    /// Whether another domain controller may do better.
    static func isOfController(_ error: any Error) -> Bool {
        switch error {
        case let error as LDAPError:
            switch (error.operation, error.code) {
            case (_, .paramError), (.configure, _): false
            // Whoever is refused here is refused everywhere, and each try counts towards locking the account: a password by the
            // domain, a keytab's key by the KDC, which is not the controller that the ticket would be for.
            case (.bind, .invalidCredentials): !error.refusesAccount
            case (.ticket, _): false
            case (.ticketBind, _): error.ticketReason.map { ![.noTicket, .expired, .noMechanism].contains($0) } ?? true
            case (.resolve, _), (.connect, _), (.startTLS, _), (.handshake, _), (.bind, _): true
            case (_, .serverDown), (_, .timeout), (_, .decodingError), (_, .connectError), (_, .localError): true
            case (_, .busy), (_, .unavailable): true
            // What a controller says to a search of ours when its database is damaged or its limits are others'. Of changes it
            // means something else (`ChangesRefused`).
            case (.search, .operationsError), (.search, .other), (.search, .unwillingToPerform): true
            case (.search, .timeLimitExceeded), (.search, .adminLimitExceeded): true
            default: false
            }
        case is TLSFailure, is DirectoryFailure: true
        case ControllerFailure.behind: true
        default: false
        }
    }
}

/// Which domain controller is asked, and why that one.
public struct ControllerChoice: Sendable, CustomStringConvertible {
    public var url: LDAPURL
    /// `directory.urls`, or the name of the SRV records.
    public var namedBy: String
    public var isPreferred: Bool
    /// Who was tried before it just now.
    public var failed: [ControllerFailure.Attempt]

    /// Nothing worth telling: the preferred one was asked and answered.
    public var isUndisturbed: Bool { isPreferred && failed.isEmpty }

    public var description: String {
        var text = "\(url), named by \(namedBy)"
        if !isPreferred { text += ", not the preferred one" }
        for attempt in failed {
            text += "; \(attempt.url) was tried first: \(DirectoryTrouble(attempt.error)?.cause ?? "\(attempt.error)")"
        }
        return text
    }
}

/// How far behind a domain controller is.
public struct Lag: Hashable, Sendable, CustomStringConvertible {
    /// The copy of the database that was read before.
    public var invocationID: ObjectGUID
    /// Up to where it was read.
    public var read: Int64
    /// Up to where the controller has its changes; `nil` when it has none of them, or does not say.
    public var has: Int64?
    /// Whether these were its own changes, which it has no longer: its database was put back to an earlier state behind the
    /// directory's back (USN rollback), and no replication brings them again.
    public var isPutBack = false

    public var description: String {
        if isPutBack {
            return
                "was put back to an earlier state (\(invocationID): its changes up to USN \(read) were read from another "
                + "domain controller, it is at \(has.map { "\($0)" } ?? "none"))"
        }
        let what = "has not yet got all that was read from another domain controller"
        return "\(what) (\(invocationID): USN \(read) was read, \(has.map { "it has \($0)" } ?? "it has none"))"
    }
}
