// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// Lets a person at the terminal tick items and edit their addresses, as the service's Enable dialog does.
///
/// It draws on /dev/tty, so that standard output stays free for the command's own. It blocks its thread until the
/// person is done: call it when nothing else runs.
enum Picker {
    /// - Parameter fault: what is wrong with an address, `nil` when nothing is.
    /// - Returns: the confirmed items in the order of `items`; `nil` when the person left without change.
    /// - Throws: `CommandFailure` when there is no terminal, or it went away.
    static func pick(
        _ items: [PickerItem], checkingAddressesWith fault: @escaping @Sendable (String) -> String? = looksWrong
    ) throws(CommandFailure) -> [PickedItem]? {
        var state = PickerState(items, checkingAddressesWith: fault)
        return try RawTerminal.use { (terminal) throws(CommandFailure) -> [PickedItem]? in
            var decoder = KeyDecoder()
            var drawn: PickerScreen?
            while true {
                let size = terminal.size
                state.pageLength = PickerScreen.listLength(rows: size.rows)
                let screen = PickerScreen(state, columns: size.columns, rows: size.rows)
                if screen != drawn { try terminal.draw(screen) }
                drawn = screen
                for key in try terminal.keys(&decoder) {
                    switch state.handle(key) {
                    case .goOn: break
                    case .quit: return nil
                    case .confirm(let picked): return picked
                    }
                }
            }
        }
    }

    /// The least that an address needs; the organization's own rules are stricter.
    @Sendable static func looksWrong(_ address: String) -> String? {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        if address.isEmpty { return "an address is needed" }
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? nil : "“\(address)” is not an address"
    }
}
