// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// ListUsers: pages, tokens and filters.
extension MailOrganizationContract {
    static let listingRules: [Rule] = [
        Rule("250 users come in pages, each once, in the order of their ids") { subject in
            var ids: Set<EntityID> = []
            for number in 0..<250 { ids.insert(try await subject.addUser("u\(number)")) }
            #expect(ids.count == 250)
            for limit in [1, 7, 100] where limit > 1 || subject.controls.patience == .zero {
                let pages = try await pages(subject, limit: limit)
                let listed = pages.flatMap(\.self).map(\.id)
                #expect(listed == listed.sorted())
                #expect(Set(listed).count == listed.count)
                #expect(Set(listed).isSuperset(of: ids))
                #expect(pages.allSatisfy { $0.count <= limit })
            }
        },
        Rule("a page takes 1 to 100 rows") { subject in
            for limit in [0, -1, 101] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.listUsers(nil, limit: limit, after: nil)
                }
            }
        },
        Rule("a token that is none, or of another listing, is refused") { subject in
            for name in ["a", "b", "c"] { _ = try await subject.addUser(name) }
            let prefix = UsersFilter.usernamePrefix(subject.mark)
            let token = try #require(try await subject.organization.listUsers(prefix, limit: 1, after: nil).nextToken)
            #expect((1...1024).contains(token.utf8.count))
            _ = try await subject.organization.listUsers(prefix, limit: 2, after: token)
            for (filter, token) in [
                (prefix, "nonsense"), (prefix, ""), (prefix, String(token.dropLast(2))), (nil, token),
                (.state(.disabled), token), (.displayNamePrefix(subject.mark), token),
            ] as [(UsersFilter?, String)] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.listUsers(filter, limit: 1, after: token)
                }
            }
        },
        Rule("a listing goes on although users come and go between its pages") { subject in
            var ids: [EntityID] = []
            for number in 0..<6 { ids.append(try await subject.addUser("u\(number)")) }
            let filter = UsersFilter.usernamePrefix(subject.mark)
            let first = try await subject.organization.listUsers(filter, limit: 2, after: nil)
            try await subject.controls.removeUser(first.elements[1].id)
            _ = try await subject.addUser("late")
            var seen = first.elements.map(\.id)
            var token = first.nextToken
            while let next = token {
                let page = try await subject.organization.listUsers(filter, limit: 2, after: next)
                seen += page.elements.map(\.id)
                token = page.nextToken
            }
            #expect(Set(seen).count == seen.count)
            #expect(Set(seen).isSuperset(of: ids))
        },
        Rule("a listed user is the user that is described") { subject in
            let ids = [try await subject.addUser("a"), try await subject.addEnabledUser("b")]
            let rows = try await rows(subject, .usernamePrefix(subject.mark))
            for id in ids {
                #expect(try await rows.first { $0.id == id } == subject.organization.describeUser(id).user)
            }
        },
        Rule("users are filtered by state, and DELETED ones are listed") { subject in
            let disabled = try await subject.addUser("a")
            let enabled = try await subject.addEnabledUser("b")
            let deleted = try await subject.addDeletedUser("c")
            for (state, id) in [(.disabled, disabled), (.enabled, enabled), (.deleted, deleted)]
                as [(EntityState, EntityID)]
            {
                let rows = try await rows(subject, .state(state))
                #expect(rows.allSatisfy { $0.state == state })
                #expect(rows.contains { $0.id == id })
            }
            #expect(try await rows(subject, nil).contains { $0.id == deleted })
        },
        Rule("users are filtered by the beginning of user name, display name and primary address") { subject in
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addUser("bert")
            let mark = subject.mark
            for (filter, expected) in [
                (.usernamePrefix(mark), [anna, bert]), (.usernamePrefix("\(mark).a"), [anna]),
                (.displayNamePrefix("Display \(mark)"), [anna, bert]),
                (.displayNamePrefix("Display \(mark).b"), [bert]),
                (.primaryEmailPrefix(mark), [anna]), (.primaryEmailPrefix("\(mark).b"), []),
            ] as [(UsersFilter, Set<EntityID>)] {
                #expect(try await Set(rows(subject, filter).map(\.id)) == expected, "\(filter)")
            }
        },
        Rule("a filter is text and no pattern") { subject in
            _ = try await subject.addEnabledUser("anna")
            for filter in [
                .usernamePrefix("\(subject.mark)%"), .usernamePrefix("\(subject.mark)_a"), .usernamePrefix("%"),
                .displayNamePrefix("Display%"), .primaryEmailPrefix("\(subject.mark)_a"),
            ] as [UsersFilter] {
                #expect(try await rows(subject, filter).isEmpty, "\(filter)")
            }
        },
    ]

    private static func pages(_ subject: ContractSubject, limit: Int) async throws -> [[MailUser]] {
        var pages: [[MailUser]] = []
        var token: String?
        repeat {
            let page = try await subject.organization.listUsers(nil, limit: limit, after: token)
            pages.append(page.elements)
            #expect(page.nextToken == nil || page.nextToken != token)
            token = page.nextToken
        } while token != nil
        return pages
    }

    private static func rows(_ subject: ContractSubject, _ filter: UsersFilter?) async throws -> [MailUser] {
        var rows: [MailUser] = []
        try await subject.organization.forEachUser(filter) { rows += $0 }
        return rows
    }
}
