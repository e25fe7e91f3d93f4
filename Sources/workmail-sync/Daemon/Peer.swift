// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Sync

/// Who is at the other end of the local socket, as the kernel says and not as they say themselves (SO_PEERCRED).
struct Peer: Hashable, Sendable, CustomStringConvertible {
    var user: UInt32
    var group: UInt32
    var process: Int32

    init(user: UInt32, group: UInt32, process: Int32) {
        self.user = user
        self.group = group
        self.process = process
    }

    /// - Returns: `nil` when the kernel does not say.
    init?(ofSocket descriptor: Int32) {
        var (user, group, process): (UInt32, UInt32, Int32) = (0, 0, 0)
        guard unsafe cposix_peer(descriptor, &user, &group, &process) == 0 else { return nil }
        self.init(user: user, group: group, process: process)
    }

    /// The login, or the number where there is none.
    var name: String {
        unsafe cposix_login(user).map { unsafe String(cString: $0).printable } ?? "uid \(user)"
    }

    /// How the journal names a run that these wanted: all of them, since nobody can tell who wanted which change.
    static func actor(for peers: [Peer]) -> String {
        var names: [String] = []
        for peer in peers where !names.contains("\(peer)") { names.append("\(peer)") }
        return names.isEmpty ? SyncRun.actor : "\(SyncRun.actor), for \(names.joined(separator: " and "))"
    }

    var description: String { "\(name) (uid \(user), pid \(process))" }
}
