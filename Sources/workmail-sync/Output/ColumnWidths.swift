// SPDX-License-Identifier: Apache-2.0

/// How wide a table's columns become on a terminal.
enum ColumnWidths {
    /// Blanks between two columns.
    static let gap = 2
    /// Below this a cell says nothing any more, as long as others can give.
    private static let smallest = 8

    /// Less important columns give first, and among equals the widest; when all are at their smallest, columns go
    /// from the least important on (width 0), but never the first.
    /// - Parameter columns: the terminal's width; `nil` leaves the widths as they are.
    static func fit(_ natural: [Int], _ importance: [TextTable.Column.Importance], into columns: Int?) -> [Int] {
        guard let columns else { return natural }
        var widths = natural.map { min($0, columns) }
        func excess() -> Int {
            let shown = widths.filter { $0 > 0 }
            return shown.reduce(0, +) + gap * max(0, shown.count - 1) - columns
        }
        for tier in [TextTable.Column.Importance.low, .normal, .high] {
            var more = excess()
            while more > 0 {
                let candidates = widths.indices.filter { importance[$0] == tier && widths[$0] > smallest }
                guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                more -= 1
            }
        }
        while excess() > 0 {
            let others = widths.indices.dropFirst().filter { widths[$0] > 0 }
            // The last of the least important: `min` takes the first, so look from the end.
            guard let least = others.reversed().min(by: { importance[$0] < importance[$1] }) else { break }
            widths[least] = 0
        }
        if let first = widths.first, excess() > 0 { widths[0] = max(1, min(first, columns)) }
        return widths
    }
}
