// SPDX-License-Identifier: Apache-2.0
import Directory
import Testing

@testable import workmail_sync

@Suite struct UserArgumentTests {
    @Test(
        "a name that a shell or a parser would take for more is told as objectGUID",
        arguments: [
            ("ana.silva", true), ("O-Brien_2", true), ("a$(reboot)", false), ("a`id`", false), ("a b", false),
            ("--help", false), ("-", false), ("", false), ("o'brien", false), ("jörg", false), ("a&b", false),
            ("a!b", false), ("~root", false), ("a{b,c}", false), ("a#b", false), ("a%b", false), ("a@b", false),
        ] as [(String, Bool)])
    func argument(name: String, isTakenAsItIs: Bool) throws {
        let guid = try #require(ObjectGUID(text: "6704eee4-9288-40d3-975a-02a8345a5f4a"))
        #expect(UserArgument.of(name, guid) == (isTakenAsItIs ? name : guid.description))
    }
}
