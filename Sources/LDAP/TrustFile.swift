// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SwiftASN1
import X509

/// The PEM file of certificate authorities that a connection trusts.
enum TrustFile {
    /// Where Linux distributions keep the system's authorities in one file: Debian, Fedora, SUSE, Alpine.
    private static let systemFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// The file's path, once it is known to be of use: libldap's own message about a missing one says nothing.
    static func locate(for configuration: LDAPConfiguration) throws -> String {
        func failure(_ reason: String) -> LDAPError {
            LDAPError(code: .paramError, operation: .configure, diagnosticMessage: reason, server: configuration.url)
        }
        switch configuration.trust {
        case .systemStore:
            guard let path = systemFiles.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
                throw failure(
                    "the system has no file of certificate authorities; install ca-certificates or name a CA file")
            }
            return path
        case .file(let path):
            guard !path.utf8.contains(0), let data = FileManager.default.contents(atPath: path) else {
                throw failure("the CA file \(path) cannot be read")
            }
            guard String(decoding: data, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
                throw failure("the CA file \(path) holds no certificate in PEM")
            }
            return path
        }
    }

    /// The authorities in the file; those that cannot be read are left out.
    static func certificates(in path: String) -> [Certificate] {
        guard let data = FileManager.default.contents(atPath: path),
            let documents = try? PEMDocument.parseMultiple(pemString: String(decoding: data, as: UTF8.self))
        else { return [] }
        return documents.compactMap { try? Certificate(pemDocument: $0) }
    }
}
