// SPDX-License-Identifier: Apache-2.0

/// The picker's picture: state and size in, lines out.
struct PickerScreen: Hashable, Sendable {
    /// One line, `printable` and no wider than the screen.
    struct Line: Hashable, Sendable {
        enum Style: Hashable, Sendable { case plain, heading, faint, cursor, warning }
        var text: String
        var style: Style
    }

    /// As many as the screen has rows.
    private(set) var lines: [Line] = []
    /// Where the terminal's cursor belongs while something is typed: row and column from 0.
    private(set) var caret: (row: Int, column: Int)?

    /// Rows that are no items: title, help, details, input or message.
    private static let frame = 5

    /// How many items a screen of that height shows.
    static func listLength(rows: Int) -> Int { max(1, rows - frame) }

    init(_ state: PickerState, columns: Int, rows: Int) {
        let length = Self.listLength(rows: rows)
        add(Self.heading(state), .heading, columns)
        // The window moves in whole pages, so that it follows from the cursor alone.
        let first = state.cursor / length * length
        for place in first..<(first + length) {
            guard state.list.indices.contains(place) else {
                add("", .plain, columns)
                continue
            }
            let item = state.list[place]
            let style: Line.Style = place == state.cursor ? .cursor : .plain
            add(Self.row(state, item, isCurrent: place == state.cursor, columns: columns), style, columns)
        }
        add(String(repeating: "─", count: columns), .faint, columns)
        add(Self.detail(state), .plain, columns)
        addPrompt(state, columns)
        add(Self.help(state), .faint, columns)
        // A terminal of fewer rows than the frame needs gets the top of the picture.
        lines = Array(lines.prefix(max(0, rows)))
        if let caret, caret.row >= rows { self.caret = nil }
    }

    private mutating func add(_ text: String, _ style: Line.Style, _ columns: Int) {
        lines.append(Line(text: text.truncated(to: columns), style: style))
    }

    private static func heading(_ state: PickerState) -> String {
        if state.mode == .reviewing {
            let count = state.reviewed.count
            return count == 1
                ? "Enable 1 mailbox? It is billed. (y/n)" : "Enable \(count) mailboxes? Each is billed. (y/n)"
        }
        let position = state.shown.isEmpty ? 0 : state.cursor + 1
        let filtered = state.shown.count == state.items.count ? "" : " of \(state.items.count)"
        return "\(state.ticked.count) ticked, \(position)/\(state.shown.count)\(filtered)"
    }

    /// `▸ [x] Name   address   note`; an edited address is marked with a star.
    private static func row(_ state: PickerState, _ item: Int, isCurrent: Bool, columns: Int) -> String {
        let box = state.ticked.contains(item) ? "[x]" : "[ ]"
        let edited = state.edited[item] == nil ? " " : "*"
        let room = max(12, columns - 6)
        let title = cell(state.items[item].title, room * 3 / 10)
        let address = cell(state.address(item).isEmpty ? "(no address)" : state.address(item), room * 4 / 10 - 1)
        let rest = state.items[item].note.isEmpty ? state.items[item].detail : "! " + state.items[item].note
        return "\(isCurrent ? "▸" : " ") \(box) \(title) \(edited)\(address) \(rest.printable)"
    }

    private static func cell(_ text: String, _ columns: Int) -> String {
        let text = text.printable.truncated(to: columns)
        return text + String(repeating: " ", count: max(0, columns - text.displayWidth))
    }

    /// What the row had no room for.
    private static func detail(_ state: PickerState) -> String {
        guard let current = state.current else {
            return state.items.isEmpty ? "there is nothing to tick" : "nothing matches"
        }
        let item = state.items[current]
        return [item.title, item.detail, item.note].filter { !$0.isEmpty }.map(\.printable).joined(separator: "  ·  ")
    }

    private mutating func addPrompt(_ state: PickerState, _ columns: Int) {
        switch state.mode {
        case .editing(let editor): addInput("address: ", editor, state, columns)
        case .filtering: addInput("filter: ", state.filter, state, columns)
        case .list, .reviewing:
            let filter = state.filter.text.isEmpty ? "" : "filter: \(state.filter.text.printable)"
            add(
                state.message.isEmpty ? filter : state.message.printable, state.message.isEmpty ? .faint : .warning,
                columns)
        }
    }

    /// The end of what is typed stays in sight.
    private mutating func addInput(_ label: String, _ editor: LineEditor, _ state: PickerState, _ columns: Int) {
        let room = max(1, columns - label.displayWidth - 1)
        var start = editor.beforeCursor
        while start.displayWidth > room { start.removeFirst() }
        let tail = editor.text.dropFirst(editor.beforeCursor.count)
        let note = state.message.isEmpty ? "" : "   ! \(state.message.printable)"
        caret = (lines.count, label.displayWidth + start.displayWidth)
        add(label + start + tail + note, state.message.isEmpty ? .plain : .warning, columns)
    }

    private static func help(_ state: PickerState) -> String {
        switch state.mode {
        case .list: "space tick  e edit address  a all shown  / filter  Enter review  q quit without change"
        case .filtering: "type a part of name or address  Enter keep  Esc drop the filter"
        case .editing: "Enter take and tick  Esc leave as it was  Ctrl-U clear"
        case .reviewing: "y enable these  n back to the list  Ctrl-C quit without change"
        }
    }

    static func == (a: PickerScreen, b: PickerScreen) -> Bool {
        a.lines == b.lines && a.caret?.row == b.caret?.row && a.caret?.column == b.caret?.column
    }

    func hash(into hasher: inout Hasher) { hasher.combine(lines) }
}
