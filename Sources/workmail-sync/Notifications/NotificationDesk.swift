// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Synchronization

/// What the loop leaves for whoever tells: which configuration holds, and that a look is worth it. It never waits here.
final class NotificationDesk: Sendable {
    struct Content: Sendable {
        var assembly: SyncAssembly
        /// Counts configurations.
        var version = 0
    }

    private let content = Mutex<Content?>(nil)
    private let bell = Bell()

    var now: Content? { content.withLock { $0 } }

    /// At the start, and when the configuration was read again.
    func use(_ assembly: SyncAssembly) {
        content.withLock { $0 = Content(assembly: assembly, version: ($0?.version ?? 0) + 1) }
        cue()
    }

    /// Something happened: a run, a failure, a stop.
    func cue() { bell.ring(.notification) }

    /// Until somebody says so, or the time is over.
    func sleep(for pause: Duration, _ clock: DaemonClock) async {
        await bell.sleep(for: pause, clock.pause)
        _ = bell.take()
    }
}
