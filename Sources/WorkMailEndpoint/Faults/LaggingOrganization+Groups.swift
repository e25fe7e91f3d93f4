// SPDX-License-Identifier: Apache-2.0
import WorkMail

// Groups and exports, as they are.
extension LaggingOrganization {
    func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup> {
        try await organization.listGroups(filter, limit: limit, after: token)
    }

    func describeGroup(_ id: EntityID) async throws -> MailGroup { try await organization.describeGroup(id) }

    func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID {
        try await organization.createGroup(name: name, hiddenFromGlobalAddressList: hiddenFromGlobalAddressList)
    }

    func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws {
        try await organization.updateGroup(id, hiddenFromGlobalAddressList: hiddenFromGlobalAddressList)
    }

    func deleteGroup(_ id: EntityID) async throws { try await organization.deleteGroup(id) }

    func associateMember(group: EntityID, member: EntityID) async throws {
        try await organization.associateMember(group: group, member: member)
    }

    func disassociateMember(group: EntityID, member: EntityID) async throws {
        try await organization.disassociateMember(group: group, member: member)
    }

    func listGroupMembers(
        _ group: EntityID, limit: Int, after token: String?
    ) async throws -> Page<GroupMember> {
        try await organization.listGroupMembers(group, limit: limit, after: token)
    }

    func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup] {
        try await organization.listGroupsForEntity(id)
    }

    func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String {
        try await organization.startMailboxExportJob(request)
    }

    func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob {
        try await organization.describeMailboxExportJob(jobID)
    }

    func listMailboxExportJobs() async throws -> [MailboxExportJob] {
        try await organization.listMailboxExportJobs()
    }

    func cancelMailboxExportJob(_ jobID: String) async throws { try await organization.cancelMailboxExportJob(jobID) }
}
