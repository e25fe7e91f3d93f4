// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Files that cannot be used: named, with what to do, and left as they are.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `A file that cannot be used` {
    @Test(
        "a database that is none is left alone",
        arguments: ["state", "organization"], ["", "text"])
    func corrupt(which: String, kind: String) async throws {
        try await Installation.withPeople { installation in
            // The beginning of a database with another's pages behind it, or no database at all.
            let good = try Data(contentsOf: URL(filePath: "\(installation.folder)/\(which).db"))
            let bytes = kind == "text" ? Data(String(repeating: "no database\n", count: 500).utf8) : good.prefix(1000)
            let damaged = try installation.write(bytes, to: "damaged.db")
            let broken = installation.changing(["\(which).file": damaged])
            for command in [
                ["sync"], ["sync", "--dry-run"], ["approve", "dan"], ["users", "disable", "ana"], ["status"],
            ] {
                let outcome = try await broken.run(command)
                #expect(outcome.code == 1 && outcome.output.isEmpty, "\(command) \(outcome.output)")
                #expect(outcome.error.contains(damaged), "\(command) \(outcome.error)")
                #expect(outcome.error.contains("what to do: "))
            }
            #expect(try Data(contentsOf: URL(filePath: damaged)) == bytes, "left as it is, for whoever repairs it")
            let doctor = try await broken.run("doctor", "--output", "json")
            #expect(doctor.code == 1)
            #expect(try doctor.json().first("check", which)?["verdict"]?.text == "failed")
            try await installation.expectUnchanged()
        }
    }

    @Test func `a state that was being made when the program was killed is made after all`() async throws {
        try await Installation.withPeople { installation in
            // Half of a first write in the file, and what it was before in the journal beside it.
            let script = """
                import sqlite3, sys, os
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("CREATE TABLE t (x)"); c.execute("DROP TABLE t"); c.execute("PRAGMA cache_size = 1")
                c.execute("BEGIN"); c.execute("CREATE TABLE t (x)")
                for i in range(300): c.execute("INSERT INTO t VALUES (zeroblob(3000))")
                os._exit(0)
                """
            let file = installation.folder + "/half.db"
            #expect(try await installation.run("/usr/bin/python3", ["-c", script, file], input: "").code == 0)
            let size = try FileManager.default.attributesOfItem(atPath: file + "-journal")[.size] as? NSNumber
            #expect((size?.intValue ?? 0) > 512, "a journal to be played back")
            let outcome = try await installation.changing(["state.file": file]).run("status")
            #expect(outcome.code == 0, "\(outcome.error)")
        }
    }

    @Test("a database that was made read-only is not written, by root either", arguments: ["state", "organization"])
    func readOnly(which: String) async throws {
        try await Installation.withPeople { installation in
            let file = "\(installation.folder)/\(which).db"
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: file)
            for command in [["sync"], ["users", "enable", "dan"], ["users", "disable", "ana"]] {
                let outcome = try await installation.run(command)
                #expect(outcome.code == 1 && outcome.error.contains(file), "\(command) \(outcome.error)")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            try await installation.expectUnchanged()
        }
    }

    @Test func `the database of another program is refused and left alone`() async throws {
        try await Installation.withPeople { installation in
            let swapped = installation.changing([
                "state.file": installation.organizationFile, "organization.file": installation.stateFile,
            ])
            let outcome = try await swapped.run("sync")
            #expect(outcome.code == 1 && !outcome.error.isEmpty, "\(outcome.output)")
            try await installation.expectUnchanged()
        }
    }

    @Test("a disk that is full, and one that is read-only", .requiresMounting, arguments: ["state", "organization"])
    func disk(which: String) async throws {
        try await Installation.withPeople { original in
            try await Disk.with(in: original.folder, kilobytes: 400) { disk in
                let file = "\(disk.path)/\(which).db"
                try FileManager.default.copyItem(atPath: "\(original.folder)/\(which).db", toPath: file)
                let installation = original.changing(["\(which).file": file])
                try await installation.succeed("sync")
                // Room for SQLite's index of the write-ahead log and three pages, then none.
                for kilobytes in [48, 0] {
                    try disk.fill(leaving: kilobytes)
                    let full = try await installation.run("users", "enable", "dan")
                    #expect(full.code == 1 && full.error.contains(file), "\(full.error) \(full.output)")
                    if kilobytes > 0 { #expect(full.error.contains("the disk is full"), "\(full.error)") }
                    try disk.empty()
                }
                if which == "state" { try await installation.expectUnchanged() }
                let next = try await installation.run("sync")
                #expect(next.code == 0, "it goes on when there is room: \(next.error)")

                try await disk.makeReadOnly()
                for command in [["sync"], ["users", "disable", "ana"], ["users", "enable", "dan"]] {
                    let locked = try await installation.run(command)
                    #expect(locked.code == 1 && locked.error.contains(disk.path), "\(command) \(locked.error)")
                }
                let doctor = try await installation.run("doctor", "--output", "json")
                #expect(doctor.code == 1)
                #expect(try doctor.json().first("check", which)?["verdict"]?.text == "failed", "\(doctor.output)")
            }
        }
    }

    @Test func `what cannot be shown is an error`() async throws {
        try await Installation.withPeople { installation in
            for command in ["candidates", "users list", "status", "config show", "candidates --output json"] {
                let full = try await installation.shell("\"$0\" \(command) >/dev/full")
                #expect(full.code == 1 && full.error.contains("standard output: No space left on device"))
                let closed = try await installation.shell("\"$0\" \(command) >&-")
                #expect(closed.code == 1 && closed.error.contains("standard output"), "\(closed.error)")
            }
        }
    }

    @Test func `what is said goes into no file of ours when a caller has closed the standard descriptors`() async throws
    {
        try await Installation.withPeople { installation in
            let silent = try await installation.shell("\"$0\" sync <&- >&- 2>&-")
            #expect(silent.code == 1)
            let lock = try Data(contentsOf: URL(filePath: installation.stateFile + ".lock"))
            #expect(lock.isEmpty)
            try await installation.succeed("sync")
            #expect(try await installation.run("candidates", "--output", "json").json().items.count == 6)
        }
    }
}
