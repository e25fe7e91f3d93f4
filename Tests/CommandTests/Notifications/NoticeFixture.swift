// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync
@testable import workmail_sync

/// A folder with a state database and with mail programs, for one test.
struct NoticeFixture {
    let folder: String
    let store: SyncStore

    static func with(_ body: (NoticeFixture) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "workmail-sync-notices-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(NoticeFixture(folder: folder, store: SyncStore(path: folder + "/state.db")))
    }

    /// A program with sendmail's interface, made of these lines of sh; `$DIR` is the folder.
    func mailProgram(_ lines: String, seconds: Double = 30) throws -> MailProgram {
        let path = "\(folder)/sendmail-\(UUID().uuidString.prefix(8))"
        try Data("#!/bin/sh\nDIR='\(folder)'\n\(lines)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return MailProgram(
            .init(recipients: ["ops@example.com"], sender: "sync@example.com", program: path), seconds: seconds)
    }

    /// One that keeps each message in a file of its own, and its arguments.
    func keepingMail() throws -> MailProgram { try mailProgram(Self.keep) }
    static let keep = #"echo "$@" >>"$DIR/arguments"; cat >"$DIR/mail.tmp" && mv "$DIR/mail.tmp" "$DIR/mail.$$""#

    var mails: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("mail.") && !$0.hasSuffix("tmp") }.sorted().compactMap(text)
    }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    /// Candidates in the mirror, as a read of the directory leaves them.
    func mirror(_ numbers: ClosedRange<Int>, name: (Int) -> String = { "person\($0)" }) async throws {
        let domains = [MailDomain(name: "example.com", isDefault: true, isVerified: true)]
        let judge = StandingJudge(templates: [try AddressTemplate("{mail}")], domains: domains, now: Date())
        try await store.beginCompleteRead()
        let page = try numbers.map { number in
            let user = DirectoryUser(
                guid: try #require(
                    ObjectGUID(
                        bytes: [UInt8(number & 255), UInt8(number >> 8)] + [UInt8](repeating: 0, count: 14))),
                sid: try #require(ObjectSID(text: "S-1-5-21-1-2-3-\(1000 + number)")),
                dn: "CN=\(number),DC=corp,DC=example,DC=com", kind: .person, sAMAccountName: name(number),
                userPrincipalName: nil, mail: "p\(number)@example.com", proxyAddresses: try ProxyAddresses(values: []),
                personal: PersonalData(), accountControl: .normalAccount, accountExpires: .never, primaryGroupID: 513,
                whenChanged: nil, uSNChanged: nil)
            return (ObservedUser(user: user, scope: .inside), judge.standing(of: user, scope: .inside))
        }
        _ = try await store.mirror(page.map { (observed: $0, standing: $1) }, issues: [])
    }

    /// Another program's look at the same file: what a restart finds.
    func reopened() throws -> NoticeFixture { NoticeFixture(folder: folder, store: try SyncStore(path: store.path)) }

    func tell(
        by way: any NotificationWay, at now: Date = Date(), thresholds: NoticeThresholds = NoticeThresholds(),
        change: (inout NotificationFacts) -> Void = { _ in }
    ) async throws -> NotificationRound.Outcome {
        var facts = try await NotificationFacts.gather(from: store, LeaverPolicy(), deadlines: nil, at: now)
        // Where a test says nothing of runs, they succeed.
        if facts.lastRun == nil { facts.lastSuccess = now }
        change(&facts)
        let round = NotificationRound(
            store: store, organization: "local", rules: NoticeRules(thresholds: thresholds))
        return try await round.tell(facts, by: way, at: now)
    }
}
