// SPDX-License-Identifier: Apache-2.0

extension API.ListGroupMembers.Output {
    package init(_ members: [GroupMember], nextToken: String?) {
        self.init(members: members.map { API.Member($0) }, nextToken: nextToken)
    }
}

extension API.Member {
    package init(_ member: GroupMember) {
        self.init(
            id: member.id.value, name: member.name, type: member.type.rawValue, state: member.state.rawValue,
            enabledDate: member.enabledDate, disabledDate: member.disabledDate)
    }
}

extension API.ListGroupsForEntity.Output {
    package init(_ groups: [MailGroup], nextToken: String?) {
        self.init(
            groups: groups.map { API.GroupIdentifier(groupID: $0.id.value, groupName: $0.name) }, nextToken: nextToken)
    }
}
