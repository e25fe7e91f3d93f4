// SPDX-License-Identifier: Apache-2.0
import Foundation

extension API.ListGroupsFilters {
    init(_ filter: GroupsFilter) {
        self.init()
        switch filter {
        case .state(let state): self.state = state.rawValue
        case .namePrefix(let prefix): namePrefix = prefix
        case .primaryEmailPrefix(let prefix): primaryEmailPrefix = prefix
        }
    }
}

extension MailGroup {
    init?(_ group: API.Group) {
        guard let id = group.id else { return nil }
        self.init(
            id: EntityID(id), name: group.name ?? "", email: group.email.map(EmailAddress.init(ofService:)),
            state: EntityState(rawValue: group.state ?? ""), enabledDate: group.enabledDate?.ifEver,
            disabledDate: group.disabledDate?.ifEver)
    }

    /// - Parameter id: what was asked for, should the answer not repeat it.
    init(_ group: API.DescribeGroup.Output, asked id: EntityID) {
        self.init(
            id: group.groupID.map(EntityID.init(_:)) ?? id, name: group.name ?? "",
            email: group.email.map(EmailAddress.init(ofService:)), state: EntityState(rawValue: group.state ?? ""),
            enabledDate: group.enabledDate?.ifEver, disabledDate: group.disabledDate?.ifEver,
            hiddenFromGlobalAddressList: group.hiddenFromGlobalAddressList ?? false)
    }
}

extension GroupMember {
    init?(_ member: API.Member) {
        guard let id = member.id else { return nil }
        self.init(
            id: EntityID(id), name: member.name ?? "", type: MemberType(rawValue: member.type ?? ""),
            state: EntityState(rawValue: member.state ?? ""), enabledDate: member.enabledDate?.ifEver,
            disabledDate: member.disabledDate?.ifEver)
    }
}
