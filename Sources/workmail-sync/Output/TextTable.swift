// SPDX-License-Identifier: Apache-2.0

/// A table for people: titles, aligned columns, and on a terminal no line longer than it.
///
/// Cells are escaped (`printable`). Where there is no terminal nothing is cut, so that a pipe gets whole values.
struct TextTable: Sendable {
    struct Column: Sendable {
        enum Alignment: Sendable { case left, right }
        /// Which columns give way first when the terminal is narrow.
        enum Importance: Int, Comparable, Sendable {
            case low, normal, high
            static func < (a: Importance, b: Importance) -> Bool { a.rawValue < b.rawValue }
        }

        var title: String
        var alignment: Alignment
        var importance: Importance

        init(_ title: String, _ alignment: Alignment = .left, importance: Importance = .normal) {
            self.title = title
            self.alignment = alignment
            self.importance = importance
        }
    }

    /// One cell; a string literal is a plain one.
    struct Cell: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        var text: String
        var style: TextStyle

        init(_ text: String?, _ style: TextStyle = .plain) {
            self.text = (text ?? "").printable
            self.style = style
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    var columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// A row may be shorter than the table is wide.
    mutating func append(_ row: [Cell]) { rows.append(Array(row.prefix(columns.count))) }

    /// The lines, each with its line end; titles alone when there is no row.
    func text(on terminal: Terminal = .none) -> String {
        var natural = columns.map(\.title.displayWidth)
        for row in rows {
            for (index, cell) in row.enumerated() { natural[index] = max(natural[index], cell.text.displayWidth) }
        }
        let widths = ColumnWidths.fit(natural, columns.map(\.importance), into: terminal.columns)
        var result = ""
        line(columns.map { Cell($0.title, .heading) }, widths, terminal, into: &result)
        for row in rows { line(row, widths, terminal, into: &result) }
        return result
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ terminal: Terminal, into result: inout String) {
        // Blanks are written only before something, so that no line ends in one.
        var blanks = 0
        for (index, cell) in cells.enumerated() where widths[index] > 0 {
            let text = terminal.columns == nil ? cell.text : cell.text.truncated(to: widths[index])
            let padding = max(0, widths[index] - text.displayWidth)
            if !text.isEmpty {
                let before = columns[index].alignment == .right ? blanks + padding : blanks
                result += String(repeating: " ", count: before) + terminal.styled(text, cell.style)
                blanks = 0
                if columns[index].alignment == .left { blanks = padding }
            } else {
                blanks += padding
            }
            blanks += ColumnWidths.gap
        }
        result += "\n"
    }
}
