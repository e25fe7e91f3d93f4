// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import AWS

@Suite struct `The verification of a signature` {
    private static let moment = AmzDate("20260314T150926Z")?.date ?? .distantPast
    private static let verifier = SignatureVerifier(region: "eu-west-1", service: "things")
    private static let credentials = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret", source: "test")
    private static let temporary = AWSCredentials(
        accessKeyID: "ASIA", secretAccessKey: "secret", sessionToken: "token", source: "test")

    private static func signed(
        _ credentials: AWSCredentials = credentials, region: String = "eu-west-1", service: String = "things",
        date: Date = moment
    ) -> SignableRequest {
        var request = SignableRequest(
            method: "POST", path: "/",
            headers: [HTTPField("Host", "example.com"), HTTPField("X-Amz-Target", "Thing.List")], body: Data("{}".utf8))
        request.headers +=
            Signature(
                request, credentials: credentials, region: region, service: service, date: date
            ).headers
        return request
    }

    private static func refusal(
        _ request: SignableRequest, now: Date = moment,
        known: SignatureVerifier.KnownKey? = .init(secretAccessKey: "secret")
    ) -> SignatureRefusal? {
        do throws(SignatureRefusal) {
            _ = try verifier.verify(request, now: now) { _ in known }
            return nil
        } catch { return error }
    }

    private static func replacing(_ old: String, _ new: String, in request: SignableRequest) -> SignableRequest {
        var request = request
        request.headers = request.headers.map { field in
            guard field.name == "Authorization" else { return field }
            return HTTPField(field.name, field.value.replacingOccurrences(of: old, with: new))
        }
        return request
    }

    @Test func `accepts what we sign, and says who signed`() throws {
        #expect(
            try Self.verifier.verify(Self.signed(), now: Self.moment) {
                $0 == "AKID" ? .init(secretAccessKey: "secret") : nil
            } == "AKID")
        let known = SignatureVerifier.KnownKey(
            secretAccessKey: "secret", sessionToken: "token", expiration: Self.moment.addingTimeInterval(1))
        #expect(Self.refusal(Self.signed(Self.temporary), known: known) == nil)
    }

    @Test func `wants a signature`() {
        var request = Self.signed()
        request.headers.removeAll { $0.name == "Authorization" }
        #expect(Self.refusal(request)?.code == "MissingAuthenticationTokenException")
    }

    @Test(
        arguments: [
            ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), ("Credential=", "Cred="), ("SignedHeaders=", "Headers="),
            ("Signature=", "Signature=ab, Sig="), ("/aws4_request", "/aws5_request"), ("AKID/", "AKID/x/"),
            (", Signature=", ", Credential=x, Signature="), ("Signature=", "Signature=00"),
        ] as [(String, String)])
    func `wants a whole header`(old: String, new: String) {
        let request = Self.replacing(old, new, in: Self.signed())
        #expect(Self.refusal(request)?.code == "IncompleteSignatureException")
    }

    @Test func `wants one header, and a date`() {
        var twice = Self.signed()
        twice.headers.append(HTTPField("authorization", "x"))
        #expect(Self.refusal(twice)?.code == "IncompleteSignatureException")
        var dateless = Self.signed()
        dateless.headers.removeAll { $0.name == "X-Amz-Date" }
        #expect(Self.refusal(dateless)?.code == "IncompleteSignatureException")
    }

    @Test func `wants a key that is known`() {
        #expect(Self.refusal(Self.signed(), known: nil)?.code == "UnrecognizedClientException")
    }

    @Test func `wants the right secret, body, target and host`() {
        let wrong = "InvalidSignatureException"
        let other = Self.refusal(Self.signed(), known: .init(secretAccessKey: "other"))
        #expect(other?.code == wrong && other?.message.hasPrefix("The request signature we calculated") == true)
        var request = Self.signed()
        request.body = Data("{ }".utf8)
        #expect(Self.refusal(request)?.code == wrong)
        for name in ["X-Amz-Target", "Host"] {
            var request = Self.signed()
            request.headers = request.headers.map { $0.name == name ? HTTPField(name, "other") : $0 }
            #expect(Self.refusal(request)?.code == wrong)
            request = Self.signed()
            request.headers.append(HTTPField(name, "other"))
            #expect(Self.refusal(request)?.code == wrong)
        }
        #expect(
            Self.refusal(Self.replacing("x-amz-target", "x-amz-target;x-not-sent", in: Self.signed()))?.code == wrong)
    }

    @Test(arguments: ["host;", "x-amz-date;", ";x-amz-target"])
    func `wants what matters signed`(name: String) {
        let refusal = Self.refusal(Self.replacing(name, "", in: Self.signed()))
        #expect(refusal?.code == "InvalidSignatureException")
        #expect(refusal?.message.contains("must be a 'SignedHeader'") == true)
    }

    @Test func `wants the session token signed`() {
        let request = Self.replacing("x-amz-security-token;", "", in: Self.signed(Self.temporary))
        let known = SignatureVerifier.KnownKey(secretAccessKey: "secret", sessionToken: "token")
        #expect(Self.refusal(request, known: known)?.message.contains("x-amz-security-token") == true)
    }

    @Test func `wants Region, service and day of the scope`() {
        #expect(
            Self.refusal(Self.signed(region: "us-east-1"))
                == .invalid("Credential should be scoped to a valid region."))
        #expect(
            Self.refusal(Self.signed(service: "other"))
                == .invalid("Credential should be scoped to correct service: 'things'."))
        let day = Self.refusal(Self.replacing("/20260314/", "/20260313/", in: Self.signed()))
        #expect(day?.code == "InvalidSignatureException" && day?.message.contains("20260313") == true)
    }

    @Test(
        arguments: [
            (0, nil), (300, nil), (-300, nil),
            (
                301,
                "Signature expired: 20260314T150926Z is now earlier than 20260314T150927Z (20260314T151427Z - 5 min.)"
            ),
            (
                -301,
                "Signature not yet current: 20260314T150926Z is still later than 20260314T150925Z "
                    + "(20260314T150425Z + 5 min.)"
            ),
        ] as [(Double, String?)])
    func `wants a clock like ours`(offset: Double, message: String?) {
        let refusal = Self.refusal(Self.signed(), now: Self.moment.addingTimeInterval(offset))
        #expect(refusal?.message == message)
        #expect(refusal?.code == message.map { _ in "InvalidSignatureException" })
    }

    @Test(
        arguments: [
            (credentials, "token", nil, "UnrecognizedClientException"),
            (temporary, nil, nil, "UnrecognizedClientException"),
            (temporary, "other", nil, "UnrecognizedClientException"),
            (temporary, "token", 0, "ExpiredTokenException"), (temporary, "token", 1, nil),
        ] as [(AWSCredentials, String?, Double?, String?)])
    func `wants the session token that belongs to the key, in its time`(
        credentials: AWSCredentials, token: String?, secondsLeft: Double?, code: String?
    ) {
        let known = SignatureVerifier.KnownKey(
            secretAccessKey: "secret", sessionToken: token,
            expiration: secondsLeft.map { Self.moment.addingTimeInterval($0) })
        #expect(Self.refusal(Self.signed(credentials), known: known)?.code == code)
    }
}
