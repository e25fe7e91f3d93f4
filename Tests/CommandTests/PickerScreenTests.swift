// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

@Suite struct PickerScreenTests {
    private func state(_ count: Int = 30) -> PickerState {
        let items = (0..<count).map { number in
            PickerItem(
                title: number == 1 ? "Evil\u{1B}[2J\n李小龍" : "Person \(number)", detail: "u\(number)",
                address: number == 2 ? "" : "u\(number)@example.com", note: number == 3 ? "also of u4" : "")
        }
        return PickerState(items, checkingAddressesWith: Picker.looksWrong)
    }

    private func text(_ state: PickerState, columns: Int = 80, rows: Int = 10) -> [String] {
        PickerScreen(state, columns: columns, rows: rows).lines.map(\.text)
    }

    @Test func `the list shows ticks, addresses and notes, and escapes what is in them`() {
        var state = state()
        _ = state.handle(.character(" "))
        let lines = text(state)
        #expect(lines.count == 10)
        #expect(lines[0] == "1 ticked, 2/30")
        #expect(lines[1].hasPrefix("  [x] Person 0") && lines[1].contains("u0@example.com"))
        #expect(lines[2].hasPrefix("▸ [ ] Evil\\u{1B}[2J\\n"))
        #expect(lines[3].contains("(no address)"))
        #expect(lines[4].contains("! also of u4"))
    }

    @Test(
        "every line fits and there are as many as rows", arguments: [200, 80, 40, 20, 5, 1], [40, 24, 10, 6, 5, 3, 1])
    func fits(columns: Int, rows: Int) {
        var state = state()
        for keys in [[], [Key.character("/"), .character("u")], [.enter, .character("e")], [.enter, .enter]] {
            for key in keys { _ = state.handle(key) }
            let screen = PickerScreen(state, columns: columns, rows: rows)
            #expect(screen.lines.count == rows)
            for line in screen.lines { #expect(line.text.displayWidth <= columns, "\(line.text)") }
        }
    }

    @Test func `the window follows the cursor page by page`() {
        var state = state()
        state.pageLength = PickerScreen.listLength(rows: 10)
        _ = state.handle(.pageDown)
        #expect(text(state)[1].hasPrefix("▸ [ ] Person 5"))
        _ = state.handle(.end)
        let lines = text(state)
        #expect(lines[5].hasPrefix("▸ [ ] Person 29"))
    }

    @Test func `the caret stands where is typed, also after wide characters and in long texts`() {
        var state = state()
        _ = state.handle(.character("/"))
        for character in "李e\u{301}x" { _ = state.handle(.character(character)) }
        let screen = PickerScreen(state, columns: 40, rows: 10)
        #expect(screen.caret?.row == 8 && screen.caret?.column == 8 + 4)
        for _ in 0..<100 { _ = state.handle(.character("y")) }
        let long = PickerScreen(state, columns: 40, rows: 10)
        #expect((long.caret?.column ?? 99) < 40)
        #expect(PickerScreen(self.state(), columns: 40, rows: 10).caret == nil)
    }

    @Test func `the review says how many mailboxes and that they cost`() {
        var state = state()
        _ = state.handle(.character(" "))
        _ = state.handle(.enter)
        #expect(text(state)[0] == "Enable 1 mailbox? It is billed. (y/n)")
    }
}
