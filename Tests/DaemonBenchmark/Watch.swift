// SPDX-License-Identifier: Apache-2.0
import Directory
import Sync
import WorkMail

/// Looks for changes in the state database until it has them, as `candidates` would.
actor Watch {
    private var outstanding: [ObjectGUID: (address: String, answered: ContinuousClock.Instant)] = [:]
    private static let patience = Duration.seconds(60)

    func answered(_ person: ObjectGUID, _ address: String, at moment: ContinuousClock.Instant) {
        outstanding[person] = (address, moment)
    }

    /// Seconds from the answer to each of so many changes to its being seen.
    func latencies(of count: Int, in store: SyncStore) async throws -> [Double] {
        var latencies: [Double] = []
        var lastSeen = ContinuousClock.now
        while latencies.count < count {
            for (guid, change) in outstanding {
                guard let person = try await store.person(guid), person.standing.exclusion == nil,
                    person.standing.address?.text == change.address
                else { continue }
                let moment = ContinuousClock.now
                latencies.append((moment - change.answered) / .seconds(1))
                outstanding[guid] = nil
                lastSeen = moment
            }
            guard ContinuousClock.now - lastSeen < Self.patience else {
                throw BenchmarkFailure("\(count - latencies.count) changes did not arrive within \(Self.patience)")
            }
            try await Task.sleep(for: .milliseconds(4))
        }
        return latencies
    }
}
