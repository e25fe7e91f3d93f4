// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// ListGroups: pages, tokens and filters, as of users.
extension MailOrganizationContract {
    static let groupListingRules: [Rule] = [
        Rule("groups come in pages, each once, in the order of their ids") { subject in
            var ids: [EntityID] = []
            for number in 0..<12 { ids.append(try await subject.addGroup("g\(number)")) }
            for limit in [1, 5, 100] {
                let pages = try await pages(subject, .namePrefix(subject.mark), limit: limit)
                #expect(pages.flatMap(\.self).map(\.id) == ids.sorted())
                #expect(pages.allSatisfy { $0.count <= limit })
            }
            for limit in [0, -1, 101] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.listGroups(nil, limit: limit, after: nil)
                }
            }
        },
        Rule("a token that is none, or of another listing of groups, is refused") { subject in
            for name in ["a", "b", "c"] { _ = try await subject.addGroup(name) }
            let prefix = GroupsFilter.namePrefix(subject.mark)
            let token = try #require(try await subject.organization.listGroups(prefix, limit: 1, after: nil).nextToken)
            #expect((1...1024).contains(token.utf8.count))
            _ = try await subject.organization.listGroups(prefix, limit: 2, after: token)
            for (filter, token) in [
                (prefix, "nonsense"), (prefix, ""), (prefix, String(token.dropLast(2))), (nil, token),
                (.state(.disabled), token), (.primaryEmailPrefix(subject.mark), token),
            ] as [(GroupsFilter?, String)] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.listGroups(filter, limit: 1, after: token)
                }
            }
            await subject.refuses([.invalidParameter]) {
                _ = try await subject.organization.listUsers(.usernamePrefix(subject.mark), limit: 1, after: token)
            }
        },
        Rule("groups are filtered by state, and by the beginning of name and primary address") { subject in
            let enabled = try await subject.addEnabledGroup("enabled")
            let disabled = try await subject.addGroup("disabled")
            let deleted = try await subject.addGroup("gone")
            try await subject.controls.removeGroup(deleted)
            let mark = subject.mark
            for (state, id) in [(.disabled, disabled), (.enabled, enabled), (.deleted, deleted)]
                as [(EntityState, EntityID)]
            {
                let groups = try await pages(subject, .state(state), limit: 100).flatMap(\.self)
                #expect(groups.allSatisfy { $0.state == state })
                #expect(groups.contains { $0.id == id })
            }
            for (filter, expected) in [
                (.namePrefix(mark), [enabled, disabled, deleted]), (.namePrefix("\(mark.uppercased()).E"), [enabled]),
                (.namePrefix("\(mark)%"), []), (.namePrefix("\(mark)_e"), []),
                (.primaryEmailPrefix(mark), [enabled]), (.primaryEmailPrefix("\(mark).d"), []),
            ] as [(GroupsFilter, Set<EntityID>)] {
                let listed = try await pages(subject, filter, limit: 100).flatMap(\.self).map(\.id)
                #expect(Set(listed) == expected, "\(filter)")
            }
        },
        Rule("a listed group is the group that is described") { subject in
            let ids = [try await subject.addGroup("a"), try await subject.addEnabledGroup("b")]
            let listed = try await pages(subject, .namePrefix(subject.mark), limit: 100).flatMap(\.self)
            for id in ids {
                var described = try await subject.organization.describeGroup(id)
                #expect(described.hiddenFromGlobalAddressList == false)
                described.hiddenFromGlobalAddressList = nil
                #expect(listed.first { $0.id == id } == described)
            }
        },
    ]

    private static func pages(
        _ subject: ContractSubject, _ filter: GroupsFilter, limit: Int
    ) async throws -> [[MailGroup]] {
        var pages: [[MailGroup]] = []
        var token: String?
        repeat {
            let page = try await subject.organization.listGroups(filter, limit: limit, after: token)
            pages.append(page.elements)
            #expect(page.nextToken == nil || page.nextToken != token)
            token = page.nextToken
        } while token != nil
        return pages
    }
}
