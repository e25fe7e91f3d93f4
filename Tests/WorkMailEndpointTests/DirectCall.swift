// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

@testable import WorkMailEndpoint

extension ServedFixture {
    /// The organization as an endpoint has it, for calls without one.
    func served(_ change: (inout EndpointSettings) -> Void = { _ in }) -> ServedOrganization {
        var settings = EndpointSettings(keys: .random())
        change(&settings)
        return ServedOrganization(
            organization: organization, id: organization.organizationID, settings: settings,
            dice: FaultDice(seed: settings.faults.seed))
    }
}

extension ServedOrganization {
    /// Calls an operation with these members, the organization among them unless they name one.
    func call(_ operation: String, _ members: [String: Any] = [:]) async throws -> [String: Any] {
        let members = ["OrganizationId": id].merging(members) { _, given in given }
        let body = try JSONSerialization.data(withJSONObject: members)
        guard let served = ServedOperation.all[operation] else { throw ServiceFault.unknownOperation(operation) }
        do {
            let answer = try await served.answer(body, self)
            return answer.isEmpty ? [:] : try JSONSerialization.jsonObject(with: answer) as? [String: Any] ?? [:]
        } catch {
            throw ServiceFault(error)
        }
    }

    /// The code of a refusal; `nil` for success.
    func refusal(_ operation: String, _ members: [String: Any] = [:]) async throws -> String? {
        do {
            _ = try await call(operation, members)
            return nil
        } catch let fault as ServiceFault {
            return fault.code
        }
    }
}
