// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// The other half of signing: whether a request that was received carries a good signature. Pure.
public struct SignatureVerifier: Sendable {
    /// What a service knows of an access key id.
    public struct KnownKey: Sendable {
        public var secretAccessKey: String
        /// The token that has to accompany a temporary key; `nil` for one without.
        public var sessionToken: String?
        public var expiration: Date?

        public init(secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil) {
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
            self.expiration = expiration
        }
    }

    public var region: String
    /// The name that the service is signed for.
    public var service: String
    /// How far the client's clock may be off, in either direction: AWS takes five minutes.
    public var toleranceSeconds: Double

    public init(region: String, service: String, toleranceSeconds: Double = 300) {
        self.region = region
        self.service = service
        self.toleranceSeconds = toleranceSeconds
    }

    /// - Parameter key: what is known of an access key id, `nil` if it is not.
    /// - Returns: the access key id that signed.
    public func verify(
        _ request: SignableRequest, now: Date, key: (String) -> KnownKey?
    ) throws(SignatureRefusal) -> String {
        let headers = request.headers
        let authorizations = headers.filter { $0.name.lowercased() == "authorization" }
        guard let authorization = authorizations.first else { throw .missing }
        guard authorizations.count == 1 else { throw .incomplete("More than one Authorization header.") }
        let header = try AuthorizationHeader(authorization.value)
        guard let dateText = headers.first("x-amz-date"), let date = AmzDate(dateText) else {
            throw .incomplete("Authorization header requires existence of a valid 'X-Amz-Date' header.")
        }
        try demandSigned(header.signedHeaders, of: headers)
        guard let known = key(header.accessKeyID) else { throw .unrecognized }
        try checkScope(header.scope, date: date)
        try checkDate(date, now: now)
        try checkToken(headers.first("x-amz-security-token"), known: known, now: now)

        let canonical = CanonicalRequest(request, signing: Set(header.signedHeaders))
        // A name that the client lists and did not send would otherwise be left out without a word.
        guard canonical.signedHeaders == header.signedHeaders.joined(separator: ";") else { throw Self.wrong }
        let string = SigningKey.stringToSign(date: date, scope: header.scope, canonicalRequest: canonical.text)
        let expected = SigningKey(secretAccessKey: known.secretAccessKey, scope: header.scope).signature(of: string)
        guard Self.areEqual(Hexadecimal.text(expected), header.signature) else { throw Self.wrong }
        return header.accessKeyID
    }

    private static let wrong = SignatureRefusal.invalid(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
            + "Key and signing method. Consult the service documentation for details.")

    private func demandSigned(_ signed: [String], of headers: [HTTPField]) throws(SignatureRefusal) {
        var demanded = ["host", "x-amz-date"]
        demanded += ["x-amz-target", "x-amz-security-token"].filter { headers.first($0) != nil }
        for name in demanded where !signed.contains(name) {
            throw .invalid("'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private func checkScope(_ scope: CredentialScope, date: AmzDate) throws(SignatureRefusal) {
        guard scope.region == region else { throw .invalid("Credential should be scoped to a valid region.") }
        guard scope.service == service else {
            throw .invalid("Credential should be scoped to correct service: '\(service)'.")
        }
        guard scope.day == date.day else {
            throw .invalid(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(scope.day)' != '\(date.day)', from '\(date)'.")
        }
    }

    private func checkDate(_ date: AmzDate, now: Date) throws(SignatureRefusal) {
        let minutes = "\(Int(toleranceSeconds / 60)) min."
        let (earliest, latest) = (now.addingTimeInterval(-toleranceSeconds), now.addingTimeInterval(toleranceSeconds))
        if date.date < AmzDate(earliest).date {
            throw .invalid(
                "Signature expired: \(date) is now earlier than \(AmzDate(earliest)) (\(AmzDate(now)) - \(minutes))")
        }
        if date.date > latest {
            throw .invalid(
                "Signature not yet current: \(date) is still later than \(AmzDate(latest)) "
                    + "(\(AmzDate(now)) + \(minutes))")
        }
    }

    private func checkToken(_ token: String?, known: KnownKey, now: Date) throws(SignatureRefusal) {
        switch (token, known.sessionToken) {
        case (nil, nil): break
        case (let sent?, let expected?) where Self.areEqual(sent, expected): break
        default: throw .unrecognized
        }
        if let expiration = known.expiration, expiration <= now { throw .expired }
    }

    /// Takes the same time wherever the first difference is.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
