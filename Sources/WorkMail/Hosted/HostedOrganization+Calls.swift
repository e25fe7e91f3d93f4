// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation

extension HostedOrganization {
    /// One call. The request is checked by the shapes of the API first, for a better message than the service's and no
    /// call that must fail.
    /// - Throws: `MailOrganizationError` for a refusal, `ServiceTrouble` for no answer.
    func call<Operation: WireOperation>(_ request: Operation) async throws -> Operation.Output {
        try await call(request, body: try API.encoder.encode(request))
    }

    /// - Parameter body: the request as bytes, where it has what `request` must not: a password.
    func call<Operation: WireOperation>(_ request: Operation, body: Data) async throws -> Operation.Output {
        do { try Operation.check(try API.decoder.decode(WireValue.self, from: body)) } catch let fault as WireFault {
            throw MailOrganizationError(.invalidParameter, operation: Operation.name, message: "\(fault)")
        }
        let answer = try await answer(to: ServiceCall(Operation.name, body: body, isRead: Operation.isRead))
        if !Operation.isRead { RequestLog.note(answer.requestID) }
        if Operation.Output.self == NoOutput.self, let nothing = NoOutput() as? Operation.Output { return nothing }
        do { return try API.decoder.decode(Operation.Output.self, from: answer.body) } catch {
            let request = answer.requestID.map { " (request \($0))" } ?? ""
            throw ServiceTrouble(
                Operation.name, "the answer is not what the API promises\(request): \(Self.words(error))",
                remedy: "check organization.endpoint and any proxy in between",
                isOutcomeUnknown: !Operation.isRead, isTransient: false)
        }
    }

    /// A read of thousands in a row is not given up for one that failed in all its attempts: that one gets some more, later.
    private func answer(to call: ServiceCall) async throws -> ServiceAnswer {
        for round in 1... {
            do { return try await transport.send(call) } catch let error as ServiceError {
                guard call.isRead, round < Self.rounds, error.mayPass else {
                    RequestLog.note(error.requestID)
                    throw MailOrganizationError(
                        MailOrganizationError.Code(rawValue: error.code), operation: error.operation,
                        message: error.message, requestID: error.requestID)
                }
            } catch let trouble as ServiceTrouble {
                guard call.isRead, round < Self.rounds, trouble.isTransient else { throw trouble }
            }
            try await settling.wait(settling.pause * (2 * round))
        }
        preconditionFailure("the last round returns or throws")
    }

    private static let rounds = 3

    private static func words(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has another type"
        default: "it is no JSON"
        }
    }
}

extension ServiceError {
    /// Whether the same may be answered later: the service failed, or was asked too much.
    fileprivate var mayPass: Bool {
        status >= 500 || status == 429 || code.contains("Throttl") || code.contains("TooManyRequests")
    }
}
