// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

@testable import Directory
@testable import Sync
@testable import workmail_sync

struct ControlRequestTests {
    @Test func `what was accepted for a run is used up by its parts`() throws {
        func change(_ operation: Change.Operation) -> Change {
            Change(guid: nil, label: "ana", entity: nil, operation: operation, reason: "")
        }
        var report = RunReport(observation: nil, counts: MirrorCounts(), plan: Plan())
        let register = Change.Operation.register(try EmailAddress("ana@example.com"))
        report.applied.done = [change(.deregister), change(.deregister), change(register)]
        var request = ControlRequest(
            kind: .sync, accepts: .init(missing: 5, disables: 3, enables: nil), readsEverybody: true)
        request.goesOn(after: report)
        #expect(request.accepts == .init(missing: 5, disables: 1, enables: nil) && !request.readsEverybody)
        // A mailbox about which an administrator decided is none of those that were accepted.
        let decided = try #require(ObjectGUID(bytes: [UInt8](repeating: 1, count: 16)))
        report.disabledByDecision = [decided]
        report.applied.done = [
            Change(guid: decided, label: "ben", entity: nil, operation: .deregister, reason: ""), change(register),
        ]
        request.goesOn(after: report)
        #expect(request.accepts.disables == 1)
        report.applied.done = [change(.deregister), change(.deregister), change(register)]
        request.accepts.enables = 4
        request.goesOn(after: report)
        #expect(request.accepts == .init(missing: 5, disables: 0, enables: 3))
    }

    @Test func `what is left of it counts beside what a run may do unasked`() {
        var accepted = AcceptedRisks(enables: 2_000)
        #expect(accepted.allowedEnables(100) == 2_000)
        #expect(accepted.allowedDisables(10) == 10 && accepted.allowedMissing(10) == 10)
        // 300 are done, and one more was approved meanwhile: the rest is not stopped by that.
        accepted.enables = nil
        accepted.left.enables = 1_700
        #expect(accepted.allowedEnables(100) == 1_800)
        // Somebody else accepts something, which is theirs.
        accepted.enables = 1_000
        accepted.disables = 12
        #expect(accepted.allowedEnables(100) == 1_800 && accepted.allowedDisables(10) == 12)
    }
}
