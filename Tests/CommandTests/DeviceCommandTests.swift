// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

extension `Accounts of a WorkMail directory` {
    /// `devices`: what an administrator does with a lost telephone.
    @Suite struct `Devices at the command line` {
        @Test func `are listed, shown, kept out and let in again`() async throws {
            try await Self.withDevice { installation in
                let listed = try await installation.run("devices", "list", "ana", "--output", "json").json()
                #expect(listed.texts("deviceID") == ["Phone1"] && listed.items[0]["model"]?.text == "iPhone 15")
                let shown = try await installation.run("devices", "show", "ana", "phone1")
                #expect(shown.code == 0 && shown.output.contains("in use"), "\(shown.output)")
                let unknown = try await installation.run("devices", "show", "ana", "Phone2")
                #expect(
                    unknown.code == 1 && unknown.error.contains("has no device Phone2; it has Phone1"),
                    "\(unknown.error)")

                #expect(try await Self.synchronize(installation) == "allowed")
                let blocked = try await installation.run("devices", "block", "ana", "PHONE1", "--output", "json")
                #expect(
                    try blocked.json()["done"]?.texts("operation") == ["PutMobileDeviceAccessOverride"], "\(blocked)")
                #expect(try await Self.synchronize(installation) == "denied")
                #expect(try await installation.run("devices", "list", "ana").output.contains("blocked"))
                let again = try await installation.run("devices", "block", "ana", "Phone1")
                #expect(again.code == 0 && again.output.contains("it is so already"))
                try await installation.succeed("devices", "unblock", "ana", "Phone1")
                #expect(try await Self.synchronize(installation) == "allowed")
                // One that never synchronized can be kept out before it does.
                try await installation.succeed("devices", "block", "ana", "Never")
                let both = try await installation.run("devices", "list", "ana", "--output", "json").json()
                #expect(both.texts("deviceID") == ["Never", "Phone1"])
                let nonsense = try await installation.run("devices", "block", "ana", "Phone-1")
                #expect(nonsense.code == 1)
                #expect(
                    nonsense.error.contains(
                        "ana: cannot have a device “Phone-1”: an id has 1 to 32 ASCII letters and digits"))
            }
        }

        @Test func `are wiped only after a yes`() async throws {
            try await Self.withDevice { installation in
                let wipe = ["devices", "wipe", "ana", "Phone1"]
                let question = "Erase everything on the device Phone1 of ana?"
                let unasked = try await installation.run(wipe)
                #expect(unasked.code == 64 && unasked.error.contains(question), "\(unasked.error)")
                #expect(unasked.error.contains("Nobody can be asked here, and nothing was done\nwhat to do: add --yes"))
                for answer in ["n\r", "\r", "yess\r"] {
                    let no = try await installation.run(
                        wipe, atTerminalOf: 100, typing: [("\(question) [y/N] ", answer)])
                    #expect(no.code == 1 && no.output.contains("not given; nothing was done"), "\(no.output)")
                }
                #expect(try await Self.synchronize(installation) == "allowed")
                let yes = try await installation.run(wipe, atTerminalOf: 100, typing: [("\(question) [y/N] ", "y\r")])
                #expect(yes.code == 0, "\(yes.output)")
                #expect(try await installation.run("devices", "list", "ana").output.contains("is wiped when it next"))
                #expect(try await Self.synchronize(installation) == "wipe yourself")
                let shown = try await installation.run("devices", "show", "ana", "Phone1", "--output", "json").json()
                #expect(shown["wiped"] != nil)
                try await installation.succeed(wipe + ["--yes"])
            }
        }

        @Test func `are removed after a yes, and are there again when they synchronize`() async throws {
            try await Self.withDevice { installation in
                let remove = ["devices", "remove", "ana", "Phone1"]
                let question = "Remove the device Phone1 of ana? It comes back when it next synchronizes."
                let unasked = try await installation.run(remove)
                #expect(unasked.code == 64 && unasked.error.contains(question))
                let removed = try await installation.run(remove, atTerminalOf: 120, typing: [("[y/N] ", "yes\r")])
                #expect(removed.code == 0 && removed.output.contains(question), "\(removed.output)")
                let none = try await installation.run("devices", "list", "ana")
                #expect(none.output == "ana has no device: none has synchronized yet.\n", "\(none.output)")
                let twice = try await installation.run(remove + ["--yes"])
                #expect(
                    twice.code == 1 && twice.error.contains("ana: has no device Phone1; it has none"), "\(twice.error)")
                #expect(try await Self.synchronize(installation) == "allowed")
                let back = try await installation.run("devices", "list", "ana", "--output", "json").json()
                #expect(back.texts("deviceID") == ["Phone1"])
                let journal = try await installation.run("audit", "list", "--output", "json").json()
                #expect(journal.texts("operation") == ["DeleteMobileDevice"], "\(journal)")
            }
        }

        private static func withDevice(_ body: (Installation) async throws -> Void) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let first = try await installation.run(
                    "devices", "rehearse", "ana", "Phone1", "--type", "iPhone", "--model", "iPhone 15")
                #expect(first.code == 0 && first.output == "The device is told: allowed.\n", "\(first.error)")
                try await body(installation)
            }
        }

        /// What the device is told.
        private static func synchronize(_ installation: Installation) async throws -> String? {
            try await installation.run("devices", "rehearse", "ana", "Phone1", "--output", "json").json()["answer"]?
                .text
        }
    }
}
