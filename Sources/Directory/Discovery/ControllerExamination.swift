// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Looks at each of several domain controllers, whether it can be used.
struct ControllerExamination {
    private let configuration: DirectoryConfiguration

    init(_ configuration: DirectoryConfiguration) { self.configuration = configuration }

    struct Outcome {
        /// One each, in order of preference; of a single one nothing is said.
        var findings: [Finding]
        /// Of the first that can be used, or of the first at all, for finding out at what it fails; `nil` when none is named.
        var usable: DirectoryConfiguration?
        /// How the first refused the account. Then no other was tried, nor is this one to be once more: it locks accounts.
        var refusal: (any Error)?
    }

    func run() async throws -> Outcome {
        var generator = SystemRandomNumberGenerator()
        let candidates: [ControllerCandidate]
        do { candidates = try await configuration.candidates(using: &generator) } catch let error as CancellationError {
            throw error
        } catch {
            let trouble = DirectoryTrouble(error)
            return Outcome(findings: [Finding("DNS", .failed, trouble?.cause ?? "\(error)", fix: trouble?.remedy)])
        }
        if candidates.count == 1 { return Outcome(findings: [], usable: configuration.only(candidates[0].url)) }
        var findings: [Finding] = []
        var usable: DirectoryConfiguration?
        for (index, candidate) in candidates.enumerated() {
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
                let isRefused = trouble?.isRefusal == true
                guard isRefused || (error as? LDAPError)?.operation == .ticket else { continue }
                let reason =
                    isRefused ? "not tried with an account that is refused" : "not tried: it is the same ticket for all"
                findings += candidates[(index + 1)...].map { other in
                    Finding("domain controller \(other.url.host)", .skipped, reason)
                }
                return Outcome(findings: findings, usable: usable ?? one, refusal: usable == nil ? error : nil)
            }
        }
        return Outcome(findings: findings, usable: usable ?? candidates.first.map { configuration.only($0.url) })
    }
}
