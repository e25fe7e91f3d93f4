// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// Answers calls: who is it, is there such an operation, is it asked properly; then the operation itself.
struct Dispatcher: Sendable {
    let served: ServedOrganization
    let authenticator: Authenticator
    let faults: FaultPlay

    /// Throws `ConnectionReset` where the client is to get no answer.
    func answer(_ call: ReceivedCall) async throws(ConnectionReset) -> WireAnswer {
        if let answer = faults.proxyAnswer() { return answer }
        let answer: WireAnswer
        do {
            answer = WireAnswer(try await output(of: call))
        } catch {
            answer = WireAnswer(ServiceFault(error))
        }
        return try faults.onTheWay(answer)
    }

    private func output(of call: ReceivedCall) async throws -> Data {
        try authenticator.check(call)
        guard let target = call.target else {
            throw ServiceFault("MissingActionException", "The request has no X-Amz-Target.")
        }
        let parts = target.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw ServiceFault.unknownOperation(target) }
        if let refusal = faults.refusal(of: parts[1]) { throw refusal }
        switch (parts[0], parts[1]) {
        case (API.target, let name):
            guard let operation = ServedOperation.all[name] else { throw ServiceFault.unknownOperation(name) }
            return try await operation.answer(call.body, served)
        case (DescribeDirectories.target, DescribeDirectories.name):
            return try await DescribeDirectories.answer(call.body, served)
        default: throw ServiceFault.unknownOperation(target)
        }
    }
}
