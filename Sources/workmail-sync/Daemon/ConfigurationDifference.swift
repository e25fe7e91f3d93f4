// SPDX-License-Identifier: Apache-2.0

/// What is another in one configuration than in the one before, key by key. Secrets appear as where they are.
struct ConfigurationDifference: Hashable, Sendable {
    /// For example `leavers.grace_days: 0 → 7`.
    var lines: [String]
    /// Keys that are fixed for as long as the service runs.
    var needingRestart: [String]

    init(from old: ConfigurationValues, to new: ConfigurationValues) {
        let changed = ConfigurationKey.all.filter { old[$0]?.content != new[$0]?.content }
        lines = changed.map { key in
            let sides = [old, new].map { EffectiveSetting(key, $0[key]).shown }
            return "\(key.path): " + sides.map { $0.isEmpty ? "—" : $0 }.joined(separator: " → ")
        }
        let fixed = [ConfigurationKey.stateFile.path, ConfigurationKey.serviceSocket.path]
        needingRestart = changed.map(\.path).filter { fixed.contains($0) || $0.hasPrefix("service.metrics") }
    }
}
