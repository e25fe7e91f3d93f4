// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import WorkMailEndpoint

@Suite struct AccessKeysTests {
    @Test func `keys that were written are read again, and nobody else can`() throws {
        try Self.withFolder { folder in
            let file = folder + "/keys"
            let keys = AccessKeys([
                .init(id: "AKIDONE", secret: "secret/one+"),
                .init(id: "ASIATWO", secret: "secret", sessionToken: "token=="),
            ])
            try keys.write(to: file)
            let read = try AccessKeys(file: file).keys
            #expect(read.map(\.id) == ["AKIDONE", "ASIATWO"])
            #expect(read.map(\.secret) == ["secret/one+", "secret"])
            #expect(read.map(\.sessionToken) == [nil, "token=="])
            for name in [file, file + ".aws"] {
                let mode = try FileManager.default.attributesOfItem(atPath: name)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
            }
            #expect(throws: AccessKeysFailure.self) { try keys.write(to: file) }
        }
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660])
    func `a file that others can read is refused`(mode: Int) throws {
        try Self.withFolder { folder in
            let file = folder + "/keys"
            try AccessKeys.random().write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            #expect(throws: AccessKeysFailure.self) { try AccessKeys(file: file) }
        }
    }

    @Test(arguments: ["", "# nothing\n", "AKIDONE\n", "AKIDONE secret token more\n"])
    func `a file without keys is refused`(text: String) throws {
        try Self.withFolder { folder in
            let file = folder + "/keys"
            try Data(text.utf8).write(to: URL(filePath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            #expect(throws: AccessKeysFailure.self) { try AccessKeys(file: file) }
        }
    }

    @Test func `a key does not show its secret`() throws {
        let key = AccessKeys.Key(id: "AKIDONE", secret: "hidden", sessionToken: "hidden too")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("hidden"))
    }

    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
