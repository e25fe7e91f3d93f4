// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The faults around a call: those before anything is done, and those that befall its answer.
struct FaultPlay: Sendable {
    let settings: FaultSettings
    let dice: FaultDice
    private let expiredCalls = ExpiredCalls()

    init(_ settings: FaultSettings) {
        self.settings = settings
        dice = FaultDice(seed: settings.seed)
    }

    /// As slow as the service can be.
    func wait() async throws {
        let milliseconds = dice.number(in: settings.latencyMilliseconds)
        guard milliseconds > 0 else { return }
        dice.counts.count(.latency)
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// A proxy that does not reach the service; comes before anybody looks at the request.
    func proxyAnswer() -> WireAnswer? {
        guard dice.falls(on: .html, share: settings.html) else { return nil }
        return WireAnswer(
            status: 502, body: "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>",
            contentType: "text/html")
    }

    /// Refusals that come before the operation is looked at, once the signature is good.
    func refusal(of operation: String) -> ServiceFault? {
        let isExpired =
            switch settings.expiredToken {
            case .never: false
            case .always: true
            case .calls(let count): expiredCalls.isAmongFirst(count)
            }
        if isExpired {
            dice.counts.count(.expired)
            return ServiceFault("ExpiredTokenException", "The security token included in the request is expired")
        }
        if settings.denied.contains(operation) {
            dice.counts.count(.denied)
            return ServiceFault(
                "AccessDeniedException",
                "User: arn:aws:iam::111122223333:user/rehearsal is not authorized to perform: workmail:\(operation)")
        }
        if dice.falls(on: .throttled, share: settings.throttled) {
            return ServiceFault("ThrottlingException", "Rate exceeded")
        }
        if dice.falls(on: .failed, share: settings.failed) {
            return ServiceFault("InternalFailure", "The request failed because of an internal error.", status: 500)
        }
        return nil
    }

    /// What becomes of an answer on its way; throws `ConnectionReset` where nothing arrives.
    func onTheWay(_ answer: WireAnswer) throws(ConnectionReset) -> WireAnswer {
        if dice.falls(on: .reset, share: settings.reset) { throw ConnectionReset() }
        guard answer.status == 200, !answer.body.isEmpty, dice.falls(on: .truncated, share: settings.truncated) else {
            return answer
        }
        var answer = answer
        answer.body = answer.body.prefix(answer.body.count / 2)
        return answer
    }
}

/// The connection ends here, without an answer.
struct ConnectionReset: Error {}

private final class ExpiredCalls: Sendable {
    private let count = Atomic(0)

    func isAmongFirst(_ limit: Int) -> Bool { count.add(1, ordering: .relaxed).oldValue < limit }
}
