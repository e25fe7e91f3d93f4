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
    @Test(.timeLimit(.minutes(15)))
    func `2,000 people are enabled under faults with nothing done twice and nothing lost`() async throws {
        let count = 2_000
        let clean = try await enabling(count) { _ in }
        let faulty = try await enabling(count) { faults in
            faults.seed = 20_261_124
            (faults.throttled, faults.failed, faults.reset, faults.stale) = (0.05, 0.05, 0.05, 0.05)
        }
        for outcome in [clean, faulty] {
            #expect(outcome.unfinished == 0)
            #expect(outcome.enabled == count)
            #expect(outcome.doneTwice == 0)
            // A run afterwards has nothing to do.
            #expect(outcome.secondPlan == 0)
        }
        let extra = Double(faulty.calls - clean.calls) / Double(clean.calls)
        print(
            "enabling \(count): \(clean.calls) requests without faults; with 5 % each of throttled, failed, reset and stale "
                + "\(faulty.calls) (+\(Int((extra * 100).rounded())) %), \(faulty.runs) runs, played \(faulty.played)")
        #expect(extra < 0.5)
        #expect(faulty.runs <= 3)
    }

    private struct Outcome {
        /// Requests to the service.
        var calls = 0
        var runs = 0
        var enabled = 0
        /// Registrations that the service carried out more than one for a person.
        var doneTwice = 0
        /// Intents in the journal without an outcome, and approvals that were not carried out.
        var unfinished = 0
        var secondPlan = 0
        var played = ""
    }

    private func enabling(_ count: Int, _ faults: (inout FaultSettings) -> Void) async throws -> Outcome {
        var outcome = Outcome()
        try await Workbench.with(OwnershipFacts(directoryKind: .simpleAD, isHosted: true)) { bench in
            let registered = Mutex(0)
            let people = try (1...count).map { try People.person($0, "p\($0)", mail: "p\($0)@example.com") }
            _ = try await bench.add(people)
            try await bench.store.record(
                people.map { ($0, Decision(verdict: .approved, by: "root", at: bench.clock.now)) })
            bench.clock.advance(1)
            outcome = try await LocalWorkMail.with(bench.organization) { settings in
                faults(&settings.faults)
                settings.onAnswer = { answer in
                    // Also told of answers that then get lost.
                    if answer.operation == "RegisterToWorkMail", answer.status == 200 {
                        registered.withLock { $0 += 1 }
                    }
                }
            } _: { local in
                var outcome = Outcome()
                let calls = Mutex(0)
                let hosted = try local.hostedOrganization(observer: CallObserver { _ in calls.withLock { $0 += 1 } })
                var parts = bench.parts
                parts.organization = hosted
                parts.limits.maxEnables = count
                // A run that meets a call of which nobody knows the outcome ends there; the next one goes on.
                while outcome.runs < 10 {
                    outcome.runs += 1
                    do {
                        let report = try await SyncRun(parts).carryOut(for: Set(people.map(\.guid)))
                        if report.applied.failed.isEmpty { break }
                    } catch is PartialRun {}
                }
                outcome.calls = calls.withLock(\.self)
                let second = try await SyncRun(parts).planned(for: Set(people.map(\.guid)))
                outcome.secondPlan = second.plan.changes.count
                outcome.played = Fault.allCases.filter { local.faults[$0] > 0 }
                    .map { "\($0.rawValue) \(local.faults[$0])" }.joined(separator: ", ")
                return outcome
            }
            outcome.unfinished = try await bench.store.openIntents().count
            try await bench.organization.forEachUser(.state(.enabled)) { users in
                outcome.enabled += users.count { $0.email?.text == "\($0.name)@example.com" }
            }
            outcome.doneTwice = registered.withLock(\.self) - outcome.enabled
        }
        return outcome
    }
}
