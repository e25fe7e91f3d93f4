// SPDX-License-Identifier: Apache-2.0

/// The name that somebody who mistyped probably meant.
enum NearestName {
    /// - Returns: the candidate with the fewest edits, compared without case, when they are few for a name of that
    ///   length.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let typed = Array(name.lowercased().utf8)
        guard typed.count <= 100 else { return nil }
        let ranked = candidates.map { (candidate: $0, edits: edits(typed, Array($0.lowercased().utf8))) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= max(2, typed.count / 3) && best.edits < typed.count ? best.candidate : nil
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
    private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var row = [i + 1]
            for (j, right) in b.enumerated() {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left == right ? 0 : 1))
                if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
