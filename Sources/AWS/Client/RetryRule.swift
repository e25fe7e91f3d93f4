// SPDX-License-Identifier: Apache-2.0

/// What an attempt that did not succeed means for the next one. Pure.
///
/// The lists are botocore's for its "standard" mode. Two differences: `LimitExceededException` is a hard quota in the
/// services that are called here, and repeating it hides its message; and a write is repeated by nobody who does not know
/// what became of it.
enum RetryRule: Equatable {
    /// Not carried out, by the service's own word: wait and repeat, also writes.
    case throttled
    /// Not carried out, or a read: repeat.
    case transient
    /// Like ``transient``, and dearer, since it took long.
    case timedOut
    /// A write that the service may have carried out.
    case outcomeUnknown
    /// Our clock and the service's differ.
    case clockDiffers
    /// The credentials are not accepted (any more): get new ones.
    case credentialsRejected
    /// The same would be refused again.
    case permanent

    static let throttlingCodes: Set = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
        "EC2ThrottledException",
    ]
    static let transientCodes: Set = ["RequestTimeout", "RequestTimeoutException"]
    static let transientStatuses: Set = [500, 502, 503, 504]

    init(_ outcome: AttemptOutcome, isRead: Bool) {
        switch outcome {
        case .answered: self = .permanent
        case .refused(let refusal): self = Self.rule(refusal.error, isRead: isRead)
        case .foreign(_, let isTruncated):
            guard isRead else { self = .outcomeUnknown; return }
            self = isTruncated ? .transient : .permanent
        case .unanswered(let failure):
            if failure.wasSent, !isRead {
                self = .outcomeUnknown
            } else if failure.isOversized {
                self = .permanent
            } else {
                self = failure.isTimeout ? .timedOut : .transient
            }
        }
    }

    private static func rule(_ error: ServiceError, isRead: Bool) -> Self {
        if error.code == "LimitExceededException" { return .permanent }
        if throttlingCodes.contains(error.code) || error.status == 429 { return .throttled }
        // The service waited in vain for the whole request, so it did not carry it out.
        if transientCodes.contains(error.code) { return .transient }
        if transientStatuses.contains(error.status) { return isRead ? .transient : .outcomeUnknown }
        switch error.code {
        case "RequestExpired", "RequestTimeTooSkewed": return .clockDiffers
        case "InvalidSignatureException", "SignatureDoesNotMatch":
            let speaksOfTime = ["expired", "not yet current"].contains { error.message.lowercased().contains($0) }
            return speaksOfTime ? .clockDiffers : .permanent
        case "ExpiredToken", "ExpiredTokenException", "UnrecognizedClient", "UnrecognizedClientException":
            return .credentialsRejected
        default: return .permanent
        }
    }

    /// What a retry after this takes from the quota; `nil` where there is none.
    var cost: Int? {
        switch self {
        case .throttled, .transient: RetryQuota.cost
        case .timedOut: RetryQuota.timeoutCost
        case .outcomeUnknown, .clockDiffers, .credentialsRejected, .permanent: nil
        }
    }

    /// Seconds before the nth retry: full jitter below 1, 2, 4 … 20 s; a service that names a time gets it, up to 5 s more
    /// than that.
    ///
    /// - Parameter random: from 0 to 1.
    static func waitSeconds(retry: Int, random: Double, retryAfterSeconds: Double?) -> Double {
        var bound = 1.0
        for _ in 1..<max(retry, 1) where bound < 20 { bound *= 2 }
        let wait = random * min(bound, 20)
        guard let retryAfterSeconds, !retryAfterSeconds.isNaN else { return wait }
        return min(max(retryAfterSeconds, wait), wait + 5)
    }
}
