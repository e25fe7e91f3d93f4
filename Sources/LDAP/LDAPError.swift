// SPDX-License-Identifier: Apache-2.0

/// An operation that did not end in success, with the other side's own code.
public struct LDAPError: Error, Sendable {
    /// What was being done. A struct over the words that messages use.
    public struct Operation: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let configure = Self(rawValue: "configure")
        /// Finding the addresses of the host's name.
        public static let resolve = Self(rawValue: "resolve")
        /// TCP.
        public static let connect = Self(rawValue: "connect")
        public static let startTLS = Self(rawValue: "StartTLS")
        public static let handshake = Self(rawValue: "TLS handshake")
        public static let bind = Self(rawValue: "bind")
        /// Getting the ticket of a keytab's principal from the KDC, which comes before the bind with it.
        public static let ticket = Self(rawValue: "get a Kerberos ticket")
        /// SASL GSSAPI with a Kerberos ticket.
        public static let ticketBind = Self(rawValue: "bind with a Kerberos ticket")
        public static let search = Self(rawValue: "search")
        public static let modify = Self(rawValue: "modify")
    }

    public var code: LDAPResultCode
    public var operation: Operation
    /// The server's words, or for a local code (negative) ours. The server's may hold names of people.
    public var diagnosticMessage: String
    /// The lowest existing ancestor of a base that does not exist, as the server wrote it (RFC 4511 §4.1.9).
    public var matchedDN: String?
    public var server: LDAPURL
    /// Whom it happened to, where the caller says so because it is not the account of the configuration.
    public var account: String?

    public init(
        code: LDAPResultCode, operation: Operation, diagnosticMessage: String = "", matchedDN: String? = nil,
        server: LDAPURL
    ) {
        self.code = code
        self.operation = operation
        self.diagnosticMessage = diagnosticMessage
        self.matchedDN = matchedDN
        self.server = server
    }

    /// True when a change was sent and no answer came: the server may have made it or not.
    public var leavesOutcomeUnknown: Bool {
        operation == .modify && (code == .timeout || code == .localError || code.endsConnection)
    }

    /// True when a name or a password was refused, so that the same again may lock the account. A domain controller that
    /// cannot judge them answers with the same code.
    public var refusesAccount: Bool {
        operation == .bind && code == .invalidCredentials && activeDirectoryBindReason != .noLogonServers
    }

    /// Why Active Directory or Samba refused a bind, when its message says so.
    public var activeDirectoryBindReason: ActiveDirectoryBindReason? {
        code == .invalidCredentials ? ActiveDirectoryBindReason(diagnosticMessage: diagnosticMessage) : nil
    }

    /// Why there was no ticket to bind with, when Kerberos says so.
    public var ticketReason: TicketReason? {
        [.ticket, .ticketBind].contains(operation) && code.isLocal
            ? TicketReason(code: code, message: diagnosticMessage) : nil
    }
}

extension LDAPError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe to show to anybody: what, where, which code, and why if that can be said without the server's words.
    public var description: String {
        let what = "\(operation.rawValue) at \(server): \(code)"
        if let reason = activeDirectoryBindReason { return "\(what): \(reason)" }
        return code.isLocal && !diagnosticMessage.isEmpty ? "\(what): \(diagnosticMessage)" : what
    }

    /// With the server's words, for the administrator's eyes.
    public var debugDescription: String {
        var text = description
        if !code.isLocal, !diagnosticMessage.isEmpty { text += "; the server says: \(diagnosticMessage)" }
        if let matchedDN, !matchedDN.isEmpty { text += "; matched: \(matchedDN)" }
        return text
    }
}
