// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    /// By id or name.
    func registerToWorkMail(_ request: API.RegisterToWorkMail) async throws {
        let id = try await entity(request.entityID, takesAddress: false)
        try await organization.registerToWorkMail(id, email: EmailAddress(request.email))
    }

    func deregisterFromWorkMail(_ request: API.DeregisterFromWorkMail) async throws {
        try await organization.deregisterFromWorkMail(entity(request.entityID))
    }
}
