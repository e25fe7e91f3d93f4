// SPDX-License-Identifier: Apache-2.0

/// The few forms of BER (X.690) that control values need. Messages themselves are libldap's business.
enum BER {
    static let integer: UInt8 = 0x02
    static let octetString: UInt8 = 0x04
    static let sequence: UInt8 = 0x30

    static func encode(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag] + length(content.count) + content
    }

    static func encode(integer value: Int32) -> [UInt8] {
        var content = withoutRedundantSign((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
        if content.isEmpty { content = [0] }
        return encode(integer, content)
    }

    private static func withoutRedundantSign(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        while bytes.count > 1,
            bytes[0] == 0 && bytes[1] < 0x80 || bytes[0] == 0xFF && bytes[1] >= 0x80
        { bytes.removeFirst() }
        return bytes
    }

    private static func length(_ count: Int) -> [UInt8] {
        if count < 0x80 { return [UInt8(count)] }
        var rest = count
        var bytes: [UInt8] = []
        while rest > 0 {
            bytes.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}

/// Reads elements one after the other; `nil` where the bytes are not what was expected.
struct BERReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = ArraySlice(bytes)
    }

    /// The content of the next element, which must have this tag.
    mutating func read(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        var count = Int(first)
        if first >= 0x80 {
            let digits = Int(first & 0x7F)
            guard (1...4).contains(digits), bytes.count >= digits else { return nil }
            count = bytes.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(digits)
        }
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func readInteger() -> Int? {
        guard let content = read(BER.integer), (1...8).contains(content.count), let first = content.first else {
            return nil
        }
        return content.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int($1) }
    }
}
