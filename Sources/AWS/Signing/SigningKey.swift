// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The chain of HMACs from the secret access key to the key of one scope.
struct SigningKey {
    static let algorithm = "AWS4-HMAC-SHA256"

    private let key: SymmetricKey

    init(secretAccessKey: String, scope: CredentialScope) {
        var key = SymmetricKey(data: Data("AWS4\(secretAccessKey)".utf8))
        for part in [scope.day, scope.region, scope.service, CredentialScope.termination] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
        self.key = key
    }

    func signature(of stringToSign: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Data(stringToSign.utf8), using: key)
    }

    static func stringToSign(date: AmzDate, scope: CredentialScope, canonicalRequest: String) -> String {
        [
            algorithm, date.description, scope.text,
            Hexadecimal.text(SHA256.hash(data: Data(canonicalRequest.utf8))),
        ].joined(separator: "\n")
    }
}
