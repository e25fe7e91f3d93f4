// SPDX-License-Identifier: Apache-2.0

import X509

public import struct FoundationEssentials.Date

/// A TLS handshake that was not completed, and why. libldap's own message rarely says; the certificate does.
/// It is caught by `LDAPResultCode.connectError`.
public struct TLSFailure: Error, Sendable {
    public enum Reason: Sendable, Equatable {
        /// Nobody in the trusted file signed it. With `sameName`, an authority of that name is there, but with
        /// another key.
        case unknownAuthority(issuer: String, sameName: Bool)
        case expired(Date)
        case notYetValid(Date)
        /// The authority's own certificate is past its end.
        case authorityExpired(issuer: String, Date)
        case hostMismatch(names: [String])
        /// The server knows no version from TLS 1.2 on.
        case protocolTooOld(String)
        /// The server closed the connection, or answered in something that is not TLS.
        case notTLS
        /// Something else, in words.
        case other(String)
    }

    public let reason: Reason
    public let server: LDAPURL
    /// What the server presented, when it presented something.
    public let certificate: ServerCertificate?

    /// Looks at the server's certificate, over further connections that send nothing else, to say what was wrong with
    /// the first.
    static func explain(configuration: LDAPConfiguration, trustFile: String) async throws -> TLSFailure {
        func failure(_ reason: Reason, _ certificate: ServerCertificate? = nil) -> TLSFailure {
            TLSFailure(reason: reason, server: configuration.url, certificate: certificate)
        }
        let certificate: ServerCertificate
        do {
            certificate = try await ServerCertificate.fetch(from: configuration)
        } catch let error as LDAPError where error.operation == .handshake {
            return failure(error.code == .decodingError ? .other(error.diagnosticMessage) : .notTLS)
        }
        if ["SSL3.0", "TLS1.0", "TLS1.1"].contains(certificate.tlsVersion) {
            return failure(.protocolTooOld(certificate.tlsVersion), certificate)
        }
        let now = Date()
        if certificate.notAfter < now { return failure(.expired(certificate.notAfter), certificate) }
        if certificate.notBefore > now { return failure(.notYetValid(certificate.notBefore), certificate) }
        do {
            try await LDAPConnection(configuration, verification: .chain(trustFile: trustFile)).use { _ in }
            return failure(.hostMismatch(names: certificate.hostNames), certificate)
        } catch let error as LDAPError where error.operation == .handshake {
            let trusted = TrustFile.certificates(in: trustFile)
            return failure(authorityReason(certificate, trusted: trusted, now: now), certificate)
        }
    }

    /// Why the chain does not verify, as far as leaf and trusted authorities tell: the certificates between are not
    /// at hand.
    private static func authorityReason(
        _ certificate: ServerCertificate, trusted: [Certificate], now: Date
    ) -> Reason {
        let sameName = trusted.filter { $0.subject == certificate.certificate.issuer }
        let signer = sameName.first {
            $0.publicKey.isValidSignature(certificate.certificate.signature, for: certificate.certificate)
        }
        guard let signer else { return .unknownAuthority(issuer: certificate.issuer, sameName: !sameName.isEmpty) }
        if signer.notValidAfter < now {
            return .authorityExpired(issuer: certificate.issuer, signer.notValidAfter)
        }
        return .other("the server's certificate was issued by “\(certificate.issuer)” and does not verify")
    }
}

extension TLSFailure: CustomStringConvertible {
    public var description: String { "TLS with \(server) failed: \(reason)" }
}

extension TLSFailure.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownAuthority(let issuer, false):
            "the server's certificate was issued by “\(issuer)”, which is not trusted"
        case .unknownAuthority(let issuer, true):
            "the server's certificate was issued by “\(issuer)”; an authority of this name is trusted, but with another key"
        case .expired(let date): "the server's certificate expired on \(date.formatted(.iso8601))"
        case .notYetValid(let date): "the server's certificate is valid only from \(date.formatted(.iso8601))"
        case .authorityExpired(let issuer, let date):
            "the certificate of the authority “\(issuer)” expired on \(date.formatted(.iso8601))"
        case .hostMismatch(let names):
            "the server's certificate is for \(names.isEmpty ? "no host name" : names.joined(separator: ", "))"
        case .protocolTooOld(let version): "the server speaks \(version) at most; 1.2 is needed"
        case .notTLS: "the server closed the connection or does not speak TLS on this port"
        case .other(let message): message
        }
    }
}
