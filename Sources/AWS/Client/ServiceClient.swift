// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Calls one AWS service that speaks JSON 1.1: signs, keeps to the rate, and repeats what may be repeated.
///
/// A write is sent again only where the service cannot have carried it out. Otherwise ``send(_:)`` throws a
/// `ServiceTrouble` with `isOutcomeUnknown`, and whoever called has to look. A task that is cancelled throws
/// `CancellationError`; a write of it that was under way may have been carried out, too.
public actor ServiceClient: ServiceTransport {
    public nonisolated let settings: ServiceSettings
    let credentials: CredentialCache
    let limiter: RateLimiter?
    private let transport: HTTPTransport
    private var quota = RetryQuota()
    /// Seconds to add to our clock to have the service's. 0 until a signature was refused for its time.
    public private(set) var clockOffsetSeconds = 0.0

    /// - Throws: if the endpoint, the file of authorities or the proxy's address cannot be used.
    public init(
        _ settings: ServiceSettings, credentials: CredentialCache, limiter: RateLimiter? = nil
    ) throws(ServiceTrouble) {
        self.settings = settings
        self.credentials = credentials
        self.limiter = limiter
        _ = try Endpoint.url(
            settings.endpoint.absoluteString, named: "the endpoint", allowsClearText: settings.allowsClearText)
        transport = try HTTPTransport(for: settings.endpoint, network: settings.network)
    }

    /// Closes the connections; calls under way fail.
    public func shutdown() { transport.shutdown() }

    public func send(_ call: ServiceCall) async throws -> ServiceAnswer {
        let invocation = UUID().uuidString.lowercased()
        var attempt = 1
        var retries = 0
        var lastCost = 0
        var hasSignedAnew = false
        var hasNewCredentials = false
        while true {
            let credentials = try await credentials.current()
            try await limiter?.acquire()
            let offset = clockOffsetSeconds
            let outcome = try await self.attempt(
                call, number: attempt, invocation: invocation, credentials: credentials, clockOffset: offset)
            let failed: AttemptFailure
            switch outcome {
            case .answered(let answer):
                quota.giveBack(lastCost: lastCost)
                await limiter?.succeeded()
                return answer
            case .failed(let failure): failed = failure
            }
            let rule = RetryRule(failed, isRead: call.isRead)
            if rule == .throttled { await limiter?.throttled() }
            let failure = CallFailure(failed, rule: rule, call: call, settings: settings)
            attempt += 1
            switch rule {
            case .permanent:
                // A service that refuses is well: looking for thousands who are not there must not use up the retries.
                if case .refused(let refusal) = failed, refusal.error.status < 500 {
                    quota.giveBack(lastCost: lastCost)
                }
                throw failure.error
            case .outcomeUnknown: throw failure.error
            case .clockDiffers:
                guard !hasSignedAnew, adjustClock(to: failed, from: offset) else {
                    throw failure.withWords(ofClock: settings.now(), service: failed.date)
                }
                hasSignedAnew = true
            case .credentialsRejected:
                guard !hasNewCredentials else { throw failure.withWords(ofCredentials: credentials) }
                await self.credentials.invalidate(credentials)
                hasNewCredentials = true
            case .throttled, .transient, .timedOut:
                guard retries + 1 < settings.maxAttempts, let cost = rule.cost, quota.take(cost) else {
                    throw failure.error
                }
                (retries, lastCost) = (retries + 1, cost)
                let wait = RetryRule.waitSeconds(
                    retry: retries, random: settings.random(), retryAfterSeconds: failed.retryAfterSeconds)
                await limiter?.retried()
                try await settings.sleep(.seconds(wait))
            }
        }
    }

    private func attempt(
        _ call: ServiceCall, number: Int, invocation: String, credentials: AWSCredentials, clockOffset: Double
    ) async throws -> AttemptOutcome {
        let request = exchange(
            call, number: number, invocation: invocation, credentials: credentials, clockOffset: clockOffset)
        let start = ContinuousClock.now
        let outcome: AttemptOutcome
        do {
            let reply = try await transport.exchange(request, timeoutSeconds: settings.attemptSeconds)
            outcome = AnswerReader.outcome(of: reply, operation: call.operation)
        } catch let failure as HTTPFailure {
            outcome = .failed(.unanswered(failure))
        }
        settings.observer?.report(
            CallAttempt(
                outcome, service: settings.signingName, operation: call.operation, attempt: number,
                duration: start.duration(to: .now)))
        return outcome
    }

    /// The request with its signature. What proxies and SDKs add about the attempt is not signed, as in botocore.
    private func exchange(
        _ call: ServiceCall, number: Int, invocation: String, credentials: AWSCredentials, clockOffset: Double
    ) -> HTTPExchange {
        let request = SignableRequest(
            method: "POST", url: settings.endpoint,
            headers: [
                HTTPField("Content-Type", "application/x-amz-json-1.1"),
                HTTPField("X-Amz-Target", "\(settings.targetPrefix).\(call.operation)"),
            ], body: call.body)
        let signature = Signature(
            request, credentials: credentials, region: settings.region, service: settings.signingName,
            date: settings.now().addingTimeInterval(clockOffset))
        let about = [
            HTTPField("amz-sdk-invocation-id", invocation),
            HTTPField("amz-sdk-request", "attempt=\(number); max=\(max(settings.maxAttempts, number))"),
            HTTPField("User-Agent", settings.userAgent),
        ]
        return HTTPExchange(
            method: "POST", url: settings.endpoint, headers: request.headers + signature.headers + about,
            body: call.body)
    }

    /// - Parameter used: the offset that was signed with; another call may have measured a new one meanwhile.
    /// - Returns: whether the service's clock explains the refusal, so that another signature may help.
    private func adjustClock(to failure: AttemptFailure, from used: Double) -> Bool {
        guard let date = failure.date else { return false }
        let now = settings.now()
        let offset = date.timeIntervalSince(now)
        // Less than the five minutes that are tolerated: the Date header has whole seconds and was on its way.
        guard abs(offset - used) > 240 else { return false }
        clockOffsetSeconds = offset
        return true
    }
}

extension CallAttempt {
    init(_ outcome: AttemptOutcome, service: String, operation: String, attempt: Int, duration: Duration) {
        self.init(service: service, operation: operation, attempt: attempt, duration: duration)
        switch outcome {
        case .answered(let answer): (status, requestID) = (200, answer.requestID)
        case .failed(.refused(let refusal)):
            (status, code, requestID) = (refusal.error.status, refusal.error.code, refusal.error.requestID)
        case .failed(.foreign(let words, _)): trouble = words
        case .failed(.unanswered(let failure)): trouble = failure.words
        }
    }
}
