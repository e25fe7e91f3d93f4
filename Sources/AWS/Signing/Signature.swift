// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A request signed with AWS Signature Version 4, in header form.
public struct Signature: Sendable {
    /// What has to be sent beside the request's own headers: `X-Amz-Date`, `X-Amz-Security-Token`, `Authorization`.
    public let headers: [HTTPField]
    /// For the tests that compare with other people's signers.
    let canonicalRequest: String
    let stringToSign: String

    /// Pure: the same input gives the same signature. Headers of the request that are set here are replaced.
    public init(
        _ request: SignableRequest, credentials: AWSCredentials, region: String, service: String, date: Date
    ) {
        var request = request
        let replaced: Set = ["authorization", "x-amz-date", "x-amz-security-token"]
        request.headers.removeAll { replaced.contains($0.name.lowercased()) }
        let date = AmzDate(date)
        var added = [HTTPField("X-Amz-Date", date.description)]
        if let token = credentials.sessionToken { added.append(HTTPField("X-Amz-Security-Token", token)) }
        request.headers += added

        let scope = CredentialScope(day: date.day, region: region, service: service)
        let canonical = CanonicalRequest(request)
        let stringToSign = SigningKey.stringToSign(date: date, scope: scope, canonicalRequest: canonical.text)
        let key = SigningKey(secretAccessKey: credentials.secretAccessKey, scope: scope)
        let authorization =
            "\(SigningKey.algorithm) Credential=\(credentials.accessKeyID)/\(scope.text), "
            + "SignedHeaders=\(canonical.signedHeaders), "
            + "Signature=\(Hexadecimal.text(key.signature(of: stringToSign)))"
        self.headers = added + [HTTPField("Authorization", authorization)]
        self.canonicalRequest = canonical.text
        self.stringToSign = stringToSign
    }
}
