// SPDX-License-Identifier: Apache-2.0

/// One line of text being typed.
struct LineEditor: Hashable, Sendable {
    private var characters: [Character]
    /// How many characters are before the cursor.
    private(set) var cursor: Int

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }
    var beforeCursor: String { String(characters[..<cursor]) }

    /// - Returns: false when the key does not belong to editing.
    mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character):
            insert(character)
        case .backspace, .control("h"):
            if cursor > 0 {
                cursor -= 1
                characters.remove(at: cursor)
            }
        case .delete, .control("d"):
            if cursor < characters.count { characters.remove(at: cursor) }
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"):
            characters.removeFirst(cursor)
            cursor = 0
        case .control("k"): characters.removeSubrange(cursor...)
        case .control("w"):
            let blanks = characters[..<cursor].lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
            let start = characters[..<blanks].lastIndex { $0 == " " || $0 == "@" || $0 == "." }.map { $0 + 1 } ?? 0
            let from = start == cursor ? max(0, cursor - 1) : start
            characters.removeSubrange(from..<cursor)
            cursor = from
        default: return false
        }
        return true
    }

    /// A combining mark joins the character before it, as it would have when pasted in one piece.
    private mutating func insert(_ character: Character) {
        if cursor > 0 {
            let joined = String(characters[cursor - 1]) + String(character)
            if joined.count == 1, let whole = joined.first {
                characters[cursor - 1] = whole
                return
            }
        }
        characters.insert(character, at: cursor)
        cursor += 1
    }
}
