// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import Testing
import WorkMail

/// Who is a candidate, and if not, why.
@Suite struct `Where somebody stands` {
    @Test func `the first template whose attributes the user has decides`() throws {
        let judge = try People.judge(["{mail}", "{proxyAddress}", "{sAMAccountName}@example.com"])
        let rows: [(DirectoryUser, String)] = [
            (try People.user(1, "ana", mail: "Ana@Example.com"), "Ana@Example.com"),
            (
                try People.user(1, "ana", mail: nil, proxy: ["smtp:x@example.com", "SMTP:p@example.com"]),
                "p@example.com"
            ),
            (try People.user(1, "ana", mail: ""), "ana@example.com"),
        ]
        for (user, address) in rows {
            let standing = judge.standing(of: user, scope: .inside)
            #expect(standing.isCandidate && standing.address?.text == address)
        }
    }

    @Test func `an address that the service refuses is not replaced behind the administrator's back`() throws {
        let judge = try People.judge(["{mail}", "{sAMAccountName}@example.com"])
        let standing = judge.standing(of: try People.user(1, "obrien", mail: "o'brien@example.com"), scope: .inside)
        #expect(standing.exclusion == .unusableAddress)
        #expect(standing.detail?.contains("suggested: obrien@example.com") == true)
        #expect(standing.detail?.contains("U+0027") == true)
    }

    @Test func `the most fundamental reason is the one that is named`() throws {
        let judge = try People.judge()
        let off: UserAccountControl = [.normalAccount, .accountDisabled]
        let past = AccountExpiry.at(People.now.addingTimeInterval(-1))
        let rows: [(DirectoryUser, ScopeVerdict, Exclusion?)] = [
            (try People.user(1, "pc$", mail: nil, control: off, kind: .computer), .outsideBases, .computer),
            (try People.user(1, "krbtgt", mail: nil, control: off, kind: .systemAccount), .inside, .systemAccount),
            (try People.user(1, "ana", mail: nil, control: off), .outsideBases, .outsideBases),
            (try People.user(1, "ana", mail: nil), .excludedSubtree("OU=X"), .excludedSubtree),
            (try People.user(1, "ana", mail: nil), .notMatchingFilter, .notMatchingFilter),
            (try People.user(1, "ana", mail: nil), .notInGroups, .notInGroups),
            (try People.user(1, "ana", mail: nil, control: off, expires: past), .inside, .disabledInDirectory),
            (try People.user(1, "ana", mail: nil, expires: past), .inside, .expired),
            (
                try People.user(1, "ana", mail: "a@example.com", expires: .at(People.now.addingTimeInterval(60))),
                .inside, nil
            ),
            (try People.user(1, "ana", mail: nil), .inside, .noAddress),
            (try People.user(1, "ana", mail: "a@elsewhere.example"), .inside, .foreignDomain),
            (try People.user(1, "ana", mail: "a@pending.example"), .inside, .unverifiedDomain),
        ]
        for (user, scope, expected) in rows {
            #expect(judge.standing(of: user, scope: scope).exclusion == expected)
        }
    }

    @Test(arguments: ["{mail", "mail}", "{mail}{", "{phone}"])
    func `a template that is not one is refused`(text: String) {
        #expect(throws: AddressTemplateFault.self) { try AddressTemplate(text) }
    }

    @Test(arguments: [
        (10, 5.0, 200, 10), (10, 5.0, 100, 5), (10, 5.0, 10, 1), (10, 5.0, 1, 0), (0, 100.0, 50, 0), (10, 0.0, 50, 0),
    ])
    func `the smaller of number and share counts, and no organization is too small`(
        count: Int, percent: Double, total: Int, allowed: Int
    ) {
        let limits = SafetyLimits(
            maxDisables: count, maxDisablesPercent: percent, maxMissing: count, maxMissingPercent: percent)
        #expect(limits.allowedMissing(of: total) == allowed)
        #expect(limits.allowedDisables(of: total) == allowed)
    }
}
