// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

/// Everybody in ranges, side by side, against everybody by pages.
@Suite(.tags(.server), .requiresSamba) struct EverybodyByDirSyncTests {
    @Test func `ranges over two connections, or over the one that is had, bring whom pages bring`() async throws {
        try await SambaDomainController.with(people: .bulk(600)) { controller in
            let hidden = try await Self.hideNumber(of: "hidden", controller)
            try await FaultProxy.with(to: controller.address) { proxy in
                let settings = try controller.configuration(through: proxy)
                try await ActiveDirectory.connect(settings) { directory in
                    let scope = try await directory.resolve(ScopeDefinition(), pins: [])
                    let filters = DirSyncRange.filters(upTo: directory.server.highestCommittedUSN, ofAtLeast: 500)
                    #expect(filters.count == 8)
                    var pages: [ObservedUser] = []
                    try await directory.readEverybody(in: scope) { pages += $0.users }
                    #expect(pages.count > 600 && pages.contains { $0.user.guid == hidden })

                    let latest = pages.filter { $0.user.uSNChanged != nil }
                        .max { ($0.user.uSNChanged ?? 0) < ($1.user.uSNChanged ?? 0) }
                    let found = try #require(try await directory.latestOfEverybody())
                    #expect(found.count == 5 && found.first?.guid == latest?.user.guid)
                    #expect(found.first?.usn == latest?.user.uSNChanged)

                    var refused = settings
                    refused.bindPassword = Secret("wrong")
                    for another in [settings, nil, refused] {
                        let before = proxy.connections
                        var ranges: [ObservedUser] = []
                        try await directory.readEverybodyByDirSync(
                            in: scope, flags: .objectSecurity, beside: another, ranges: filters
                        ) { ranges += $0.users }
                        #expect(ranges.count == pages.count)
                        let isSame = Self.sorted(ranges) == Self.sorted(pages)
                        #expect(isSame)
                        #expect(proxy.connections - before == (another == nil ? 0 : 1))
                    }
                }
            }
        }
    }

    @Test func `of a name that stands for two copies, the numbers of one are not asked of the other`() async throws {
        try await SambaDomainController.withTwo(people: .bulk(600)) { first, second in
            try await FaultProxy.with(to: first.address) { proxy in
                let settings = try first.configuration(through: proxy)
                try await ActiveDirectory.connect(settings) { directory in
                    let scope = try await directory.resolve(ScopeDefinition(), pins: [])
                    let filters = DirSyncRange.filters(upTo: directory.server.highestCommittedUSN, ofAtLeast: 500)
                    var pages: [ObservedUser] = []
                    try await directory.readEverybody(in: scope) { pages += $0.users }

                    proxy.address = second.address
                    let before = proxy.connections
                    var ranges: [ObservedUser] = []
                    try await directory.readEverybodyByDirSync(
                        in: scope, flags: .objectSecurity, beside: settings, ranges: filters
                    ) { ranges += $0.users }
                    #expect(proxy.connections - before == 1)
                    let isSame = Self.sorted(ranges) == Self.sorted(pages)
                    #expect(isSame, "\(ranges.count) by ranges, \(pages.count) by pages")
                }
            }
        }
    }

    @Test func `what breaks off in a range ends the read, and whoever is called fails it as well`() async throws {
        try await SambaDomainController.with(people: .bulk(600)) { controller in
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                let scope = try await directory.resolve(ScopeDefinition(), pins: [])
                let filters = DirSyncRange.filters(upTo: directory.server.highestCommittedUSN, ofAtLeast: 500)
                var count = 0
                await #expect(throws: CancellationError.self) {
                    try await directory.readEverybodyByDirSync(
                        in: scope, flags: .objectSecurity, beside: try controller.configuration(), ranges: filters
                    ) { page in
                        count += page.users.count
                        if count > 0 { throw CancellationError() }
                    }
                }
                await #expect(throws: LDAPError.self) {
                    try await directory.readEverybodyByDirSync(
                        in: scope, flags: .objectSecurity, beside: try controller.configuration(), ranges: filters
                    ) { _ in try await controller.kill() }
                }
            }
        }
    }

    /// Without what DirSync does not tell, since it is not replicated.
    private static func sorted(_ users: [ObservedUser]) -> [DirectoryUser] {
        users.map { observed in
            var user = observed.user
            (user.whenChanged, user.uSNChanged) = (nil, nil)
            return user
        }.sorted { $0.guid < $1.guid }
    }

    /// Adds somebody whose number the account may not read: no range has them by it.
    private static func hideNumber(of name: String, _ controller: SambaDomainController) async throws -> ObjectGUID {
        let guid = try await controller.addUser(name, password: "Lab-only 4711", ["mail": "\(name)@example.com"])
        let dn = "CN=\(name),CN=Users,\(controller.baseDN)"
        try await controller.hide("USN-Created", from: "svc-workmail", at: dn)
        try await ActiveDirectory.connect(try controller.configuration()) { directory in
            let entry = try await directory.connection.read(.text(dn), attributes: ["uSNCreated", "mail"])
            #expect(entry?.contains("mail") == true && entry?.contains("uSNCreated") == false)
        }
        return guid
    }
}

struct DirSyncRangeTests {
    @Test func `a small domain, or one that tells no number, is one range`() {
        for usn: Int64? in [nil, 0, 4_000, 19_999] { #expect(DirSyncRange.filters(upTo: usn) == [DirSyncRange.whole]) }
    }

    @Test func `everybody is in one range, whoever comes later and whoever has no number in the first`() throws {
        let filters = DirSyncRange.filters(upTo: 30_002)
        #expect(
            filters.map(\.description) == [
                "(&(objectClass=user)(|(uSNCreated>=20001)(!(uSNCreated=*))))",
                "(&(objectClass=user)(uSNCreated<=10000))",
                "(&(objectClass=user)(&(uSNCreated>=10001)(uSNCreated<=20000)))",
            ])
        #expect(DirSyncRange.filters(upTo: 5_000_000).count == 8)
    }
}
