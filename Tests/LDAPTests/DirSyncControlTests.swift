// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

@Suite struct `The DirSync control` {
    @Test func `is encoded as MS-ADTS 3-1-1-3-4-1-3 has it`() {
        let control = DirSync.request(.objectSecurity, cookie: [0xAB, 0xCD])
        #expect(control.oid == "1.2.840.113556.1.4.841" && control.critical)
        // SEQUENCE { INTEGER 1, INTEGER 4 MiB, OCTET STRING }
        #expect(control.value == [0x30, 12, 2, 1, 1, 2, 3, 0x40, 0, 0, 4, 2, 0xAB, 0xCD])
        // The flag in the sign bit: INCREMENTAL_VALUES is sent as a negative number.
        let all = DirSync.request(DirSyncFlags(rawValue: Int32.min), cookie: []).value ?? []
        #expect(all.prefix(8) == [0x30, 13, 2, 4, 0x80, 0, 0, 0])
    }

    @Test(
        arguments: [
            // As Samba 4.17 answers, its cookie cut short.
            ([0x30, 12, 2, 1, 0, 2, 1, 0, 4, 4, 0x4D, 0x53, 0x44, 0x53], false, [0x4D, 0x53, 0x44, 0x53]),
            // Active Directory when it breaks off: any number but 0, and lengths in their long form.
            ([0x30, 0x84, 0, 0, 0, 12, 2, 1, 1, 2, 1, 0, 4, 0x84, 0, 0, 0, 0], true, []),
        ] as [([UInt8], Bool, [UInt8])])
    func `is decoded from what servers send`(value: [UInt8], hasMore: Bool, cookie: [UInt8]) {
        let answer = DirSync(value: value)
        #expect(answer?.hasMore == hasMore && answer?.cookie == cookie)
    }

    @Test(arguments: [[], [0x30, 0], [0x30, 3, 2, 1, 0], [0x30, 6, 2, 1, 0, 2, 1, 0], [0x31, 0], [0x30, 9, 2, 1]])
    func `that is malformed is noticed`(value: [UInt8]) {
        #expect(DirSync(value: value) == nil)
    }
}
