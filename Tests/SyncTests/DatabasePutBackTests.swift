// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import TestSupport
import Testing

@testable import Sync

/// A domain controller whose database was put back to an earlier state behind the directory's back (USN rollback).
@Suite(.tags(.server), .requiresSamba) struct DatabasePutBackTests {
    @Test func `a database that was put back is noticed, and what came after that is not lost`() async throws {
        for method in [TrackingMethod.dirSync, .usn] {
            try await ChangeRehearsal.with(method: method) { lab in
                try await lab.rehearsal.add("ana", mail: "ana@example.com")
                #expect(try await lab.reasonOfFullRead() == .first)
                let copy = lab.rehearsal.folder + "/private"
                try await lab.controller.stop()
                try await lab.controller.copyDatabase(to: copy)
                try await lab.controller.start()
                try await lab.follow("a restart is no reason", by: method)
                for name in ["bob", "cem", "dia"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
                try await lab.follow("three more", by: method)

                try await lab.controller.stop()
                try await lab.controller.putBackDatabase(from: copy)
                try await lab.controller.start()
                try await lab.rehearsal.add("eva", mail: "eva@example.com")
                guard case .wentBack(_, let from, let to) = try await lab.reasonOfFullRead() else {
                    Issue.record("not noticed")
                    return
                }
                #expect(from > to)
                #expect(try await lab.rehearsal.person("eva").presence == .present)
                #expect(try await lab.rehearsal.person("bob").presence == .missing)
                let record = try #require(try await lab.rehearsal.store.runs(limit: 1).first)
                #expect(record.detail.contains("was put back to an earlier state"))
                try await lab.follow("and then by changes again", by: method)
            }
        }
    }

    /// Nobody looked before it had more changes than it had lost: by its highest number it went on.
    @Test(arguments: [TrackingMethod.dirSync, .usn])
    func `a database that was put back and has gone beyond where it was is noticed too`(method: TrackingMethod)
        async throws
    {
        try await ChangeRehearsal.with(method: method) { lab in
            var lab = lab
            // As the service mirrors a change.
            lab.rehearsal.parts.tracking.looksWhoIsThere = false
            for name in ["ana", "ben"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            #expect(try await lab.reasonOfFullRead() == .first)
            let copy = lab.rehearsal.folder + "/private"
            try await lab.controller.stop()
            try await lab.controller.copyDatabase(to: copy)
            try await lab.controller.start()
            try await lab.controller.set("title", of: "ana", to: "Head of something")
            try await lab.follow("a change that will be lost", by: method)
            let before = try #require(try await lab.rehearsal.store.trackingState()?.cursor?.usn)

            try await lab.controller.stop()
            try await lab.controller.putBackDatabase(from: copy)
            try await lab.controller.start()
            try await lab.controller.set("userAccountControl", of: "ben", to: "514")
            for number in 1...20 { try await lab.controller.set("title", of: "ben", to: "Title \(number)") }
            guard case .wentBack(_, let from, let to) = try await lab.reasonOfFullRead() else {
                Issue.record("not noticed")
                return
            }
            #expect(from > to)
            let cursor = try #require(try await lab.rehearsal.store.trackingState()?.cursor?.usn)
            #expect(cursor > before, "it had gone beyond")
            #expect(try await lab.rehearsal.person("ben").standing.exclusion != nil)
            try await lab.follow("and then by changes again", by: method)
        }
    }

    @Test func `whoever got the objectSid of somebody who vanished when a database was put back is there`() async throws
    {
        try await ChangeRehearsal.with { lab in
            try await lab.rehearsal.add("ana", mail: "ana@example.com")
            try await lab.rehearsal.sync()
            let copy = lab.rehearsal.folder + "/private"
            try await lab.controller.stop()
            try await lab.controller.copyDatabase(to: copy)
            try await lab.controller.start()
            for name in ["bob", "cem", "dia"] { try await lab.rehearsal.add(name, mail: "\(name)@example.com") }
            try await lab.rehearsal.sync()
            let bob = try await lab.rehearsal.person("bob").user.sid

            try await lab.controller.stop()
            try await lab.controller.putBackDatabase(from: copy)
            try await lab.controller.start()
            try await lab.rehearsal.add("eva", mail: "eva@example.com")
            try await lab.rehearsal.sync()
            #expect(try await lab.rehearsal.person("eva").user.sid == bob, "the server gives it again")
            #expect(try await lab.rehearsal.person("bob").presence == .missing)
            try await lab.rehearsal.approve("eva")
            try await lab.rehearsal.sync()
            #expect(try await lab.rehearsal.mailboxes() == ["eva": "eva@example.com"])
        }
    }
}
