// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Something that happened or did not, seen from any thread.
final class Mark: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
