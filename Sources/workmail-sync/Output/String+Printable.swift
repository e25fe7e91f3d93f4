// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with everything escaped that could move the cursor, hide or reorder text: names in a directory are
    /// written by others. So `\n` for a line feed, `\u{1B}` for ESC. A backslash stays as it is: DNs are full of them.
    var printable: String { isPlainASCII ? self : escaped { $0.isPrintable } }

    /// The same, but line feeds stay: for messages of ours that have several lines.
    var printableLines: String { isPlainASCII ? self : escaped { $0 == "\n" || $0.isPrintable } }

    private var isPlainASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    private func escaped(keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if isKept(scalar) {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0": result += "\\0"
            default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Neither a control (C0, DEL, C1) nor invisible formatting such as a right-to-left override or a zero width
    /// space, nor a line or paragraph separator. The joiners stay: emoji and several scripts are written with them.
    var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        if value == 0x200C || value == 0x200D { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
        default: return true
        }
    }
}
