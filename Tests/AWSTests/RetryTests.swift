// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import AWS

@Suite struct `What an attempt means for the next` {
    private static func refused(_ code: String, _ status: Int = 400, _ message: String = "") -> AttemptOutcome {
        .refused(
            .init(error: ServiceError(code: code, message: message, status: status, operation: "X", requestID: nil)))
    }

    @Test(
        arguments: RetryRule.throttlingCodes.sorted().map { ($0, 400, "", RetryRule.throttled, RetryRule.throttled) }
            + [
                ("SlowDown", 503, "", .throttled, .throttled), ("HTTP429", 429, "", .throttled, .throttled),
                ("LimitExceededException", 400, "", .permanent, .permanent),
                ("LimitExceededException", 429, "", .permanent, .permanent),
                ("RequestTimeoutException", 400, "", .transient, .transient),
                ("InternalFailure", 500, "", .transient, .outcomeUnknown),
                ("HTTP502", 502, "", .transient, .outcomeUnknown),
                ("ServiceUnavailable", 503, "", .transient, .outcomeUnknown),
                ("HTTP504", 504, "", .transient, .outcomeUnknown), ("HTTP501", 501, "", .permanent, .permanent),
                ("EntityNotFoundException", 400, "", .permanent, .permanent),
                ("AccessDeniedException", 400, "", .permanent, .permanent),
                ("RequestExpired", 400, "", .clockDiffers, .clockDiffers),
                ("RequestTimeTooSkewed", 403, "", .clockDiffers, .clockDiffers),
                ("InvalidSignatureException", 400, "Signature expired: x", .clockDiffers, .clockDiffers),
                ("InvalidSignatureException", 400, "Signature not yet current: x", .clockDiffers, .clockDiffers),
                ("InvalidSignatureException", 400, "does not match", .permanent, .permanent),
                ("ExpiredTokenException", 400, "", .credentialsRejected, .credentialsRejected),
                ("ExpiredToken", 403, "", .credentialsRejected, .credentialsRejected),
                ("UnrecognizedClientException", 400, "", .credentialsRejected, .credentialsRejected),
            ] as [(String, Int, String, RetryRule, RetryRule)])
    func `of a refusal`(code: String, status: Int, message: String, ofRead: RetryRule, ofWrite: RetryRule) {
        #expect(RetryRule(Self.refused(code, status, message), isRead: true) == ofRead)
        #expect(RetryRule(Self.refused(code, status, message), isRead: false) == ofWrite)
    }

    @Test(
        arguments: [
            (true, true, .timedOut, .outcomeUnknown), (true, false, .transient, .outcomeUnknown),
            (false, true, .timedOut, .timedOut), (false, false, .transient, .transient),
        ] as [(Bool, Bool, RetryRule, RetryRule)])
    func `of no answer depends on whether anything was sent`(
        wasSent: Bool, isTimeout: Bool, ofRead: RetryRule, ofWrite: RetryRule
    ) {
        let outcome = AttemptOutcome.unanswered(HTTPFailure(words: "", wasSent: wasSent, isTimeout: isTimeout))
        #expect(RetryRule(outcome, isRead: true) == ofRead)
        #expect(RetryRule(outcome, isRead: false) == ofWrite)
    }

    @Test(
        arguments: [
            (1, 1, nil, 1), (2, 1, nil, 2), (5, 1, nil, 16), (6, 1, nil, 20), (60, 1, nil, 20), (3, 0.5, nil, 2),
            (1, 0, nil, 0), (1, 0.5, 3, 3), (1, 0.5, 0.1, 0.5), (1, 0.5, 60, 5.5), (1, 0, -1, 0), (1, 0, .nan, 0),
        ] as [(Int, Double, Double?, Double)])
    func `is how long to wait`(retry: Int, random: Double, retryAfter: Double?, expected: Double) {
        #expect(RetryRule.waitSeconds(retry: retry, random: random, retryAfterSeconds: retryAfter) == expected)
    }

    @Test func `costs quota, which successes give back`() {
        var quota = RetryQuota()
        quota.giveBack(lastCost: 0)
        #expect(quota.available == 500)
        let taken = (0..<51).map { _ in quota.take(RetryQuota.timeoutCost) }
        #expect(taken == Array(repeating: true, count: 50) + [false])
        quota.giveBack(lastCost: 0)
        #expect(quota.available == 1)
        quota.giveBack(lastCost: 10)
        #expect(quota.available == 11)
        let last = quota.take(RetryQuota.timeoutCost)
        #expect(last && quota.available == 1)
    }
}

@Suite struct `An answer` {
    private static func outcome(_ status: Int, _ body: String, _ headers: [HTTPField] = []) -> AttemptOutcome {
        AnswerReader.outcome(of: HTTPReply(status: status, headers: headers, body: Data(body.utf8)), operation: "X")
    }

    private static func error(_ outcome: AttemptOutcome) -> ServiceError? {
        if case .refused(let refusal) = outcome { return refusal.error }
        return nil
    }

    @Test(
        arguments: [
            (#"{"__type":"AException","Message":"m"}"#, [], "AException", "m"),
            (#"{"__type":"com.amazonaws.x#AException","message":"m"}"#, [], "AException", "m"),
            (#"{"__type":"AException:http://x/#y"}"#, [], "AException", ""),
            (#"{"code":"com.x#B:u","message":"lower","Message":"upper"}"#, [], "B", "lower"),
            (#"{}"#, [HTTPField("X-Amzn-ErrorType", "C:http://x/")], "C", ""),
            (#"{"__type":5}"#, [], "HTTP400", ""), ("", [], "HTTP400", ""), (#"{"__type":""}"#, [], "HTTP400", ""),
            ("[1]", [], "HTTP400", "something else than the service answered (proxy?): no content type, “[1]”"),
        ] as [(String, [HTTPField], String, String)])
    func `of refusal has a code and words`(body: String, headers: [HTTPField], code: String, message: String) {
        let error = Self.error(Self.outcome(400, body, headers))
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test(arguments: ["", "{}", " {\"a\":1}\n"])
    func `of success is nothing or an object`(body: String) {
        guard case .answered(let answer) = Self.outcome(200, body, [HTTPField("x-amzn-RequestId", "r")]) else {
            Issue.record("not taken")
            return
        }
        #expect(answer.requestID == "r")
    }

    @Test(
        arguments: [("{\"a\":", true), ("<html>", false), ("[]", false), ("null", false), ("{}x", true)]
            as [(String, Bool)])
    func `of success is nothing else`(body: String, isCutOff: Bool) {
        guard case .foreign(_, let isTruncated) = Self.outcome(200, body) else {
            Issue.record("taken")
            return
        }
        #expect(isTruncated == isCutOff)
    }
}
