// SPDX-License-Identifier: Apache-2.0

/// Something to tick: a candidate as the picker shows it. The texts may come from the directory as they are.
struct PickerItem: Hashable, Sendable {
    /// For example the display name.
    var title: String
    /// For example the sAMAccountName and the OU.
    var detail: String
    /// The proposed address; empty when there is none, so that ticking asks for one.
    var address: String
    /// What to know before ticking, for example a conflict.
    var note: String

    init(title: String, detail: String = "", address: String, note: String = "") {
        self.title = title
        self.detail = detail
        self.address = address
        self.note = note
    }
}

/// An item that was ticked and confirmed.
struct PickedItem: Hashable, Sendable {
    /// The item's place in what was given to the picker.
    var index: Int
    /// The address to give, edited or not.
    var address: String
    /// Whether it is another than was proposed.
    var isEdited: Bool
}
