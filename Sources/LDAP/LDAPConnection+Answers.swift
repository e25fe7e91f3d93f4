// SPDX-License-Identifier: Apache-2.0

extension LDAPConnection {
    /// A whole answer that ended in success.
    struct Answer: ~Copyable {
        let message: ResultMessage
        let controls: [LDAPControl]
    }

    /// Waits for an answer, which has to be a success.
    func answer(
        to id: Int32, _ operation: LDAPError.Operation, within seconds: Double
    ) throws -> Answer {
        let message = try message(to: id, operation, until: .now + .seconds(seconds), seconds)
        let controls = try succeeded(message, operation)
        return Answer(message: message, controls: controls)
    }

    /// The controls of a result, which has to be a success.
    func succeeded(
        _ message: borrowing ResultMessage, _ operation: LDAPError.Operation
    ) throws -> [LDAPControl] {
        do {
            let outcome = try message.outcome()
            guard outcome.code == .success else {
                throw LDAPError(
                    code: outcome.code, operation: operation, diagnosticMessage: outcome.diagnosticMessage,
                    matchedDN: outcome.matchedDN, server: configuration.url)
            }
            return outcome.controls
        } catch let error as LibraryFailure {
            throw lost(operation, error)
        }
    }
}
