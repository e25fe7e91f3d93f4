// SPDX-License-Identifier: Apache-2.0

extension API.ListGroups.Output {
    package init(_ groups: [MailGroup], nextToken: String?) {
        self.init(groups: groups.map { API.Group($0) }, nextToken: nextToken)
    }
}

extension API.Group {
    package init(_ group: MailGroup) {
        self.init(
            id: group.id.value, email: group.email?.text, name: group.name, state: group.state.rawValue,
            enabledDate: group.enabledDate, disabledDate: group.disabledDate)
    }
}

extension API.DescribeGroup.Output {
    package init(_ group: MailGroup) {
        self.init(
            groupID: group.id.value, name: group.name, email: group.email?.text, state: group.state.rawValue,
            enabledDate: group.enabledDate, disabledDate: group.disabledDate,
            hiddenFromGlobalAddressList: group.hiddenFromGlobalAddressList ?? false)
    }
}

extension API.CreateGroup.Output {
    package init(_ id: EntityID) { self.init(groupID: id.value) }
}
