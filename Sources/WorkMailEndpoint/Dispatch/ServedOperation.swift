// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// An operation with what answers it: from the bytes of a request to those of its answer.
struct ServedOperation: Sendable {
    let name: String
    let isRead: Bool
    /// Throws `ServiceFault`, or an error of the organization.
    let answer: @Sendable (_ body: Data, _ served: ServedOrganization) async throws -> Data

    /// Shapes first, then whose organization it is, then the operation.
    init<Operation: WireOperation>(
        listing _: Operation.Type,
        _ body: @escaping @Sendable (ServedOrganization, Operation, Listing) async throws -> Operation.Output
    ) {
        name = Operation.name
        isRead = Operation.isRead
        answer = { bytes, served in
            let request = try RequestJSON.value(of: bytes)
            try Operation.check(request)
            try Self.requireOurs(request, served.id)
            let listing = try Listing(of: Operation.name, request, in: served)
            let output = try await body(served, try RequestJSON.decode(Operation.self, from: bytes), listing)
            // Operations without output answer with no body at all.
            return Operation.Output.self == NoOutput.self ? Data() : try API.encoder.encode(output)
        }
    }

    init<Operation: WireOperation>(
        _ operation: Operation.Type,
        _ body: @escaping @Sendable (ServedOrganization, Operation) async throws -> Operation.Output
    ) {
        self.init(listing: operation) { served, request, _ in try await body(served, request) }
    }

    init<Operation: WireOperation>(
        _ operation: Operation.Type, _ body: @escaping @Sendable (ServedOrganization, Operation) async throws -> Void
    ) where Operation.Output == NoOutput {
        self.init(listing: operation) { served, request, _ in
            try await body(served, request)
            return NoOutput()
        }
    }

    private static func requireOurs(_ request: WireValue, _ id: String) throws(ServiceFault) {
        guard case .object(let members) = request, case .string(let asked)? = members["OrganizationId"] else { return }
        guard asked.utf8.elementsEqual(id.utf8) else {
            throw ServiceFault(.organizationNotFound, "The organization \(asked) does not exist.")
        }
    }
}
