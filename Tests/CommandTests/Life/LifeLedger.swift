// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

@testable import Sync

/// The journal, played from its beginning: who must have which mailbox if it says everything; and whether what it says was
/// right to do, by the book.
final class LifeLedger {
    private struct Mailbox: Equatable {
        var primary: String
        var aliases: Set<String> = []
    }

    private var mailboxes: [EntityID: Mailbox] = [:]
    /// What they had when they were disabled.
    private var former: [EntityID: Set<String>] = [:]
    private var lastLine: Int64 = 0
    /// When mailboxes were taken.
    private(set) var taken: [ObjectGUID: Date] = [:]
    private(set) var lines = 0
    private(set) var deregistrations = 0

    /// - Returns: what is not as it must be.
    func read(_ store: SyncStore, _ ours: OrganizationContents, _ book: LifeBook) async throws -> [String] {
        var wrong: [String] = []
        let verification = try await store.verifyJournal()
        wrong += verification.faults.map { "the journal: \($0)" }
        lines = verification.lines
        let all = try await store.latestAuditRecords(AuditFilter(), limit: 1_000_000).filter { $0.id > lastLine }
        for record in all {
            lastLine = record.id
            guard record.begun.event != .decision else { continue }
            if record.result == JournalRecord.done {
                if let fault = play(record.begun, book) { wrong.append(fault) }
            } else {
                wrong.append("not done: \(record)")
            }
        }
        let now = ours.mailboxes.mapValues { member in
            Mailbox(primary: member.user.email?.text ?? "", aliases: Set(member.aliases.map(\.text)))
        }
        for id in Set(now.keys).union(mailboxes.keys) where now[id] != mailboxes[id] {
            wrong.append(
                "\(id) has \(String(describing: now[id])), by the journal \(String(describing: mailboxes[id]))")
        }
        return wrong
    }

    private func play(_ line: JournalRecord, _ book: LifeBook) -> String? {
        guard let id = line.entity, let guid = line.guid else { return "for nobody: \(line)" }
        switch line.operation {
        case "RegisterToWorkMail":
            // What was free still comes back by itself.
            let used = Set(mailboxes.values.flatMap { [$0.primary] + $0.aliases })
            let back = (former.removeValue(forKey: id) ?? []).subtracting(used).subtracting([line.newValue ?? ""])
            mailboxes[id] = Mailbox(primary: line.newValue ?? "", aliases: back)
        case "DeregisterFromWorkMail":
            if let had = mailboxes.removeValue(forKey: id) { former[id] = had.aliases.union([had.primary]) }
            taken[guid] = line.at
            deregistrations += 1
            return judge(line, guid, book)
        case "UpdatePrimaryEmailAddress":
            let old = mailboxes[id]?.primary ?? ""
            mailboxes[id]?.aliases.insert(old)
            mailboxes[id]?.primary = line.newValue ?? ""
            mailboxes[id]?.aliases.remove(line.newValue ?? "")
        case "CreateAlias": mailboxes[id]?.aliases.insert(line.newValue ?? "")
        case "DeleteAlias": mailboxes[id]?.aliases.remove(line.oldValue ?? "")
        default: return "a call that nobody expects: \(line)"
        }
        return nil
    }

    /// Whether it was right to take a mailbox: an administrator wanted it, or the person had left by proof and the grace was
    /// over. Where the program could not see the directory, the proof may have been of the last time that it could.
    private func judge(_ line: JournalRecord, _ guid: ObjectGUID, _ book: LifeBook) -> String? {
        guard let person = book.people.first(where: { $0.guid == guid }) else { return "nobody knows \(line)" }
        if line.reason.hasPrefix("disabled by root") {
            // The journal has whole milliseconds.
            let isSo = person.disablings.contains { abs($0.timeIntervalSince(line.at)) < 0.01 }
            return isSo ? nil : "no administrator disabled it: \(line) of \(person)"
        }
        let grace = Double(book.graceDays) * 86_400
        // A run may have read the directory a few seconds before somebody came back.
        let outage = book.outages.last { $0.from <= line.at && line.at <= ($0.to ?? line.at) + 700 }
        let from = min(outage?.from ?? line.at, line.at - 60)
        let moments = [line.at, from] + person.timeline.map(\.from).filter { from <= $0 && $0 <= line.at }
        let wasRight = moments.contains { moment in
            person.provedAbsentSince(at: moment, book.isProof).map { $0 + grace <= line.at + 1 } ?? false
        }
        return wasRight ? nil : "taken without proof: \(line) of \(person)"
    }
}

extension Life {
    /// The decisions as a new state is told them: those that were carried out and whose mailboxes were taken since are
    /// carried out.
    func decisions() -> [ObjectGUID: Decision] {
        var decisions: [ObjectGUID: Decision] = [:]
        for person in book.people {
            guard var decision = person.decision else { continue }
            decision.isSettled = ledger.taken[person.guid].map { $0 >= decision.at } ?? false
            decisions[person.guid] = decision
        }
        return decisions
    }

    /// For messages: `hour 3.25`.
    var moment: String {
        let hours = (clock.elapsed / .seconds(36)).rounded() / 100
        return "hour \(hours)"
    }
}
