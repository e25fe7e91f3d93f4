// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

@Suite struct Controls {
    @Test(
        arguments: [(.hexadecimal, [0x30, 3, 2, 1, 0]), (.string, [0x30, 3, 2, 1, 1])] as [(ExtendedDNForm, [UInt8])])
    func `of extended DNs carry their form`(form: ExtendedDNForm, value: [UInt8]) {
        #expect(LDAPControl.extendedDN(form).value == value)
    }

    @Test func `of paging are encoded as RFC 2696 has them`() {
        // SEQUENCE { INTEGER 1000, OCTET STRING "" }
        #expect(PagedResults.request(size: 1000, cookie: []).value == [0x30, 6, 2, 2, 0x03, 0xE8, 4, 0])
        // A size whose first bit is set gets a leading zero; a long cookie a long length.
        let value = PagedResults.request(size: 128, cookie: Array(repeating: 7, count: 300)).value ?? []
        #expect(value.prefix(12) == [0x30, 0x82, 0x01, 0x34, 2, 2, 0, 0x80, 4, 0x82, 0x01, 0x2C])
        #expect(PagedResults(value: value)?.cookie == Array(repeating: 7, count: 300))
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 5, 2, 1], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x31, 0], [0x30, 3, 2, 1, 0],
        ] as [[UInt8]])
    func `of paging that are malformed are noticed`(value: [UInt8]) {
        #expect(PagedResults(value: value) == nil)
    }
}
