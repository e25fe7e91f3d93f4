// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport

/// Passwords of every kind that a policy might judge wrongly, the same ones for the same seed.
struct PasswordCases {
    /// From the environment's `PASSWORD_SEED`, and the same for everybody who runs all tests.
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["PASSWORD_SEED"].flatMap { UInt64($0) } ?? 1_001

    private var random: RepeatableGenerator

    init(seed: UInt64) { random = RepeatableGenerator(seed: seed) }

    /// Short ones mostly, about the lengths at which policies begin to accept; some of up to 300 characters.
    mutating func next() -> String {
        let length =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: Int.random(in: 0...3, using: &random)
            case 1: Int.random(in: 16...80, using: &random)
            case 2: Int.random(in: 80...300, using: &random)
            default: Int.random(in: 4...16, using: &random)
            }
        // One, two or three alphabets, so that the number of classes is often just enough or just not.
        let alphabets = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Self.alphabets.randomElement(using: &random) ?? Self.alphabets[0]
        }
        var scalars = String.UnicodeScalarView()
        while scalars.count < length {
            let alphabet = alphabets.randomElement(using: &random) ?? alphabets[0]
            scalars.append(contentsOf: alphabet.piece(&random).unicodeScalars)
        }
        return String(scalars)
    }

    /// What a password is made of: any character of a range, or a piece of text.
    private enum Alphabet: Sendable {
        case range(ClosedRange<UInt32>)
        case text(String)

        func piece(_ random: inout RepeatableGenerator) -> String {
            switch self {
            case .text(let text): return text
            case .range(let range):
                // Surrogates are no characters.
                while true {
                    if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { return String(scalar) }
                }
            }
        }
    }

    private static let ranges: [ClosedRange<UInt32>] = [
        0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x20...0x7E,
        0x00...0x1F, 0x20...0x20, 0x7F...0x9F, 0xA0...0xFF, 0xC0...0xDE, 0xDF...0xFF, 0x100...0x17F, 0x180...0x2AF,
        0x300...0x36F, 0x370...0x3FF, 0x400...0x52F, 0x531...0x587, 0x5D0...0x5EA, 0x600...0x6FF, 0x900...0x97F,
        0xE00...0xE7F, 0x10A0...0x10FF, 0x13A0...0x13FD, 0x1E00...0x1FFF, 0x2000...0x206F, 0x20A0...0x20BF,
        0x2100...0x218F, 0x24B6...0x24E9, 0x2C00...0x2D2D, 0x3041...0x30FF, 0x4E00...0x9FFF, 0xA640...0xA7FF,
        0xAC00...0xD7A3, 0xE000...0xF8FF, 0xFB00...0xFB06, 0xFF21...0xFF5A, 0xFFF0...0xFFFF, 0x10400...0x1044F,
        0x1F300...0x1F6FF, 0xE0100...0xE01EF, 0x0...0xFFFF, 0x10000...0x10FFFF,
    ]

    private static let pieces = [
        "ana", "Silva", "ANA.SILVA", "e\u{301}", "\u{1F469}\u{200D}\u{1F680}", "\r\n", "\u{FEFF}", "\"", "\u{0}",
    ]

    private static let alphabets = ranges.map { Alphabet.range($0) } + pieces.map { Alphabet.text($0) }
}

/// A text as it may stand in a test's output, which has to be typed in again: `U+0041 U+0301`.
func codePoints(_ text: String) -> String {
    text.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
}
