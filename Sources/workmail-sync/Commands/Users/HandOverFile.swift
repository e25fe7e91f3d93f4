// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Sync

/// A file of user names, addresses and generated passwords, to be handed over and then deleted.
enum HandOverFile {
    /// Makes the file, which must not be there, with mode 0600 from its first byte on, and brings it to the disk.
    static func write(_ passwords: [String: Password], _ creations: [UserCreation], to path: String) throws {
        var lines: [UInt8] = Array("user,email,password\n".utf8)
        for creation in creations {
            guard let password = passwords[creation.user.name] else { continue }
            lines += Array("\(creation.user.name),\(creation.email),".utf8)
            // A generated password has neither commas nor quotes.
            password.withBytes { bytes in for index in bytes.indices { lines.append(bytes[index]) } }
            lines.append(UInt8(ascii: "\n"))
        }
        try NewPrivateFile.write(lines, to: path, consequence: "nobody was created")
    }
}
