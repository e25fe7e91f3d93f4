// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

struct EmailAddressTests {
    @Test(
        arguments: [
            ("ana.silva@example.com", "ana.silva", "example.com"),
            ("A_b%c+d-e@Sub.Example.COM", "A_b%c+d-e", "sub.example.com"),
            ("1@x.io", "1", "x.io"),
            (String(repeating: "a", count: 64) + "@example.com", String(repeating: "a", count: 64), "example.com"),
        ] as [(String, String, String)])
    func `takes what the service takes`(text: String, localPart: String, domain: String) throws {
        let address = try EmailAddress(text)
        #expect(address.text == text)
        #expect(address.localPart == localPart)
        #expect(address.domain == domain)
        #expect(address.key == text.lowercased())
    }

    @Test(
        arguments: [
            ("", .empty),
            ("ana.silva", .noAt),
            ("@example.com", .localPartLength(0)),
            (String(repeating: "a", count: 65) + "@example.com", .localPartLength(65)),
            (String(repeating: "a", count: 60) + "@" + String(repeating: "b", count: 190) + ".com", .tooLong(255)),
            ("o'brien@example.com", .character("'")),
            ("a b@example.com", .character(" ")),
            ("a@b@example.com", .character("@")),
            ("müller@example.com", .character("ü")),
            ("mu\u{308}ller@example.com", .character("\u{308}")),
            ("a\u{0}@example.com", .character("\u{0}")),
            ("a@exämple.com", .character("ä")),
            ("a@example", .domain),
            ("a@.com", .domain),
            ("a@example.c", .domain),
            ("a@example.xn--p1ai", .domain),
            ("a@", .domain),
        ] as [(String, EmailAddressFault)])
    func `refuses what the service refuses, and says why`(text: String, fault: EmailAddressFault) {
        #expect(throws: fault) { try EmailAddress(text) }
        #expect(!fault.description.isEmpty)
    }

    @Test func `a refused character is named`() {
        #expect(
            EmailAddressFault.character("'").description == "the service takes no APOSTROPHE (U+0027) in an address")
    }

    @Test func `two spellings of an address are one address`() throws {
        let one = try EmailAddress("Ana.Silva@Example.com")
        let other = try EmailAddress("ana.silva@example.COM")
        #expect(one == other)
        #expect(Set([one, other]).count == 1)
        #expect(one.text != other.text)
        #expect(!(one < other) && !(other < one))
    }
}
