// SPDX-License-Identifier: Apache-2.0

/// How to reach one directory server. Nothing of it comes from `ldap.conf`, `ldaprc` or `LDAP*` variables.
public struct LDAPConfiguration: Sendable, Hashable {
    /// How the connection is protected. There is no default, and no falling back from one to another.
    public enum Transport: Sendable, Hashable {
        /// TLS from the first byte; the URL's scheme is `ldaps`.
        case tls
        /// TLS after the StartTLS operation (RFC 4511 §4.14); the URL's scheme is `ldap`. A server that refuses it is
        /// left.
        case startTLS
        /// No protection: passwords and directory data can be read and changed on the way. The URL's scheme is `ldap`.
        case clear
    }

    /// Whose signature on a server's certificate counts. The certificate is always verified.
    public enum Trust: Sendable, Hashable {
        /// The certificate authorities that the operating system trusts.
        case systemStore
        /// A PEM file of certificate authorities, and only these.
        case file(String)
    }

    /// How long to wait, in seconds.
    public struct Timeouts: Sendable, Hashable {
        /// For name resolution, TCP connect, StartTLS and the TLS handshake together.
        public var connectSeconds: Double
        /// For the answer to a bind.
        public var bindSeconds: Double
        /// For each result: a whole small search, or one page of a paged one.
        public var operationSeconds: Double

        public init(connectSeconds: Double = 5, bindSeconds: Double = 10, operationSeconds: Double = 30) {
            self.connectSeconds = connectSeconds
            self.bindSeconds = bindSeconds
            self.operationSeconds = operationSeconds
        }
    }

    /// TCP keepalive (tcp(7)): a dead peer behind a silent firewall is noticed after idle + probes × interval seconds.
    public struct KeepAlive: Sendable, Hashable {
        public var idleSeconds: Int
        public var probes: Int
        public var intervalSeconds: Int

        public init(idleSeconds: Int = 60, probes: Int = 3, intervalSeconds: Int = 10) {
            self.idleSeconds = idleSeconds
            self.probes = probes
            self.intervalSeconds = intervalSeconds
        }
    }

    public var url: LDAPURL
    public var transport: Transport
    public var trust: Trust
    public var timeouts: Timeouts
    /// `nil` leaves TCP keepalive off.
    public var keepAlive: KeepAlive?
    /// A password over `.clear` is refused unless this is set: everybody on the way can read it.
    public var allowsPasswordInClear: Bool

    public init(
        url: LDAPURL, transport: Transport, trust: Trust = .systemStore, timeouts: Timeouts = Timeouts(),
        keepAlive: KeepAlive? = KeepAlive(), allowsPasswordInClear: Bool = false
    ) {
        self.url = url
        self.transport = transport
        self.trust = trust
        self.timeouts = timeouts
        self.keepAlive = keepAlive
        self.allowsPasswordInClear = allowsPasswordInClear
    }

    /// What is wrong with the combination, or `nil`.
    var contradiction: String? {
        switch (url.scheme, transport) {
        case (.ldaps, .tls), (.ldap, .startTLS), (.ldap, .clear): nil
        case (.ldap, .tls): "TLS from the first byte needs an ldaps:// URL"
        case (.ldaps, .startTLS): "StartTLS needs an ldap:// URL; ldaps:// is TLS already"
        case (.ldaps, .clear): "an ldaps:// URL cannot be used in clear text"
        }
    }
}
