// SPDX-License-Identifier: Apache-2.0

/// The parts of `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
struct AuthorizationHeader {
    let accessKeyID: String
    let scope: CredentialScope
    /// In small letters, in the order in which the client names them.
    let signedHeaders: [String]
    /// As it was sent: 64 hexadecimal digits.
    let signature: String

    init(_ value: String) throws(SignatureRefusal) {
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.first.map(String.init) == SigningKey.algorithm else {
            throw .incomplete("Unsupported AWS 'algorithm': '\(words.first ?? "")'.")
        }
        var parts: [String: String] = [:]
        for part in words.dropFirst().first?.split(separator: ",") ?? [] {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = CanonicalRequest.trimmed(String(pair[0]))
            guard parts[name] == nil else { throw .incomplete("Authorization header has '\(name)' twice.") }
            parts[name] = CanonicalRequest.trimmed(String(pair[1]))
        }
        func required(_ name: String) throws(SignatureRefusal) -> String {
            guard let value = parts[name], !value.isEmpty else {
                throw .incomplete("Authorization header requires '\(name)' parameter.")
            }
            return value
        }
        let credential = try required("Credential").split(separator: "/", omittingEmptySubsequences: false)
        let headers = try required("SignedHeaders")
        signature = try required("Signature")
        guard credential.count == 5, credential.allSatisfy({ !$0.isEmpty }),
            credential[4] == CredentialScope.termination, credential[1].utf8.count == 8
        else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request.")
        }
        accessKeyID = String(credential[0])
        scope = CredentialScope(
            day: String(credential[1]), region: String(credential[2]), service: String(credential[3]))
        signedHeaders = headers.split(separator: ";").map { $0.lowercased() }
        guard signature.utf8.count == 64 else {
            throw .incomplete("Signature must be 64 hexadecimal digits.")
        }
    }
}
