// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import WorkMail

@testable import WorkMailEndpoint

@Suite struct RequestJSONTests {
    @Test(
        "depth counts what is open, and not what is in a text",
        arguments: [
            ("", 0), ("{}", 1), ("[[]]", 2), (#"{"a":[{"b":1}]}"#, 3), (#"{"a":"[[[["}"#, 1), (#"{"a":"\"[["}"#, 1),
            (#"{"a":"\\"}[["#, 2), ("[[[", 3), ("]]]][", 0),
        ] as [(String, Int)])
    func depth(text: String, expected: Int) {
        #expect(RequestJSON.depth(of: Data(text.utf8)) == expected)
    }

    @Test(
        "an object in UTF-8, or nothing at all",
        arguments: [
            ("", true), ("{}", true), (#" {"a": null} "#, true), ("[]", false), ("1", false), ("null", false),
            ("{", false), (#"{"a" 1}"#, false), ("{}{}", false), (#"{'a': 1}"#, false), (#"{"a": NaN}"#, false),
        ] as [(String, Bool)])
    func objects(text: String, isTaken: Bool) {
        let value = try? RequestJSON.value(of: Data(text.utf8))
        #expect((value != nil) == isTaken)
    }

    @Test func `deep requests are refused before they are parsed`() {
        let deep = Data(String(repeating: "[", count: 200_000).utf8)
        #expect(throws: ServiceFault.self) { try RequestJSON.value(of: deep) }
    }
}
