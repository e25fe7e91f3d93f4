// SPDX-License-Identifier: Apache-2.0
import LDAP

/// What went wrong between us and the directory, in words for an administrator: the thing, the cause, what to do.
public struct DirectoryTrouble: Sendable {
    public var thing: String
    public var cause: String
    public var remedy: String
    /// Whether the same may work a little later.
    public var isTransient: Bool
    /// Whether it may end without another configuration, so that a service that starts waits for that: what is transient, and
    /// what somebody mends elsewhere, such as a clock, a certificate, a right, or a domain controller's database.
    public var mayPass: Bool
    /// Whether the service account was refused. The same again may lock it, so it is better not tried soon.
    public var isRefusal = false

    /// `nil` for an error that is not about the directory.
    public init?(_ error: any Error) {
        switch error {
        case let error as LDAPError: self.init(error)
        case let failure as TLSFailure:
            self.init(
                "TLS with \(failure.server)", "\(failure.reason)", Self.remedy(for: failure.reason),
                mayPass: failure.reason.mayPass)
        case let failure as DirectoryFailure:
            self.init("directory", "\(failure)", "set directory.url to a domain controller")
        case let failure as ControllerFailure: self.init(failure)
        case let failure as ServiceLookupFailure:
            self.init(
                "DNS", "\(failure)", "check the system's DNS, or name the domain controllers in directory.urls",
                isTransient: true)
        case let failure as ScopeFailure:
            self.init(
                "scope", "\(failure)", "correct the section “scope” of the configuration", mayPass: failure.mayPass)
        case let lost as LostRight:
            self.init(
                "read rights", "\(lost)",
                "give the account the right again; if that is how it shall be: workmail-sync sync --full",
                mayPass: true)
        case let failure as DelegatedChangeFailure: self.init(delegated: failure)
        case let failure as PasswordResetFailure: self.init(reset: failure)
        case let failure as LDAPURLFailure:
            self.init("directory.url", "\(failure)", "write it as ldaps://dc1.corp.example.com")
        default: return nil
        }
    }

    init(_ thing: String, _ cause: String, _ remedy: String, isTransient: Bool = false, mayPass: Bool = false) {
        self.thing = thing
        self.cause = cause
        self.remedy = remedy
        self.isTransient = isTransient
        self.mayPass = isTransient || mayPass
    }

    private init(_ failure: ControllerFailure) {
        switch failure {
        case .noneNamed:
            self.init(
                "directory.domain", "\(failure)",
                "check the name, or name the domain controllers in directory.urls", mayPass: true)
        case .behind(_, let lag) where lag.isPutBack:
            self.init(
                "directory", "\(failure)",
                "nothing was concluded; restore that domain controller by the directory's own means. If the earlier state is what "
                    + "counts: workmail-sync sync --full",
                isTransient: true)
        case .behind:
            self.init(
                "directory", "\(failure)",
                "nothing was concluded; run again when replication has caught up. If that other domain controller is "
                    + "lost for good: workmail-sync sync --full",
                isTransient: true)
        case .noneUsable(let attempts):
            let troubles = attempts.compactMap { DirectoryTrouble($0.error) }
            self.init(
                "directory", "no domain controller could be used: \(failure)",
                troubles.first?.remedy ?? "run workmail-sync doctor",
                isTransient: troubles.contains { $0.isTransient }, mayPass: troubles.contains { $0.mayPass })
        }
    }

    private init(_ error: LDAPError) {
        let thing = "\(error.operation.rawValue) at \(error.server)"
        let said = error.diagnosticMessage.isEmpty ? "" : " (\(error.diagnosticMessage))"
        switch (error.operation, error.code) {
        case (.bind, .invalidCredentials) where !error.refusesAccount:
            self.init(
                thing, "\(ActiveDirectoryBindReason.noLogonServers)\(said)",
                "check that this domain controller reaches the others; nothing was read and nothing changed",
                isTransient: true)
        case (.bind, .invalidCredentials):
            let reason = error.activeDirectoryBindReason.map { "\($0)" } ?? "the directory refuses name or password"
            self.init(
                thing, reason + said,
                error.account.map { "check the name “\($0)” and its password; nothing was changed" }
                    ?? "check directory.bind_name and the password file; nothing was read and nothing changed",
                mayPass: error.activeDirectoryBindReason?.isOfAccount == true)
            isRefusal = true
        case (.ticket, _) where error.code != .timeout: self.init(keytab: error, said)
        case (.ticketBind, _) where error.ticketReason != nil || error.code == .localError || !error.code.isLocal:
            self.init(ticket: error, thing, said)
        case (.bind, .strongerAuthRequired), (.bind, .confidentialityRequired):
            self.init(
                thing, "the server wants an encrypted connection\(said)", "use ldaps:// or directory.start_tls: true")
        case (.resolve, _):
            self.init(
                thing, error.diagnosticMessage, "check the name in directory.url and the system's DNS",
                isTransient: true)
        case (.connect, _):
            self.init(
                thing, error.diagnosticMessage.isEmpty ? "\(error.code)" : error.diagnosticMessage,
                "check that the domain controller is up and that no firewall is between", isTransient: true)
        case (_, .serverDown), (_, .connectError), (_, .timeout), (_, .busy), (_, .unavailable):
            self.init(
                thing, "\(error.code)\(said)",
                "nothing was concluded from what had been read; run again when the server answers",
                isTransient: true)
        case (_, .insufficientAccessRights):
            self.init(
                thing, "the account may not do that\(said)", "run workmail-sync doctor",
                mayPass: error.operation == .search)
        default:
            // A domain controller that is starting, or in trouble, refuses what it takes a minute later.
            self.init(
                thing, "\(error.code)\(said)", "run workmail-sync doctor",
                mayPass: error.operation == .search && !error.code.isLocal
                    || error.operation == .bind && [.operationsError, .other, .unwillingToPerform].contains(error.code))
        }
    }

    private static func remedy(for reason: TLSFailure.Reason) -> String {
        switch reason {
        case .unknownAuthority: "set directory.ca_file to the authority's certificate (PEM)"
        case .expired, .notYetValid: "renew the domain controller's certificate, and check both clocks"
        case .authorityExpired: "renew the authority's certificate and put it into directory.ca_file"
        case .hostMismatch: "set directory.url to a name that the certificate has"
        case .protocolTooOld: "let the domain controller speak TLS 1.2 or later"
        case .notTLS: "check the port in directory.url; for StartTLS use ldap:// with directory.start_tls: true"
        case .other: "run workmail-sync doctor"
        }
    }
}

extension ScopeFailure {
    /// What is gone may be restored, or the right to read it given again.
    var mayPass: Bool { if case .gone = self { true } else { false } }
}

extension TLSFailure.Reason {
    /// Whether it may be a matter of time: of a clock that is not set yet, of a certificate that somebody will renew, of a
    /// server that is starting and closes what it has accepted.
    var mayPass: Bool {
        switch self {
        case .expired, .notYetValid, .authorityExpired, .notTLS: true
        case .unknownAuthority, .hostMismatch, .protocolTooOld, .other: false
        }
    }
}
