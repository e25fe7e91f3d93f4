// SPDX-License-Identifier: Apache-2.0

/// A name as it stands in a DNS message (RFC 1035 §4.1.4), and in answers that borrow its form from there.
public struct DNSName: Hashable, Sendable {
    public var labels: [[UInt8]] = []

    /// With dots between the labels and none at the end.
    public var text: String { labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".") }

    /// Reads the name at a place, which is moved behind it.
    ///
    /// A name is labels with their lengths, and may go on at an earlier place; so it ends, where it stands, with the empty label
    /// or with the first pointer. Pointers lead backwards only, so none can turn in a circle.
    /// - Returns: `nil` for what is cut off, twisted or longer than a name may be (255 bytes, RFC 1035 §2.3.4).
    public init?(in message: [UInt8], at place: inout Int) {
        var here = place
        var end: Int?
        var earliest = place
        var size = 0
        while here < message.count {
            let length = Int(message[here])
            if length == 0 {
                place = end ?? here + 1
                return
            }
            if length >= 0xC0 {
                guard here + 1 < message.count else { return nil }
                end = end ?? here + 2
                let target = (length & 0x3F) << 8 | Int(message[here + 1])
                guard target < earliest else { return nil }
                (earliest, here) = (target, target)
                continue
            }
            guard length < 64, here + length < message.count else { return nil }
            size += length + 1
            guard size <= 255 else { return nil }
            labels.append(Array(message[(here + 1)...(here + length)]))
            here += 1 + length
        }
        return nil
    }
}
