// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

@Suite struct PickerStateTests {
    private let people = [
        PickerItem(title: "Müller, Jörg", detail: "j.mueller", address: "j.mueller@example.com"),
        PickerItem(title: "O'Brien, Nora", detail: "n.obrien", address: ""),
        PickerItem(title: "Zieliński, Piotr", detail: "p.zielinski", address: "p@example.com", note: "away"),
    ]

    private func state(_ items: [PickerItem]? = nil) -> PickerState {
        PickerState(items ?? people, checkingAddressesWith: Picker.looksWrong)
    }

    /// Presses keys: each character is one, and some have names of their own.
    private func press(_ state: inout PickerState, _ keys: Key...) -> PickerState.Action {
        keys.reduce(.goOn) { _, key in state.handle(key) }
    }

    private func type(_ state: inout PickerState, _ text: String) {
        for character in text { _ = state.handle(.character(character)) }
    }

    @Test func `ticked items are confirmed in their order, after a question`() {
        var state = state()
        #expect(press(&state, .end, .character(" "), .home, .character(" "), .enter) == .goOn)
        #expect(state.mode == .reviewing && state.reviewed == [0, 2])
        #expect(
            press(&state, .character("y"))
                == .confirm([
                    PickedItem(index: 0, address: "j.mueller@example.com", isEdited: false),
                    PickedItem(index: 2, address: "p@example.com", isEdited: false),
                ]))
    }

    @Test(
        "nothing is changed by leaving, from wherever",
        arguments: [
            [.character("q")], [.escape], [.control("c")], [.character(" "), .enter, .control("c")],
            [.character("e"), .control("c")], [.character("/"), .control("c")], [.character(" "), .character("q")],
        ] as [[Key]])
    func leaving(keys: [Key]) {
        var state = state()
        #expect(keys.reduce(PickerState.Action.goOn) { _, key in state.handle(key) } == .quit)
    }

    @Test func `no to the question goes back to the list, where the ticks still are`() {
        var state = state()
        #expect(press(&state, .character(" "), .enter, .character("n")) == .goOn)
        #expect(state.mode == .list && state.ticked == [0])
        #expect(press(&state, .enter, .enter, .character("x")) == .goOn)
        #expect(state.mode == .reviewing, "Enter alone confirms nothing")
    }

    @Test func `without a tick there is nothing to review`() {
        var state = state()
        #expect(press(&state, .enter) == .goOn)
        #expect(state.mode == .list && state.message.contains("nothing is ticked"))
    }

    @Test func `an edited address ticks its item and is told as edited`() {
        var state = state()
        _ = press(&state, .character("e"), .control("u"))
        type(&state, "jörg@example.com")
        _ = press(&state, .home, .right, .delete)
        type(&state, "oe")
        _ = press(&state, .enter, .enter)
        #expect(
            press(&state, .character("y"))
                == .confirm([PickedItem(index: 0, address: "joerg@example.com", isEdited: true)]))
    }

    @Test func `an address edited back is not edited`() {
        var state = state()
        _ = press(&state, .character("e"), .character("x"), .enter, .character("e"), .backspace, .enter)
        #expect(state.edited.isEmpty && state.ticked == [0])
    }

    @Test func `escape leaves the address as it was`() {
        var state = state()
        _ = press(&state, .character("e"), .character("x"), .escape)
        #expect(state.mode == .list && state.edited.isEmpty && state.ticked.isEmpty)
    }

    @Test func `ticking somebody without an address asks for one first, and takes no wrong one`() {
        var state = state()
        _ = press(&state, .down, .character(" "))
        #expect(state.mode == .editing(LineEditor("")) && state.ticked.isEmpty && !state.message.isEmpty)
        type(&state, "nora")
        _ = press(&state, .enter)
        #expect(state.ticked.isEmpty && state.message.contains("is not an address"))
        type(&state, "@example.com")
        _ = press(&state, .enter)
        #expect(state.ticked == [1] && state.address(1) == "nora@example.com")
    }

    @Test func `all shown are ticked but for those without an address, and unticked again`() {
        var state = state()
        _ = press(&state, .character("a"))
        #expect(state.ticked == [0, 2] && state.message.contains("1 without a usable address"))
        _ = press(&state, .character("a"))
        #expect(state.ticked.isEmpty)
    }

    @Test(
        "the filter finds parts of every text, without case and accents, all words of it",
        arguments: [
            ("muller", [0]), ("MÜL", [0]), ("jo\u{308}rg", [0]), ("obrien", [1]), ("o'b", [1]), ("example", [0, 2]),
            ("away", [2]),
            ("zielinski p@", [2]), ("p@ nora", []), ("j.mueller j", [0]), ("  ", [0, 1, 2]), ("jörgj.m", []),
        ] as [(String, [Int])])
    func filtering(text: String, expected: [Int]) {
        var state = state()
        _ = press(&state, .character("/"))
        type(&state, text)
        #expect(state.shown == expected)
        for _ in text { _ = press(&state, .backspace) }
        #expect(state.shown == [0, 1, 2])
    }

    @Test func `the filter ends with escape, and the cursor stays with its item`() {
        var state = state()
        _ = press(&state, .character("/"))
        type(&state, "piotr")
        _ = press(&state, .enter, .character(" "))
        #expect(state.shown == [2] && state.ticked == [2])
        #expect(press(&state, .escape) == .goOn)
        #expect(state.shown == [0, 1, 2] && state.current == 2)
        #expect(press(&state, .escape) == .quit)
    }

    @Test func `letters typed into the filter or the address are no commands`() {
        var state = state()
        _ = press(&state, .character("/"))
        type(&state, "qaej")
        #expect(state.filter.text == "qaej" && state.ticked.isEmpty && state.current == nil)
        #expect(press(&state, .enter, .character(" "), .character("e"), .down, .pageUp) == .goOn)
    }

    @Test func `one address ticked twice is told before it is confirmed`() {
        var state = state([
            PickerItem(title: "A", address: "x@example.com"), PickerItem(title: "B", address: "X@example.com"),
        ])
        _ = press(&state, .character("a"), .enter)
        #expect(state.mode == .list && state.message.contains("ticked twice: A and B"))
    }

    @Test func `an empty list can only be left`() {
        var state = state([])
        #expect(press(&state, .character(" "), .character("e"), .character("a"), .down, .pageDown, .enter) == .goOn)
        #expect(press(&state, .character("q")) == .quit)
    }

    @Test func `100,000 items stay fluid`() {
        let items = (0..<100_000).map {
            PickerItem(title: "Person \($0)", detail: "u\($0)", address: "u\($0)@example.com")
        }
        var state = state(items)
        let time = ContinuousClock().measure {
            for key in [Key.character("/"), .character("9"), .character("9"), .character("9"), .enter, .end, .home] {
                _ = state.handle(key)
                _ = PickerScreen(state, columns: 80, rows: 24)
            }
        }
        #expect(state.shown.count == 280)
        // A debug build on a busy machine; optimized it is some milliseconds.
        #expect(time < .seconds(20))
    }
}
