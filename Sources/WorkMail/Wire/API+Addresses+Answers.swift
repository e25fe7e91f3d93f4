// SPDX-License-Identifier: Apache-2.0

extension API.ListAliases.Output {
    package init(_ aliases: [EmailAddress], nextToken: String?) {
        self.init(aliases: aliases.map(\.text), nextToken: nextToken)
    }
}

extension API.DescribeEntity.Output {
    package init(_ owner: AddressOwner) {
        self.init(entityID: owner.id.value, name: owner.name, type: owner.type)
    }
}
