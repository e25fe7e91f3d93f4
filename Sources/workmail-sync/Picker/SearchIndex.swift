// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Finds items by a part of their texts, without case and accents, among 100,000 in the time between two keys.
struct SearchIndex: Sendable {
    /// The folded texts of each item, one after the other.
    private let bytes: [UInt8]
    /// Where each item's texts begin, and where the last end.
    private let starts: [Int]

    init(_ items: [PickerItem]) {
        var bytes: [UInt8] = []
        var starts: [Int] = []
        starts.reserveCapacity(items.count + 1)
        for item in items {
            starts.append(bytes.count)
            for text in [item.title, item.detail, item.address, item.note] {
                bytes += Self.folded(text)
                // A separator that no filter can contain, so that no match spans two texts.
                bytes.append(0)
            }
        }
        starts.append(bytes.count)
        self.bytes = bytes
        self.starts = starts
    }

    /// Those of `candidates` that contain every word of the filter.
    func matches(_ filter: String, among candidates: [Int]) -> [Int] {
        let words = filter.split(separator: " ").map { Self.folded(String($0)) }
        guard !words.isEmpty else { return candidates }
        return candidates.filter { item in words.allSatisfy { contains($0, item) } }
    }

    private func contains(_ word: [UInt8], _ item: Int) -> Bool {
        let text = bytes.span
        let last = starts[item + 1] - word.count
        guard let first = word.first, starts[item] <= last else { return false }
        for start in starts[item]...last where text[start] == first {
            var length = 1
            while length < word.count, text[start + length] == word[length] { length += 1 }
            if length == word.count { return true }
        }
        return false
    }

    private static func folded(_ text: String) -> [UInt8] {
        let ascii = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if ascii.allSatisfy({ $0 < 0x80 }) { return ascii }
        let marks = text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        var kept = String.UnicodeScalarView()
        for scalar in marks where scalar.properties.generalCategory != .nonspacingMark { kept.append(scalar) }
        return Array(String(kept).utf8)
    }
}
