// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// Looks for one object by its objectGUID, deleted or not: an absence has to be proved before anybody acts on it.
    public func secondLook(at guid: ObjectGUID) async throws -> Absence {
        let entry: LDAPEntry?
        do {
            entry = try await connection.read(
                .guid(guid.bytes), attributes: ["objectGUID", "isDeleted"], controls: [.showDeleted])
        } catch LDAPResultCode.noSuchObject {
            entry = nil
        }
        guard let entry else { return .missing }
        return entry.isTombstone(of: guid) ? .tombstone : .present
    }
}
