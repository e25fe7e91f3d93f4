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
            case (_, .paramError), (.bind, .invalidCredentials), (.configure, _): false
            case (.resolve, _), (.connect, _), (.startTLS, _), (.handshake, _), (.bind, _), (.ticketBind, _): true
            case (_, .serverDown), (_, .timeout), (_, .decodingError), (_, .connectError), (_, .localError): true
            case (_, .busy), (_, .unavailable): true
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

    public var description: String {
        let what = "has not yet got all that was read from another domain controller"
        return "\(what) (\(invocationID): USN \(read) was read, \(has.map { "it has \($0)" } ?? "it has none"))"
    }
}
