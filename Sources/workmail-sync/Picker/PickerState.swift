// SPDX-License-Identifier: Apache-2.0

/// Everything the picker knows, and what each key does to it. No terminal, no clock: tests press keys.
///
///     list ──/──► filtering ──Enter/Esc──► list          (Esc also drops the filter)
///     list ──e──► editing ──Enter──► list, ticked        (Esc leaves the address as it was)
///     list ──Enter──► reviewing ──y──► confirmed         (n or Esc goes back to the list)
///     list ──q/Esc──► quit
struct PickerState: Sendable {
    enum Mode: Hashable, Sendable {
        case list
        case filtering
        /// The address of the item at the cursor.
        case editing(LineEditor)
        case reviewing
    }

    /// What the loop does next.
    enum Action: Hashable, Sendable {
        case goOn
        case quit
        case confirm([PickedItem])
    }

    let items: [PickerItem]
    private let index: SearchIndex
    private let fault: @Sendable (String) -> String?

    private(set) var mode: Mode = .list
    private(set) var filter = LineEditor()
    /// The items that the filter lets through, in their order.
    private(set) var shown: [Int]
    /// The place in `shown`, or in `picked` during the review.
    private(set) var cursor = 0
    private(set) var ticked: Set<Int> = []
    /// The addresses that differ from the proposed ones, by item.
    private(set) var edited: [Int: String] = [:]
    /// The ticked items in order, during the review.
    private(set) var reviewed: [Int] = []
    /// What the last key led to, when it needs saying.
    private(set) var message = ""
    /// How far a page goes: as many items as the screen shows.
    var pageLength = 10

    /// - Parameter fault: what is wrong with an address, `nil` when nothing is.
    init(_ items: [PickerItem], checkingAddressesWith fault: @escaping @Sendable (String) -> String?) {
        self.items = items
        self.fault = fault
        index = SearchIndex(items)
        shown = Array(items.indices)
    }

    /// The item at the cursor; `nil` when the list is empty.
    var current: Int? { list.indices.contains(cursor) ? list[cursor] : nil }
    /// What is being looked at.
    var list: [Int] { mode == .reviewing ? reviewed : shown }
    func address(_ item: Int) -> String { edited[item] ?? items[item].address }

    mutating func handle(_ key: Key) -> Action {
        message = ""
        // Whatever is going on, nothing is changed by leaving.
        if key == .control("c") { return .quit }
        switch mode {
        case .list: return handleInList(key)
        case .filtering: handleInFilter(key)
        case .editing(let editor): handleInEditor(key, editor)
        case .reviewing: return handleInReview(key)
        }
        return .goOn
    }

    private mutating func handleInList(_ key: Key) -> Action {
        if move(key) { return .goOn }
        switch key {
        case .character(" "): toggle()
        case .character("e"): if let current { edit(current) }
        case .character("a"): toggleAllShown()
        case .character("/"): mode = .filtering
        case .enter: review()
        case .escape where !filter.text.isEmpty:
            filter = LineEditor()
            show(Array(items.indices))
        case .character("q"), .escape: return .quit
        default: break
        }
        return .goOn
    }

    private mutating func handleInFilter(_ key: Key) {
        let before = filter.text
        switch key {
        case .enter: mode = .list
        case .escape:
            filter = LineEditor()
            mode = .list
        case .up, .down, .pageUp, .pageDown: _ = move(key)
        default: _ = filter.handle(key)
        }
        let after = filter.text
        guard Array(after.utf8) != Array(before.utf8) else { return }
        // What did not match the beginning does not match more of it. A blank may end a word, which changes nothing.
        let narrows = after.utf8.starts(with: before.utf8)
        show(index.matches(after, among: narrows ? shown : Array(items.indices)))
    }

    private mutating func handleInEditor(_ key: Key, _ editor: LineEditor) {
        guard let current else { return mode = .list }
        var editor = editor
        switch key {
        case .escape: mode = .list
        case .enter:
            let text = editor.text
            if let fault = fault(text) {
                message = fault
            } else {
                edited[current] = Array(text.utf8) == Array(items[current].address.utf8) ? nil : text
                ticked.insert(current)
                mode = .list
            }
        default:
            _ = editor.handle(key)
            mode = .editing(editor)
        }
    }

    private mutating func handleInReview(_ key: Key) -> Action {
        if move(key) { return .goOn }
        switch key {
        case .character("y"), .character("Y"):
            return .confirm(reviewed.map { PickedItem(index: $0, address: address($0), isEdited: edited[$0] != nil) })
        case .character("n"), .character("N"), .character("q"), .escape: leaveReview()
        default: message = "y to confirm, n to go back"
        }
        return .goOn
    }

    /// - Returns: whether the key was one that moves the cursor.
    private mutating func move(_ key: Key) -> Bool {
        let last = max(0, list.count - 1)
        switch key {
        case .up, .character("k"): cursor = max(0, cursor - 1)
        case .down, .character("j"): cursor = min(last, cursor + 1)
        case .pageUp, .control("b"): cursor = max(0, cursor - pageLength)
        case .pageDown, .control("f"): cursor = min(last, cursor + pageLength)
        case .home, .character("g"): cursor = 0
        case .end, .character("G"): cursor = last
        default: return false
        }
        return true
    }

    private mutating func toggle() {
        guard let current else { return }
        if ticked.remove(current) == nil { tick(current) }
        if case .list = mode { cursor = min(max(0, shown.count - 1), cursor + 1) }
    }

    /// An item whose address will not do cannot be ticked before it is edited.
    private mutating func tick(_ item: Int) {
        guard let fault = fault(address(item)) else {
            ticked.insert(item)
            return
        }
        edit(item)
        message = fault
    }

    private mutating func edit(_ item: Int) { mode = .editing(LineEditor(address(item))) }

    private mutating func toggleAllShown() {
        let able = shown.filter { fault(address($0)) == nil }
        if able.allSatisfy(ticked.contains) { ticked.subtract(able) } else { ticked.formUnion(able) }
        let unable = shown.count - able.count
        if unable > 0 { message = "\(unable) without a usable address left out: edit them with e" }
    }

    private mutating func review() {
        guard !ticked.isEmpty else {
            message = "nothing is ticked: tick with the space bar"
            return
        }
        let picked = ticked.sorted()
        var owners: [String: Int] = [:]
        for item in picked {
            // The service compares addresses, which are ASCII there, without case.
            if let other = owners.updateValue(item, forKey: address(item).lowercased()) {
                message = "“\(address(item))” is ticked twice: \(items[other].title) and \(items[item].title)"
                return
            }
        }
        reviewed = picked
        mode = .reviewing
        cursor = 0
    }

    private mutating func leaveReview() {
        let item = current
        mode = .list
        reviewed = []
        show(shown, keeping: item)
    }

    /// Shows these, with the cursor on the same item where it is among them.
    private mutating func show(_ matches: [Int], keeping wanted: Int? = nil) {
        let item = wanted ?? current
        shown = matches
        cursor = item.flatMap { item in matches.firstIndex(of: item) } ?? 0
    }
}
