// SPDX-License-Identifier: Apache-2.0
public import Directory

extension SyncRun {
    /// Whether a run now would find the directory as the last one left it: one round trip on a connection that is open.
    ///
    /// Other reasons for a run, such as decisions, it knows nothing of.
    public func isInStep(with directory: ActiveDirectory) async throws -> Bool {
        guard let state = try await parts.store.trackingState(), let cursor = state.cursor else { return false }
        let now = parts.clock()
        if parts.tracking.isFullReadDue(after: state.fullReadAt, at: now) { return false }
        if try await parts.store.areAnyExpired(at: now) { return false }
        return cursor.verdict(on: try await directory.lookedAtAgain().server) == .upToDate
    }
}
