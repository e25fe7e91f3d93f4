// SPDX-License-Identifier: Apache-2.0
import Directory
import Testing

@Suite struct `A delegated change that was not made` {
    @Test(
        "is explained with what it is about, and with what to do",
        arguments: [
            (.clearText, "clear text", "ldaps://"),
            (
                .changedMeanwhile([
                    AttributeConflict(attribute: "title", expected: "Head", actual: "Boss"),
                    AttributeConflict(attribute: "l", expected: nil, actual: "Köln"),
                    AttributeConflict(attribute: "co", expected: "Peru", actual: nil),
                ]),
                "title is “Boss” and not “Head”; l is “Köln” and not absent; co is absent and not “Peru”",
                "nothing was changed"
            ),
            (
                .notPermitted(attributes: ["title", "l"], serverWords: "00002098: no write\n\n"),
                "may not write title, l (00002098: no write)", "nothing was changed"
            ),
            (.gone, "gone", "nothing was changed"),
            (.unsuitable(attribute: "mail", problem: "has 2 values"), "mail has 2 values", "nothing was changed"),
            (.refused(code: 19, serverWords: "AtrErr"), "constraintViolation (19) (AtrErr)", "too long"),
            (.refused(code: 10, serverWords: ""), "referral (10)", "not read-only"),
            (.refused(code: 51, serverWords: ""), "busy (51)", "later"),
            (.refused(code: 53, serverWords: "no"), "unwillingToPerform (53) (no)", "nothing was changed"),
            (.unknownOutcome(reason: "timeout"), "not known: timeout", "read the person again"),
            (
                .notAsWritten([AttributeConflict(attribute: "l", expected: "a", actual: "A")]), "l is “A” and not “a”",
                "again"
            ),
        ] as [(DelegatedChangeFailure, String, String)])
    func words(failure: DelegatedChangeFailure, cause: String, remedy: String) throws {
        let trouble = try #require(DirectoryTrouble(failure))
        #expect(trouble.cause.contains(cause) && trouble.remedy.contains(remedy), "\(trouble)")
        #expect(trouble.isTransient == (failure == .refused(code: 51, serverWords: "")))
    }

    @Test func `tells nobody the administrator's password`() {
        let password = AdministratorPassword(Array("hunter2".utf8))
        var dumped = ""
        dump(AdministratorCredential.password(name: "ana", password: password), to: &dumped)
        for text in ["\(password)", String(reflecting: password), dumped] { #expect(!text.contains("hunter2")) }
        #expect(!dumped.contains("104"), "nor its bytes")
    }
}
