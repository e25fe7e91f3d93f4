// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Looks at each of several domain controllers, whether it can be used.
struct ControllerExamination {
    private let configuration: DirectoryConfiguration

    init(_ configuration: DirectoryConfiguration) { self.configuration = configuration }

    /// - Returns: a finding each, in order of preference, and a configuration of the first that can be used, or of the first
    ///   at all, for finding out at what it fails; of a single one nothing is said. `nil` when none is named.
    func run() async throws -> (findings: [Finding], usable: DirectoryConfiguration?) {
        var generator = SystemRandomNumberGenerator()
        let candidates: [ControllerCandidate]
        do { candidates = try await configuration.candidates(using: &generator) } catch let error as CancellationError {
            throw error
        } catch {
            let trouble = DirectoryTrouble(error)
            return ([Finding("DNS", .failed, trouble?.cause ?? "\(error)", fix: trouble?.remedy)], nil)
        }
        if candidates.count == 1 { return ([], configuration.only(candidates[0].url)) }
        var findings: [Finding] = []
        var usable: DirectoryConfiguration?
        for candidate in candidates {
            let one = configuration.only(candidate.url)
            let name = "domain controller \(candidate.url.host)"
            do {
                let site = try await ActiveDirectory.connect(one) { try await $0.clientSite() }
                let inSite = site.map { ", sees us in the site \($0)" } ?? ""
                findings.append(Finding(name, .ok, "named by \(candidate.namedBy)\(inSite)"))
                usable = usable ?? one
            } catch let error as CancellationError {
                throw error
            } catch {
                let trouble = DirectoryTrouble(error)
                // The others do its work meanwhile.
                findings.append(Finding(name, .warning, trouble?.cause ?? "\(error)", fix: trouble?.remedy))
            }
        }
        return (findings, usable ?? candidates.first.map { configuration.only($0.url) })
    }
}
