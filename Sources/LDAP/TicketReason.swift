// SPDX-License-Identifier: Apache-2.0

/// Why Kerberos has no ticket for a bind. There is no code for it that reaches us: SASL has one error for everything, so it
/// is read from the words of MIT Kerberos or Heimdal in its message.
public enum TicketReason: Sendable, Hashable {
    /// No credential cache, or none that can be used.
    case noTicket
    case expired
    /// The KDC does not know the service `ldap/host`.
    case unknownService
    case noKDC
    /// The clocks are more than five minutes apart.
    case clockSkew
    /// SASL's plug-in for GSSAPI is not installed.
    case noMechanism

    /// `nil` when the message says something else.
    init?(code: LDAPResultCode, message: String) {
        if code == .authUnknown {
            self = .noMechanism
            return
        }
        let reason = Self.words.first { words in words.text.contains { message.contains($0) } }?.reason
        guard let reason else { return nil }
        self = reason
    }

    private static let words: [(text: [String], reason: Self)] = [
        (["Ticket expired", "ticket expired", "credential has expired", "credentials have expired"], .expired),
        (["not found in Kerberos database", "Server not found", "Server (ldap/"], .unknownService),
        (["Clock skew too great"], .clockSkew),
        (["Cannot contact any KDC", "Cannot find KDC", "unable to reach any KDC"], .noKDC),
        (["No Kerberos credentials", "No credentials", "Credentials cache", "Matching credential"], .noTicket),
    ]
}
