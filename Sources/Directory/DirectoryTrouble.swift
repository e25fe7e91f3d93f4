// SPDX-License-Identifier: Apache-2.0
import LDAP

/// What went wrong between us and the directory, in words for an administrator: the thing, the cause, what to do.
public struct DirectoryTrouble: Sendable {
    public var thing: String
    public var cause: String
    public var remedy: String
    /// Whether the same may work a little later.
    public var isTransient: Bool

    /// `nil` for an error that is not about the directory.
    public init?(_ error: any Error) {
        switch error {
        case let error as LDAPError: self.init(error)
        case let failure as TLSFailure:
            self.init("TLS with \(failure.server)", "\(failure.reason)", Self.remedy(for: failure.reason))
        case let failure as DirectoryFailure:
            self.init("directory", "\(failure)", "set directory.url to a domain controller")
        case let failure as ControllerFailure: self.init(failure)
        case let failure as ServiceLookupFailure:
            self.init(
                "DNS", "\(failure)", "check the system's DNS, or name the domain controllers in directory.urls",
                isTransient: true)
        case let failure as ScopeFailure:
            self.init("scope", "\(failure)", "correct the section “scope” of the configuration")
        case let lost as LostRight:
            self.init(
                "read rights", "\(lost)",
                "give the account the right again; if that is how it shall be: workmail-sync sync --full")
        case let failure as DelegatedChangeFailure: self.init(delegated: failure)
        case let failure as PasswordResetFailure: self.init(reset: failure)
        case let failure as LDAPURLFailure:
            self.init("directory.url", "\(failure)", "write it as ldaps://dc1.corp.example.com")
        default: return nil
        }
    }

    init(_ thing: String, _ cause: String, _ remedy: String, isTransient: Bool = false) {
        self.thing = thing
        self.cause = cause
        self.remedy = remedy
        self.isTransient = isTransient
    }

    private init(_ failure: ControllerFailure) {
        switch failure {
        case .noneNamed:
            self.init(
                "directory.domain", "\(failure)",
                "check the name, or name the domain controllers in directory.urls")
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
                isTransient: troubles.contains { $0.isTransient })
        }
    }

    private init(_ error: LDAPError) {
        let thing = "\(error.operation.rawValue) at \(error.server)"
        let said = error.diagnosticMessage.isEmpty ? "" : " (\(error.diagnosticMessage))"
        switch (error.operation, error.code) {
        case (.bind, .invalidCredentials):
            let reason = error.activeDirectoryBindReason.map { "\($0)" } ?? "the directory refuses name or password"
            self.init(
                thing, reason + said,
                error.account.map { "check the name “\($0)” and its password; nothing was changed" }
                    ?? "check directory.bind_name and the password file; nothing was read and nothing changed")
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
            self.init(thing, "the account may not do that\(said)", "run workmail-sync doctor")
        default: self.init(thing, "\(error.code)\(said)", "run workmail-sync doctor")
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
