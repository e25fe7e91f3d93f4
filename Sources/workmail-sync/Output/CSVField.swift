// SPDX-License-Identifier: Apache-2.0

/// A value as a field of a CSV file.
///
/// Scalar by scalar: to Swift a comma with an accent upon it is another character than a comma, to whatever reads the
/// file it is none.
enum CSVField {
    /// RFC 4180; and a text that a spreadsheet would take for a formula gets an apostrophe in front, since names in a
    /// directory are written by others.
    static func text(_ value: String) -> String {
        let text = value.printable
        let isFormula = text.unicodeScalars.first.map { ["=", "+", "-", "@"].contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return safe }
        return "\"" + preceding("\"", with: "\"", in: safe) + "\""
    }

    /// Several values in one field: joined by `|`, in which a `|` of a value has a backslash in front.
    static func joined(_ values: [String]) -> String {
        values.map { preceding("|", with: "\\", in: $0) }.joined(separator: "|")
    }

    private static func preceding(_ scalar: Unicode.Scalar, with mark: Unicode.Scalar, in text: String) -> String {
        var result = String.UnicodeScalarView()
        for each in text.unicodeScalars {
            if each == scalar { result.append(mark) }
            result.append(each)
        }
        return String(result)
    }
}
