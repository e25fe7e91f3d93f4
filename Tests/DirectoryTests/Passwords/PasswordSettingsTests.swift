// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

/// Which password settings object is in force, decided here; the server's own answers are in the test beside this one.
@Suite struct `Of several password settings objects` {
    private static let ana = "CN=Ana,DC=corp"
    private static let sales = "CN=Sales,DC=corp"
    private static let staff = "CN=Staff,DC=corp"

    private static func settings(
        _ name: String, _ precedence: Int, _ dns: [String], guid: UInt8 = 1, at place: Int = 0
    ) throws -> PasswordSettings {
        var bytes = [UInt8](repeating: 0, count: 16)
        bytes[place] = guid
        return PasswordSettings(
            guid: try #require(ObjectGUID(bytes: bytes)), dn: "CN=\(name)", name: name, precedence: precedence,
            appliesTo: try dns.map { try DN(parsing: $0) })
    }

    private static func inForce(_ settings: [PasswordSettings], groups: [String] = [sales, staff]) throws -> String? {
        PasswordSettings.inForce(
            among: settings, user: try DN(parsing: ana), groups: try groups.map { try DN(parsing: $0) })?.name
    }

    @Test func `one for the user beats those for the groups, whatever their precedence`() throws {
        let direct = try Self.settings("direct", 99, [Self.ana])
        let group = try Self.settings("group", 1, [Self.sales])
        #expect(try Self.inForce([group, direct]) == "direct")
        #expect(try Self.inForce([group]) == "group")
        #expect(try Self.inForce([group], groups: [Self.staff]) == nil)
        #expect(try Self.inForce([]) == nil)
    }

    @Test func `the lowest precedence wins, among direct ones and among those of groups`() throws {
        let (a, b) = (try Self.settings("a", 20, [Self.sales]), try Self.settings("b", 10, [Self.staff, Self.sales]))
        #expect(try Self.inForce([a, b]) == "b" && Self.inForce([b, a]) == "b")
        #expect(try Self.inForce([a, b], groups: [Self.sales]) == "b")
        let (c, d) = (try Self.settings("c", 2, [Self.ana]), try Self.settings("d", 1, [Self.ana, Self.sales]))
        #expect(try Self.inForce([a, c, b, d]) == "d")
    }

    @Test func `of equal precedence the smallest GUID wins, byte by byte as the directory sends it`() throws {
        // Not as the numbers of its text, to which byte 3 is the highest.
        let (first, later) = (
            try Self.settings("first", 5, [Self.sales], guid: 1, at: 0),
            try Self.settings("later", 5, [Self.sales], guid: 9, at: 3)
        )
        #expect(try Self.inForce([first, later]) == "later" && Self.inForce([later, first]) == "later")
        let last = try Self.settings("last", 5, [Self.sales], guid: 255, at: 15)
        #expect(try Self.inForce([first, last, later]) == "last")
    }

    @Test func `DNs are compared as directories compare them`() throws {
        #expect(try Self.inForce([Self.settings("a", 1, ["cn=SALES, dc=Corp"])]) == "a")
        #expect(try Self.inForce([Self.settings("a", 1, ["CN=Sales\\, North,DC=corp"])]) == nil)
    }
}
