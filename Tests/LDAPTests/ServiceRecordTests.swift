// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import LDAP

@Suite struct `SRV records` {
    private func record(_ target: String, _ priority: UInt16, _ weight: UInt16) -> ServiceRecord {
        ServiceRecord(priority: priority, weight: weight, port: 389, target: target)
    }

    @Test func `are tried by priority, and among equals in proportion to their weight`() {
        let records = [record("far", 10, 100), record("light", 0, 10), record("heavy", 0, 90), record("none", 0, 0)]
        var generator = RepeatableGenerator(seed: 4711)
        var first: [String: Int] = [:]
        for _ in 0..<10_000 {
            let order = ServiceRecord.ordered(records, using: &generator).map(\.target)
            #expect(order.last == "far" && Set(order).count == 4)
            first[order[0], default: 0] += 1
        }
        #expect(
            (8_500...9_300).contains(first["heavy"] ?? 0) && (700...1_300).contains(first["light"] ?? 0), "\(first)")
        // RFC 2782: those with weight 0 have a very small chance.
        #expect((1...300).contains(first["none"] ?? 0), "\(first)")
    }

    /// One question, one answer whose name is a pointer to the question's.
    private static let answer: [UInt8] =
        [0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        + [5] + Array("_ldap".utf8) + [4] + Array("_tcp".utf8) + [4] + Array("corp".utf8) + [0, 0, 33, 0, 1]
        + [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, 14, 0, 1, 0, 2, 0x01, 0x85] + [3] + Array("dc1".utf8) + [
            0xC0, 23, 0, 0,
        ]

    @Test func `are read, with names that are compressed`() {
        #expect(
            ServiceRecord.records(in: Self.answer) == [
                ServiceRecord(priority: 1, weight: 2, port: 389, target: "dc1.corp")
            ])
    }

    @Test func `that are cut off, twisted or in a circle are no records and no crash`() {
        for length in 0..<Self.answer.count - 4 {
            #expect(ServiceRecord.records(in: Array(Self.answer.prefix(length))).isEmpty, "\(length)")
        }
        var generator = RepeatableGenerator(seed: 1)
        for _ in 0..<20_000 {
            var bytes = Self.answer
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = ServiceRecord.records(in: bytes)
        }
        var circle = Self.answer
        circle.replaceSubrange((circle.count - 4)..<(circle.count - 2), with: [0xC0, UInt8(circle.count - 8)])
        #expect(ServiceRecord.records(in: circle).isEmpty)
    }
}
