// SPDX-License-Identifier: Apache-2.0

/// How many domain controllers run at once. The tests of a run are started all together, and a machine with two cores that
/// starts thirty domain controllers gets none of them up in time.
actor ServerSlots {
    static let shared = ServerSlots(count: 3)

    /// Set inside `with`: who has a slot needs no second one for a second server, and waits for nobody.
    @TaskLocal private static var isHeld = false

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(count: Int) { free = count }

    /// Runs `body` when there is a slot.
    nonisolated func with<Result>(_ body: () async throws -> Result) async throws -> Result {
        if Self.isHeld { return try await body() }
        await take()
        do {
            let result = try await Self.$isHeld.withValue(true) { try await body() }
            await give()
            return result
        } catch {
            await give()
            throw error
        }
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
