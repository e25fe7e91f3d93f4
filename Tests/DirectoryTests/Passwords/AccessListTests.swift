// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import Directory

@Suite struct `An access list` {
    private static let service: [UInt8] = [1, 1, 0, 0, 0, 0, 0, 5, 42, 0, 0, 0]
    private static let other: [UInt8] = [1, 1, 0, 0, 0, 0, 0, 5, 43, 0, 0, 0]
    private static let attribute: [UInt8] = Array(1...16)
    private static let another: [UInt8] = Array(2...17)

    private static func entry(
        _ kind: UInt8, flags: UInt8 = 0, mask: UInt8 = 0x10, object: [UInt8]? = nil, _ trustee: [UInt8]
    ) -> [UInt8] {
        let isOfObject = kind == 5 || kind == 6
        let body: [UInt8] =
            [mask, 0, 0, 0] + (isOfObject ? [object == nil ? 0 : 1, 0, 0, 0] + (object ?? []) : []) + trustee
        return [kind, flags, UInt8(body.count + 4), 0] + body
    }

    private static func descriptor(_ entries: [[UInt8]]) -> [UInt8] {
        let all = entries.flatMap(\.self)
        let size = all.count + 8
        return [1, 0, 4, 0x80] + Array(repeating: 0, count: 12) + [20, 0, 0, 0]
            + [4, 0, UInt8(size & 0xFF), UInt8(size >> 8), UInt8(entries.count), 0, 0, 0] + all
    }

    private static func mayRead(_ entries: [[UInt8]]) throws -> Bool {
        let list = try #require(AccessList(descriptor: descriptor(entries)))
        let identity = try #require(ObjectSID(bytes: service))
        return list.allowsReading(try #require(ObjectGUID(bytes: attribute)), as: [identity])
    }

    @Test func `says by its first entry about an attribute whether that may be read`() throws {
        let (service, other) = (Self.service, Self.other)
        let allowance = Self.entry(0, service)
        let denial = Self.entry(6, object: Self.attribute, service)
        for (entries, mayRead) in [
            ([], false), ([allowance], true), ([denial, allowance], false), ([allowance, denial], true),
            ([Self.entry(1, service), allowance], false), ([Self.entry(1, other), allowance], true),
            ([Self.entry(6, service), allowance], false), ([Self.entry(0, other)], false),
            ([Self.entry(6, object: Self.another, service), allowance], true),
            ([Self.entry(5, object: Self.attribute, service)], true),
            ([Self.entry(5, object: Self.another, service)], false),
            // To write only; for what is below only; a kind that says nothing of rights, and one with a condition.
            ([Self.entry(0, mask: 0x20, service)], false), ([Self.entry(0, flags: 0x0A, service)], false),
            ([Self.entry(1, flags: 0x0A, service), allowance], true), ([Self.entry(2, service), allowance], true),
            ([Self.entry(9, service)], false), ([Self.entry(10, service), allowance], false),
        ] {
            #expect(try Self.mayRead(entries) == mayRead, "\(entries)")
        }
    }

    @Test func `that is cut short is none`() {
        let whole = Self.descriptor([Self.entry(6, object: Self.attribute, Self.service), Self.entry(0, Self.service)])
        for count in 0..<whole.count { #expect(AccessList(descriptor: Array(whole.prefix(count))) == nil, "\(count)") }
        // And bytes of any kind make no trap.
        var random = RepeatableGenerator(seed: PasswordCases.seed)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = AccessList(descriptor: bytes)
        }
    }
}
