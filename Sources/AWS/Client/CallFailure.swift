// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What is thrown when there is no other attempt.
struct CallFailure {
    let error: any Error

    init(_ failure: AttemptFailure, rule: RetryRule, call: ServiceCall, settings: ServiceSettings) {
        let isUnknown = rule == .outcomeUnknown
        switch failure {
        case .refused(let refusal) where isUnknown:
            // A service in trouble may have done its work before.
            error = ServiceTrouble(
                settings.thing, refusal.error.description, remedy: Self.lookFirst, isOutcomeUnknown: true)
        case .refused(let refusal): error = refusal.error
        case .foreign(let words, _):
            error = ServiceTrouble(
                settings.thing, "\(call.operation): \(words)",
                remedy: isUnknown ? Self.lookFirst : "see what stands between here and the service",
                isOutcomeUnknown: isUnknown)
        case .unanswered(let failure):
            error = ServiceTrouble(
                settings.thing, "\(call.operation): \(failure.words)",
                remedy: isUnknown ? Self.lookFirst : "it is tried again later; check network, proxy and endpoint",
                isOutcomeUnknown: isUnknown, isTransient: !failure.isOversized)
        }
    }

    private static let lookFirst = "whether it was carried out is not known and has to be looked up"

    /// - Parameter service: the service's clock, where its answer had one.
    func withWords(ofClock now: Date, service: Date?) -> any Error {
        guard var error = error as? ServiceError else { return error }
        error.message += " (this machine's clock says \(AmzDate(now))"
        error.message +=
            service.map { ", the service's \(AmzDate($0)))" } ?? " and the answer has no Date to compare with)"
        return error
    }

    func withWords(ofCredentials credentials: AWSCredentials) -> any Error {
        guard var error = error as? ServiceError else { return error }
        error.message += " (credentials: \(credentials))"
        return error
    }
}
