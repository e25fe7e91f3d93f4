// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation

/// Looks how changes of the directory can be found, and which right would allow a cheaper or surer way.
struct TrackingExamination {
    private let configuration: DirectoryConfiguration
    private let now: Date

    init(_ configuration: DirectoryConfiguration, now: Date) {
        self.configuration = configuration
        self.now = now
    }

    /// What an administrator of the directory can run; only a comment when nothing is lacking.
    func grants() async throws -> String {
        let profile = try await profile()
        guard let grant = profile.tombstoneGrant else {
            return "# \(profile.account) lacks nothing that is known of.\n"
        }
        return "# \(grant.right), for \(profile.account): \(profile.tombstones.evidence).\n\(grant.text)\n"
    }

    private func profile() async throws -> CapabilityProfile {
        try await ActiveDirectory.connect(configuration) { directory in
            try await directory.capabilities(as: configuration.bindName, at: now).profile
        }
    }

    /// - Parameter findings: what was found on the way to the directory; where that is broken, nothing is looked at.
    func run(after findings: [Finding]) async throws -> [Finding] {
        if findings.contains(where: { $0.verdict == .failed }) {
            return CapabilityProfile.checks.map { Finding($0, .skipped, "not reached") }
        }
        do {
            return try await profile().findings
        } catch let error as CancellationError {
            throw error
        } catch {
            let trouble = DirectoryTrouble(error)
            return [
                Finding(CapabilityProfile.checks[0], .failed, trouble?.cause ?? "\(error)", fix: trouble?.remedy)
            ]
        }
    }
}
