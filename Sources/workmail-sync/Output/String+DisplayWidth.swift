// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// How many columns a terminal takes to show the text, which must be `printable`: 2 for East Asian wide
    /// characters and emoji, 0 for combining marks (UAX #11; what terminals do with the rest differs).
    var displayWidth: Int {
        var width = 0
        var previous: Unicode.Scalar?
        var last = 0
        for scalar in unicodeScalars {
            if scalar.value < 0x7F {
                last = 1
            } else if scalar.value == 0xFE0F {
                // The emoji presentation selector widens what came before.
                last = previous.map { $0.properties.isEmoji && $0.value > 0x7F && last == 1 } == true ? 1 : 0
            } else if previous?.value == 0x200D || (scalar.properties.isEmojiModifier && last == 2) {
                // Joined to the emoji before, or its skin tone: one picture.
                last = 0
            } else {
                last = scalar.columns
            }
            width += last
            previous = scalar
        }
        return width
    }

    /// The longest beginning of whole characters that fits.
    func prefix(fitting columns: Int) -> (text: SubSequence, width: Int) {
        var width = 0
        var end = startIndex
        while end < endIndex {
            let next = index(after: end)
            let more = self[end..<next].displayWidth
            guard width + more <= columns else { break }
            width += more
            end = next
        }
        return (self[..<end], width)
    }

    /// The text, or its beginning and an ellipsis, in at most `columns` columns.
    func truncated(to columns: Int) -> String {
        // No character is wider than its bytes are many, so this spares the counting for most texts.
        if utf8.count <= columns { return String(self) }
        if displayWidth <= columns { return String(self) }
        return columns > 0 ? String(prefix(fitting: columns - 1).text) + "…" : ""
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Vowels and final consonants of Hangul are drawn into the syllable that the leading consonant began.
        if (0x1160...0x11FF).contains(value) { return 0 }
        if value < 0x1100 { return 1 }
        return properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(value)
            || Self.wide.contains { $0.contains(value) }
            ? 2 : 1
    }

    /// East_Asian_Width W and F without the emoji, in coarse blocks (Unicode 16, EastAsianWidth.txt).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}
