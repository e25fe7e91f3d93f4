// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Directory

/// The two binary identities: their bytes, their text, and what is refused.
@Suite struct `Identity in bytes` {
    /// From [MS-DTYP] 2.3.4.3's layout: the first three fields little-endian, the rest as it is written.
    static let guidBytes: [UInt8] = [
        0xE0, 0x04, 0x25, 0x3F, 0x89, 0x4F, 0xD3, 0x11, 0x9A, 0x0C, 0x03, 0x05, 0xE8, 0x2C, 0x33, 0x01,
    ]

    @Test func `a GUID is written with its first three fields turned round`() throws {
        let guid = try #require(ObjectGUID(bytes: Self.guidBytes))
        #expect(guid.description == "3f2504e0-4f89-11d3-9a0c-0305e82c3301")
    }

    @Test(
        "its text is read in either case, with and without braces",
        arguments: [
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
            "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
        ])
    func reads(text: String) { #expect(ObjectGUID(text: text)?.bytes == Self.guidBytes) }

    @Test(
        "what is no GUID is refused",
        arguments: [
            "", "3f2504e0", "3f2504e04f8911d39a0c0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c330",
            "3f2504e0-4f89-11d3-9a0c-0305e82c330g", "{3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "3f2504e0-4f89-11d3-9a0c0-305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301 ",
            "éf2504e-4f89-11d3-9a0c-0305e82c3301",
        ])
    func refuses(text: String) { #expect(ObjectGUID(text: text) == nil) }

    @Test func `a GUID has 16 bytes and an order`() throws {
        #expect(ObjectGUID(bytes: Array(Self.guidBytes.dropLast())) == nil)
        #expect(ObjectGUID(bytes: Self.guidBytes + [0]) == nil)
        let low = try #require(ObjectGUID(bytes: [UInt8](repeating: 0, count: 16)))
        let high = try #require(ObjectGUID(bytes: Self.guidBytes))
        #expect(low < high && !(high < low) && !(low < low))
    }

    /// S-1-5-21-1004336348-1177238915-682003330-512: revision, count, authority big-endian, the rest little-endian.
    static let sidBytes: [UInt8] = [
        1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 0xDC, 0xF4, 0xDC, 0x3B, 0x83, 0x3D, 0x2B, 0x46, 0x82, 0x8B, 0xA6, 0x28,
        0x00, 0x02, 0, 0,
    ]

    @Test func `a SID from its bytes and from its text are one`() throws {
        let sid = try #require(ObjectSID(bytes: Self.sidBytes))
        #expect(sid.description == "S-1-5-21-1004336348-1177238915-682003330-512")
        #expect(sid.relativeID == 512)
        #expect(ObjectSID(text: sid.description) == sid)
        let wide = try #require(ObjectSID(text: "S-1-281474976710655-4294967295"))
        #expect(wide.description == "S-1-281474976710655-4294967295")
    }

    @Test(
        "what is no SID is refused",
        arguments: [
            "", "S-1", "S-2-5-21", "s-1-5-21", "S-1-281474976710656-1", "S-1-5-4294967296", "S-1-5--1", "S-1-5-21-x",
            "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
        ])
    func refusesSID(text: String) { #expect(ObjectSID(text: text) == nil) }

    @Test(
        "SID bytes whose length and count disagree are refused",
        arguments: [
            [], [1, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0, 5], [1, 1, 0, 0, 0, 0, 0, 5],
            [1, 0, 0, 0, 0, 0, 0, 5, 1, 0, 0, 0], [1, 16, 0, 0, 0, 0, 0, 5] + [UInt8](repeating: 0, count: 64),
        ] as [[UInt8]])
    func refusesSID(bytes: [UInt8]) { #expect(ObjectSID(bytes: bytes) == nil) }

    @Test func `a member's GUID is read from its extended DN, and only from there`() {
        let text = "<GUID=3f2504e0-4f89-11d3-9a0c-0305e82c3301>;<SID=S-1-5-21-1>;CN=Ana\\, <GUID=x>,DC=corp"
        #expect(RangedMembers.guid(inExtendedDN: Array(text.utf8))?.bytes == Self.guidBytes)
        for other in ["CN=Ana,DC=corp", "<SID=S-1-5>;CN=Ana", "<GUID=3f2504e0", "CN=<GUID=x>", "<GUID=>;CN=Ana", ""] {
            #expect(RangedMembers.guid(inExtendedDN: Array(other.utf8)) == nil)
        }
    }
}
