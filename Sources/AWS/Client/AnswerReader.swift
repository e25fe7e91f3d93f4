// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Tells an answer of the service from a refusal, and both from what proxies say.
enum AnswerReader {
    static func outcome(of reply: HTTPReply, operation: String) -> AttemptOutcome {
        let requestID = reply.header("x-amzn-requestid") ?? reply.header("x-amz-request-id")
        guard (200..<300).contains(reply.status) else {
            return .failed(.refused(refusal(reply, operation: operation, requestID: requestID)))
        }
        if reply.status == 200, reply.body.isEmpty || object(reply.body) != nil {
            return .answered(ServiceAnswer(body: reply.body, requestID: requestID))
        }
        let isTruncated = reply.status == 200 && reply.body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
        let words = "something else than the service answered (proxy?): status \(reply.status), \(sample(reply))"
        return .failed(.foreign(words: words, isTruncated: isTruncated))
    }

    /// The code is in the body's `__type` or `code`, or in a header, with a name space before and a URL behind
    /// (Smithy, "AWS JSON 1.1 protocol", operation error serialization; botocore, `BaseJSONParser`).
    static func refusal(_ reply: HTTPReply, operation: String, requestID: String?) -> AttemptFailure.Refusal {
        let body = object(reply.body)
        let named = (body?["__type"] as? String) ?? (body?["code"] as? String) ?? reply.header("x-amzn-ErrorType")
        var message = (body?["message"] as? String) ?? (body?["Message"] as? String) ?? ""
        if body == nil, !reply.body.isEmpty {
            message = "something else than the service answered (proxy?): \(sample(reply))"
        }
        if (300..<400).contains(reply.status) {
            message = "redirected to \(reply.header("location") ?? "nowhere"), which is not followed (proxy?)"
        }
        let code = named.map(shortened).flatMap { $0.isEmpty ? nil : $0 } ?? "HTTP\(reply.status)"
        return AttemptFailure.Refusal(
            error: ServiceError(
                code: code, message: message, status: reply.status, operation: operation, requestID: requestID),
            date: reply.header("date").flatMap(HTTPDate.date), retryAfterSeconds: retryAfter(reply))
    }

    /// `com.amazonaws.service#NotFoundException:http://…` is `NotFoundException`.
    static func shortened(_ code: String) -> String {
        let withoutURL = code.prefix { $0 != ":" }
        return withoutURL.split(separator: "#").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    }

    private static func object(_ body: Data) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
    }

    /// `x-amz-retry-after` is in milliseconds, `Retry-After` in seconds; its other form, a date, is not used by AWS.
    private static func retryAfter(_ reply: HTTPReply) -> Double? {
        if let milliseconds = reply.header("x-amz-retry-after").flatMap(Double.init) { return milliseconds / 1000 }
        return reply.header("retry-after").flatMap(Double.init)
    }

    private static func sample(_ reply: HTTPReply) -> String {
        "\(reply.header("content-type") ?? "no content type"), “\(reply.beginning)”"
    }
}
