// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// Every refusal on its exact words, and every limit on both of its sides.
@Suite struct `What an edit is refused for` {
    typealias Rules = `Rules for editing`

    static func refusal(_ edit: AccountEdit, _ facts: AccountFacts? = nil, owner: AddressOwner? = nil) throws
        -> [String]
    {
        var rules = Rules.rules
        rules.owner = owner
        return Rules.outcome(edit, try facts ?? Rules.facts(), rules)
    }

    @Test func `addresses`() throws {
        let stranger = AddressOwner(id: EntityID("S-1-5-21-1-2-3-1009"), name: "zed", type: "USER")
        let group = AddressOwner(id: EntityID("S-1-5-21-1-2-3-1010"), name: "sales", type: "GROUP")
        let free = try EmailAddress("b@example.com")
        let foreign = try EmailAddress("b@elsewhere.example")
        let pending = try EmailAddress("b@pending.example")
        let disabled = try Rules.facts(.disabled)
        let rows: [(AccountEdit, AccountFacts?, AddressOwner?, String)] = [
            (.addAlias(free), nil, stranger, "cannot get b@example.com: it belongs to user zed (S-1-5-21-1-2-3-1009)"),
            (
                .setPrimary(free), nil, group,
                "cannot get b@example.com: it belongs to group sales (S-1-5-21-1-2-3-1010)"
            ),
            (
                .enable(free), disabled, group,
                "cannot get b@example.com: it belongs to group sales (S-1-5-21-1-2-3-1010)"
            ),
            (
                .addAlias(foreign), nil, nil,
                "cannot get b@elsewhere.example: the organization has no domain elsewhere.example; it has example.com, "
                    + "pending.example"
            ),
            (
                .setPrimary(pending), nil, nil,
                "cannot get b@pending.example: the domain pending.example is not verified"
            ),
            (
                .enable(pending), disabled, nil,
                "cannot get b@pending.example: the domain pending.example is not verified"
            ),
            (
                .removeAlias(try EmailAddress("Ana@example.com")), nil, nil,
                "has Ana@example.com as primary address: give it another first (workmail-sync email set-primary)"
            ),
            (.removeAlias(free), nil, nil, "has no alias b@example.com; it has a@example.com"),
        ]
        for (edit, facts, owner, words) in rows {
            #expect(try Self.refusal(edit, facts, owner: owner) == ["ana \(words)"])
        }
        var bare = try Rules.facts()
        bare.aliases = []
        #expect(try Self.refusal(.removeAlias(free), bare) == ["ana has no alias b@example.com; it has none"])
    }

    @Test func `an alias whose domain is no longer verified cannot become the primary address`() throws {
        var facts = try Rules.facts()
        let alias = try EmailAddress("a@pending.example")
        facts.aliases = [alias]
        #expect(
            try Self.refusal(.setPrimary(alias), facts)
                == ["ana cannot get a@pending.example: the domain pending.example is not verified"])
    }

    @Test
    func `the hundredth alias is taken and the next is not, also not as the one that a new primary leaves behind`()
        throws
    {
        var facts = try Rules.facts()
        let new = try EmailAddress("new@example.com")
        facts.aliases = Set(try (1...99).map { try EmailAddress("alias\($0)@example.com") })
        #expect(try Self.refusal(.addAlias(new), facts) == ["CreateAlias new@example.com"])
        #expect(
            try Self.refusal(.setPrimary(new), facts)
                == ["UpdatePrimaryEmailAddress ana@example.com > new@example.com"])
        facts.aliases.insert(try EmailAddress("alias100@example.com"))
        let full = "ana has 100 aliases: the service takes 100 a user, for good; use a group for more"
        #expect(try Self.refusal(.addAlias(new), facts) == [full])
        #expect(try Self.refusal(.setPrimary(new), facts) == [full])
        #expect(
            try Self.refusal(.setPrimary(try EmailAddress("alias7@example.com")), facts)
                == ["UpdatePrimaryEmailAddress ana@example.com > alias7@example.com"], "the two swap places")
    }

    @Test(
        arguments: [
            (0, nil), (1, "1 MB"), (51_200, "51200 MB"), (51_201, nil), (-1, nil), (.max, nil),
        ] as [(Int, String?)])
    func `a quota is 1 to 51200 MB`(megabytes: Int, taken: String?) throws {
        let refused = "ana cannot get a quota of \(megabytes) MB: it is 1 to 51200 MB"
        #expect(
            try Self.refusal(.setQuota(megabytes)) == [taken.map { "UpdateMailboxQuota 1000 MB > \($0)" } ?? refused])
    }

    @Test func `personal data has up to 256 characters, no NUL, and what is true or false`() throws {
        let rows: [(AccountField, String, String?)] = [
            (.jobTitle, String(repeating: "x", count: 256), nil),
            (
                .jobTitle, String(repeating: "x", count: 257),
                "would get the job title of 257 characters; the service takes 256"
            ),
            // The service counts what Swift would take for one character.
            (.city, String(repeating: "e\u{301}", count: 128), nil),
            (
                .city, String(repeating: "e\u{301}", count: 129),
                "would get the city of 258 characters; the service takes 256"
            ),
            (.office, String(repeating: "\u{1F3E2}", count: 256), nil),
            (.zipCode, "10\u{0}", "would get the postal code with a NUL in it, which no text may hold"),
            (.hiddenFromGlobalAddressList, "TRUE", nil), (.hiddenFromGlobalAddressList, "yes", nil),
            (
                .hiddenFromGlobalAddressList, "perhaps",
                "would get “perhaps” for hiddenFromGlobalAddressList, which is true or false"
            ),
            (
                .hiddenFromGlobalAddressList, "",
                "would get “” for hiddenFromGlobalAddressList, which is true or false"
            ),
        ]
        for (field, text, refusal) in rows {
            let outcome = try Self.refusal(.setProfile([field: text]))
            if let refusal {
                #expect(outcome == ["ana \(refusal)"])
            } else {
                #expect(outcome.count == 1 && outcome[0].hasPrefix("UpdateUser "), "\(field) \(text.count)")
            }
        }
        #expect(EditRefusal.tooLong(.city, count: 257).field == .city && EditRefusal.noText(.city).field == .city)
        #expect(EditRefusal.notABoolean(.city, "").field == .city && EditRefusal.quotaOutOfRange(0).field == nil)
    }

    @Test func `rights on a mailbox`() throws {
        let own = Change.Grantee(id: EntityID(People.sid(1)), name: "ana")
        let rows: [(AccountEdit, String)] = [
            (
                .grant(Rules.sales, isGroup: true, [.sendAs, .fullAccess]),
                "cannot give FULL_ACCESS to the group sales: only users can have it"
            ),
            (.grant(own, isGroup: false, [.sendAs]), "has every right on the own mailbox already"),
            (.revoke(Rules.sales, nil), "has given sales no such right"),
            (.revoke(Rules.bob, [.fullAccess]), "has given bob no such right"),
        ]
        for (edit, words) in rows { #expect(try Self.refusal(edit) == ["ana \(words)"]) }
    }

    @Test func `devices`() throws {
        var none = try Rules.facts()
        none.devices = [:]
        var hosted = none
        hosted.devices = nil
        for edit in [AccountEdit.removeDevice("TAB2"), .wipeDevice("TAB2")] {
            #expect(try Self.refusal(edit) == ["ana has no device TAB2; it has PHONE1"])
            #expect(try Self.refusal(edit, none) == ["ana has no device TAB2; it has none"])
            #expect(
                try Self.refusal(edit, hosted)
                    == ["ana has devices that only the service's console shows: its API has no such operation"])
        }
        for id in ["", "two words", "gerät", "a-b", "@", String(repeating: "A", count: 33)] {
            for edit in [AccountEdit.blockDevice(id), .unblockDevice(id), .removeDevice(id), .wipeDevice(id)] {
                #expect(
                    try Self.refusal(edit)
                        == ["ana cannot have a device “\(id)”: an id has 1 to 32 ASCII letters and digits"])
            }
        }
        #expect(try Self.refusal(.blockDevice(String(repeating: "z", count: 32))).count == 1)
    }

    @Test func `people of the directory are decided about, and nobody gets an address that another is to get`() throws {
        var facts = try Rules.facts(.disabled)
        facts.account.person = try People.person(1, "ana", mail: nil)
        #expect(
            try Self.refusal(.enable(try EmailAddress("b@example.com")), facts)
                == ["ana is in the directory: approve or disable the person instead"])
        #expect(
            EditRefusal.addressClaimedTwice(try EmailAddress("b@example.com"), other: "bob").description
                == "cannot get b@example.com: bob is to get it too")
        #expect(EditRefusal.alreadyEnabled(nil).description == "is ENABLED already")
    }
}
