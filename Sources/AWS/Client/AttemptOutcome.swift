// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What came of one attempt.
enum AttemptOutcome: Sendable {
    case answered(ServiceAnswer)
    case failed(AttemptFailure)
}

/// Why it was in vain.
enum AttemptFailure: Sendable {
    case refused(Refusal)
    /// Something answered with success, and it was not the service, or only half of its answer.
    case foreign(words: String, isTruncated: Bool)
    case unanswered(HTTPFailure)

    struct Refusal: Sendable {
        var error: ServiceError
        /// The service's `Date`, to compare our clock with.
        var date: Date?
        /// How long the service wants us to wait.
        var retryAfterSeconds: Double?
    }

    var date: Date? {
        if case .refused(let refusal) = self { return refusal.date }
        return nil
    }

    var retryAfterSeconds: Double? {
        if case .refused(let refusal) = self { return refusal.retryAfterSeconds }
        return nil
    }
}
