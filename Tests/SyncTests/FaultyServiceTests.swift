// SPDX-License-Identifier: Apache-2.0
import AWS
import Directory
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

@testable import Sync

/// The hosted service on a bad day: a run against the endpoint, over TLS, which throttles, fails, loses answers after it
/// has done what it was asked, and shows what was before.
@Suite(.tags(.server)) struct FaultyServiceTests {
    @Test(
        .timeLimit(.minutes(35)),
        arguments: [(2_000, PlanningRules.DirectoryKind.simpleAD), (200, PlanningRules.DirectoryKind.workmail)])
    func `people are enabled under faults with nothing done twice and nothing lost`(
        count: Int, kind: PlanningRules.DirectoryKind
    ) async throws {
        // What it costs without faults is the same for each person.
        let share = 4
        let clean = try await enabling(count / share, kind) { _ in }
        let faulty = try await enabling(count, kind) { faults in
            faults.seed = 20_261_124
            (faults.throttled, faults.failed, faults.reset, faults.stale) = (0.05, 0.05, 0.05, 0.05)
        }
        for (outcome, count) in [(clean, count / share), (faulty, count)] {
            #expect(outcome.unfinished == 0)
            // Each with one address, and nobody whom nobody asked for.
            #expect(outcome.enabled == count && outcome.users == count && outcome.addresses == count)
            // Only whoever was shown how it was before may have asked again for what was done.
            #expect(outcome.askedAgain <= outcome.staleReads)
        }
        let extra = Double(faulty.calls) / Double(clean.calls * share) - 1
        print(
            "enabling \(count), \(kind.rawValue): \(clean.calls * share) requests without faults; with 5 % each of throttled, failed, reset and stale "
                + "\(faulty.calls) (+\(Int((extra * 100).rounded())) %), \(faulty.runs) runs, asked again \(faulty.askedAgain), "
                + "played \(faulty.played)")
        #expect(extra < 0.5)
        #expect(clean.runs == 2 && faulty.runs <= 5)
    }

    private struct Outcome {
        /// Requests to the service.
        var calls = 0
        var runs = 0
        var enabled = 0
        /// All users of the organization, and all their addresses.
        var users = 0
        var addresses = 0
        /// Requests that the service refused, since what they ask for was there already.
        var askedAgain = 0
        var staleReads = 0
        /// Intents in the journal without an outcome, and approvals that were not carried out.
        var unfinished = 0
        var played = ""
    }

    private func enabling(
        _ count: Int, _ kind: PlanningRules.DirectoryKind, _ faults: (inout FaultSettings) -> Void
    ) async throws -> Outcome {
        var outcome = Outcome()
        try await Workbench.with(OwnershipFacts(directoryKind: kind, isHosted: true)) { bench in
            let again = Mutex(0)
            let people = try (1...count).map { try People.person($0, "p\($0)", mail: "p\($0)@example.com") }
            _ = try await bench.add(people)
            try await bench.store.record(
                people.map { ($0, Decision(verdict: .approved, by: "root", at: bench.clock.now)) })
            bench.clock.advance(1)
            outcome = try await LocalWorkMail.with(bench.organization) { settings in
                faults(&settings.faults)
                settings.onAnswer = { answer in
                    let codes = ["EntityAlreadyRegisteredException", "NameAvailabilityException"]
                    if codes.contains(answer.code ?? "") { again.withLock { $0 += 1 } }
                }
            } _: { local in
                var outcome = Outcome()
                let calls = Mutex(0)
                let hosted = try local.hostedOrganization(observer: CallObserver { _ in calls.withLock { $0 += 1 } })
                var parts = bench.parts
                parts.organization = hosted
                parts.limits.maxEnables = count
                // A run that gets no answer ends there, and the next one goes on, until one has nothing to do.
                while outcome.runs < 10 {
                    outcome.runs += 1
                    do {
                        let report = try await SyncRun(parts).carryOut(for: Set(people.map(\.guid)))
                        if report.plan.changes.isEmpty { break }
                    } catch is PartialRun {
                    } catch is ServiceTrouble {
                    } catch is MailOrganizationError {}
                }
                outcome.calls = calls.withLock(\.self)
                outcome.staleReads = local.faults[.stale]
                outcome.played = Fault.allCases.filter { local.faults[$0] > 0 }
                    .map { "\($0.rawValue) \(local.faults[$0])" }.joined(separator: ", ")
                return outcome
            }
            outcome.unfinished = try await bench.store.openIntents().count
            try await bench.organization.forEachUser { users in
                outcome.users += users.count
                for user in users where user.state == .enabled && user.email?.text == "\(user.name)@example.com" {
                    outcome.enabled += 1
                    outcome.addresses += try await bench.organization.listAliases(user.id).count
                }
            }
            outcome.askedAgain = again.withLock(\.self)
        }
        return outcome
    }
}
