// SPDX-License-Identifier: Apache-2.0

/// A key as the picker understands it.
enum Key: Hashable, Sendable {
    case up, down, left, right, home, end, pageUp, pageDown
    case enter, escape, backspace, delete, tab
    /// Ctrl with a small letter: Ctrl-C is `control("c")`.
    case control(Character)
    /// A character that was typed or pasted.
    case character(Character)
}

/// Makes keys of the bytes that a terminal sends (ECMA-48, xterm). Bytes of a key may come in pieces.
struct KeyDecoder: Sendable {
    private var pending: [UInt8] = []

    /// Whether a lone ESC or the beginning of something longer waits for more.
    var isWaiting: Bool { !pending.isEmpty }

    /// The keys that are complete with these bytes.
    mutating func keys(from bytes: some Sequence<UInt8>) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        var rest = pending[...]
        while !rest.isEmpty, let (key, count) = Self.first(of: rest) {
            if let key { keys.append(key) }
            rest = rest.dropFirst(count)
        }
        pending = Array(rest)
        return keys
    }

    /// Nothing more came for a while: an ESC that waited was the key itself, and the rest of a broken sequence is
    /// dropped.
    mutating func timeOut() -> [Key] {
        defer { pending = [] }
        return pending == [0x1B] ? [.escape] : []
    }

    /// The first key and its length; no key for a sequence without a meaning; `nil` when bytes are missing.
    private static func first(of bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
        let bytes = Array(bytes.prefix(32))
        switch bytes[0] {
        case 0x1B: return sequence(bytes)
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x09: return (.tab, 1)
        case 0x01...0x1A: return (.control(Character(Unicode.Scalar(bytes[0] + 0x60))), 1)
        case 0x00, 0x1C...0x1F: return (nil, 1)
        case 0x20...0x7E: return (.character(Character(Unicode.Scalar(bytes[0]))), 1)
        default: return text(bytes)
        }
    }

    private static func sequence(_ bytes: [UInt8]) -> (Key?, Int)? {
        guard bytes.count > 1 else { return nil }
        if bytes[1] == UInt8(ascii: "O") {
            guard bytes.count > 2 else { return nil }
            return (named(final: bytes[2]), 3)
        }
        // ESC and then something that begins no sequence: Escape was pressed.
        guard bytes[1] == UInt8(ascii: "[") else { return (.escape, 1) }
        guard let end = bytes.indices.dropFirst(2).first(where: { (0x40...0x7E).contains(bytes[$0]) }) else {
            return bytes.count == 32 ? (nil, 32) : nil
        }
        if bytes[end] == UInt8(ascii: "~") {
            let number = String(decoding: bytes[2..<end].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            return (numbered[number], end + 1)
        }
        return (named(final: bytes[end]), end + 1)
    }

    private static func named(final byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        default: nil
        }
    }

    private static let numbered: [String: Key] = [
        "1": .home, "3": .delete, "4": .end, "5": .pageUp, "6": .pageDown, "7": .home, "8": .end,
    ]

    /// One scalar in UTF-8; a byte that begins none is dropped.
    private static func text(_ bytes: [UInt8]) -> (Key?, Int)? {
        let length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC2 ? 2 : 1
        guard bytes.count >= length else { return nil }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self), let character = text.first,
            text.unicodeScalars.allSatisfy(\.isPrintable)
        else {
            return (nil, length == 1 || String(validating: bytes.prefix(length), as: UTF8.self) == nil ? 1 : length)
        }
        return (.character(character), length)
    }
}
