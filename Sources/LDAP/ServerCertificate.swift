// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

public import struct FoundationEssentials.Date

/// What a server says of itself in its certificate, **unverified**: to explain a failure, never to decide on trust.
public struct ServerCertificate: Sendable {
    /// RFC 4514 text: `CN=dc1.corp.example.com`.
    public let subject: String
    public let issuer: String
    /// The common names of the subject. They count as host names only when there are no alternative names.
    public let commonNames: [String]
    /// DNS names and addresses of the subject alternative name extension. Samba's self-made certificate has none.
    public let subjectAlternativeNames: [String]
    public let notBefore: Date
    public let notAfter: Date
    /// The TLS version that was agreed on, such as `TLS1.3`. Versions below 1.2 are accepted for looking only.
    public let tlsVersion: String
    let certificate: Certificate

    /// Connects without verification, takes the certificate and closes. Nothing else is sent: no name, no password.
    /// Throws `LDAPError` when there is no connection or no TLS.
    public static func fetch(from configuration: LDAPConfiguration) async throws -> ServerCertificate {
        let connection = try LDAPConnection(configuration, verification: .none)
        return try await connection.use { connection in
            guard let bytes = await connection.peerCertificate else {
                throw connection.failure(.handshake, .notSupported, "the connection has no server certificate")
            }
            do {
                return try ServerCertificate(derEncoded: bytes, tlsVersion: await connection.tlsVersion ?? "")
            } catch {
                throw connection.failure(.handshake, .decodingError, "the server's certificate cannot be read")
            }
        }
    }

    /// Reads a certificate in DER.
    init(derEncoded bytes: [UInt8], tlsVersion: String) throws {
        let certificate = try Certificate(derEncoded: bytes)
        self.certificate = certificate
        self.tlsVersion = tlsVersion
        subject = certificate.subject.description
        issuer = certificate.issuer.description
        notBefore = certificate.notValidBefore
        notAfter = certificate.notValidAfter
        commonNames = certificate.subject.flatMap { $0 }
            .filter { $0.type == .RDNAttributeType.commonName }
            .compactMap { String($0.value) }
        subjectAlternativeNames =
            try certificate.extensions.subjectAlternativeNames.map { names in
                names.compactMap { name in
                    switch name {
                    case .dnsName(let name): name
                    case .ipAddress(let address): Self.text(ofAddress: Array(address.bytes))
                    default: nil
                    }
                }
            } ?? []
    }

    /// The names that a client compares with the host it wanted.
    public var hostNames: [String] {
        subjectAlternativeNames.isEmpty ? commonNames : subjectAlternativeNames
    }

    private static func text(ofAddress bytes: [UInt8]) -> String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: bytes.count - 1, by: 2)
            .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
