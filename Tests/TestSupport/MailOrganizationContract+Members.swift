// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Who is in a group.
extension MailOrganizationContract {
    static let memberRules: [Rule] = [
        Rule("a new group has no members, and a new user is in no group") { subject in
            let sales = try await subject.addGroup("sales")
            let anna = try await subject.addUser("anna")
            #expect(try await subject.organization.listGroupMembers(sales).isEmpty)
            #expect(try await subject.organization.listGroupsForEntity(anna).isEmpty)
            #expect(try await subject.organization.listGroupsForEntity(sales).isEmpty)
        },
        Rule("users and groups in a group are listed with type and state, in the order of their ids") { subject in
            let organization = subject.organization
            let sales = try await subject.addGroup("sales")
            let support = try await subject.addGroup("support")
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addUser("bert")
            guard try await subject.putMembers([anna, bert, support], into: sales) else { return }
            let user = try await organization.describeUser(anna).user
            let expected = [
                GroupMember(
                    id: anna, name: subject.name("anna"), type: .user, state: .enabled, enabledDate: user.enabledDate,
                    disabledDate: user.disabledDate),
                GroupMember(id: bert, name: subject.name("bert"), type: .user, state: .disabled),
                GroupMember(id: support, name: subject.name("support"), type: .group, state: .disabled),
            ].sorted { $0.id < $1.id }
            #expect(try await organization.listGroupMembers(sales) == expected)
            for id in [anna, bert, support] {
                let groups = try await organization.listGroupsForEntity(id)
                #expect(try await groups == [organization.describeGroup(sales)])
            }
        },
        Rule("only direct groups and members are listed") { subject in
            let outer = try await subject.addGroup("outer")
            let inner = try await subject.addGroup("inner")
            let anna = try await subject.addUser("anna")
            guard try await subject.putMembers([inner], into: outer), try await subject.putMembers([anna], into: inner)
            else { return }
            #expect(try await subject.organization.listGroupMembers(outer).map(\.id) == [inner])
            #expect(try await subject.organization.listGroupsForEntity(anna).map(\.id) == [inner])
        },
        Rule("members come in pages, each once") { subject in
            let organization = subject.organization
            let sales = try await subject.addGroup("sales")
            let support = try await subject.addGroup("support")
            var ids: [EntityID] = []
            for number in 0..<12 { ids.append(try await subject.addUser("u\(number)")) }
            guard try await subject.putMembers(ids, into: sales) else { return }
            let first = try await organization.listGroupMembers(sales, limit: 5, after: nil)
            let token = try #require(first.nextToken)
            let second = try await organization.listGroupMembers(sales, limit: 100, after: token)
            #expect((first.elements + second.elements).map(\.id) == ids.sorted())
            #expect(first.elements.count <= 5)
            #expect(second.nextToken == nil)
            for (group, token) in [(support, token), (sales, "nonsense"), (sales, "")] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await organization.listGroupMembers(group, limit: 5, after: token)
                }
            }
            for limit in [0, 101] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await organization.listGroupMembers(sales, limit: limit, after: nil)
                }
            }
        },
        Rule("a DELETED member is not listed, nor is a DELETED group among anybody's") { subject in
            let sales = try await subject.addGroup("sales")
            let support = try await subject.addGroup("support")
            let anna = try await subject.addUser("anna")
            let bert = try await subject.addUser("bert")
            guard try await subject.putMembers([anna, bert], into: sales),
                try await subject.putMembers([bert], into: support)
            else { return }
            try await subject.controls.removeUser(anna)
            try await subject.controls.removeGroup(support)
            #expect(try await subject.organization.listGroupMembers(sales).map(\.id) == [bert])
            #expect(try await subject.organization.listGroupsForEntity(bert).map(\.id) == [sales])
            let codes: Set<MailOrganizationError.Code> = [.entityState, .entityNotFound]
            await subject.refuses(codes) { _ = try await subject.organization.listGroupMembers(support) }
            for id in [anna, support] {
                await subject.refuses(codes) { _ = try await subject.organization.listGroupsForEntity(id) }
            }
        },
        Rule("members of an id that nobody has, or that is a user's, are asked for in vain") { subject in
            let anna = try await subject.addUser("anna")
            for id in [anna, subject.nobody] {
                await subject.refuses([.entityNotFound]) { _ = try await subject.organization.listGroupMembers(id) }
            }
            await subject.refuses([.entityNotFound]) {
                _ = try await subject.organization.listGroupsForEntity(subject.nobody)
            }
        },
        Rule("putting a member in again, and taking one out again, is success") { subject in
            guard subject.controls.writesUsers else { return }
            let organization = subject.organization
            let sales = try await subject.addGroup("sales")
            let anna = try await subject.addUser("anna")
            for _ in 0..<2 {
                try await organization.associateMember(group: sales, member: anna)
                #expect(try await organization.listGroupMembers(sales).map(\.id) == [anna])
            }
            for _ in 0..<2 {
                try await organization.disassociateMember(group: sales, member: anna)
                #expect(try await organization.listGroupMembers(sales).isEmpty)
            }
        },
        Rule("nobody is put into, or taken out of, what is DELETED or nobody's") { subject in
            guard subject.controls.writesUsers else { return }
            let organization = subject.organization
            let sales = try await subject.addGroup("sales")
            let anna = try await subject.addUser("anna")
            let deleted = try await subject.addDeletedUser("bert")
            let gone = try await subject.addGroup("gone")
            try await subject.controls.removeGroup(gone)
            let codes: Set<MailOrganizationError.Code> = [.entityState, .entityNotFound]
            for (group, member) in [
                (sales, deleted), (gone, anna), (sales, subject.nobody), (subject.nobody, anna), (anna, sales),
            ] {
                await subject.refuses(codes) {
                    try await organization.associateMember(group: group, member: member)
                }
                await subject.refuses(codes) {
                    try await organization.disassociateMember(group: group, member: member)
                }
            }
            #expect(try await organization.listGroupMembers(sales).isEmpty)
        },
        Rule("a group is not put into itself, nor in a circle") { subject in
            guard subject.controls.writesUsers else { return }
            let organization = subject.organization
            let (a, b, c) = (
                try await subject.addGroup("a"), try await subject.addGroup("b"), try await subject.addGroup("c")
            )
            try await organization.associateMember(group: a, member: b)
            try await organization.associateMember(group: b, member: c)
            for (group, member) in [(a, a), (b, a), (c, a)] {
                await subject.refuses([.invalidParameter]) {
                    try await organization.associateMember(group: group, member: member)
                }
            }
            // Twice in it by two ways is no circle.
            try await organization.associateMember(group: a, member: c)
            #expect(try await organization.listGroupsForEntity(c).map(\.id) == [a, b].sorted())
        },
        Rule("members of a directory's group are the directory's to change") { subject in
            guard !subject.controls.writesUsers else { return }
            let sales = try await subject.addGroup("sales")
            let anna = try await subject.addUser("anna")
            await subject.refuses([.unsupportedOperation]) {
                try await subject.organization.associateMember(group: sales, member: anna)
            }
            await subject.refuses([.unsupportedOperation]) {
                try await subject.organization.disassociateMember(group: sales, member: anna)
            }
        },
    ]
}
