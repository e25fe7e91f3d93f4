// SPDX-License-Identifier: Apache-2.0
import Directory

/// How a person is named in a command that we tell somebody to type, often root: a directory's names are written by
/// others, and `a$(reboot)` or `--help` is a valid sAMAccountName.
enum UserArgument {
    /// The name where a shell and our own parser take it as it is, else the objectGUID.
    static func of(_ name: String, _ guid: ObjectGUID) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        return isPlain && !name.isEmpty && !name.hasPrefix("-") ? name : guid.description
    }
}
