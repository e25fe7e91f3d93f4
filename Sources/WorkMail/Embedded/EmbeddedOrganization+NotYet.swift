// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    private var notYet: MailOrganizationError {
        MailOrganizationError(.unsupportedOperation, operation: "?", message: "not yet")
    }
    public func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup> {
        Page(
            elements: try await read { try GroupRow.fetchAll($0, sql: "\(GroupRow.columns) ORDER BY id").map(\.group) })
    }
    public func describeGroup(_ id: EntityID) async throws -> MailGroup { throw notYet }
    public func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws { throw notYet }
    public func associateMember(group: EntityID, member: EntityID) async throws { throw notYet }
    public func disassociateMember(group: EntityID, member: EntityID) async throws { throw notYet }
    public func listGroupMembers(
        _ group: EntityID, limit: Int, after token: String?
    ) async throws -> Page<GroupMember> { throw notYet }
    public func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup] { throw notYet }
    public func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String { throw notYet }
    public func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob { throw notYet }
    public func listMailboxExportJobs() async throws -> [MailboxExportJob] { throw notYet }
    public func cancelMailboxExportJob(_ jobID: String) async throws { throw notYet }
}
